import { expect, test } from 'vitest'
import type { IntegrationState } from './integration.ts'
import { changesOf } from './integration-changes.ts'

const base: IntegrationState = {
  api_id: 'api',
  connection_id: null,
  connection_type: 'INTERNET',
  content_handling_strategy: null,
  credentials_arn: null,
  description: 'd',
  id: '1',
  integration_method: 'GET',
  integration_response_selection_expression: null,
  integration_subtype: null,
  integration_type: 'HTTP_PROXY',
  integration_uri: 'https://example.org',
  passthrough_behavior: null,
  payload_format_version: '1.0',
  request_parameters: { 'append:header.a': 'x' },
  request_templates: { 'a/b': 't' },
  template_selection_expression: null,
  timeout_milliseconds: 1000,
  response_parameters: [{ status_code: '404', mappings: { 'append:header.a': 'x' } }],
  tls_config: [{ server_name_to_verify: 'www.example.com' }],
}

test.each<[string, Partial<IntegrationState>, object]>([
  ['nothing', {}, {}],
  ['a text', { description: 'e' }, { Description: 'e' }],
  ['a text that goes', { description: null }, { Description: '' }],
  [
    'a parameter that goes',
    { request_parameters: { b: 'y' } },
    { RequestParameters: { 'append:header.a': '', b: 'y' } },
  ],
  ['templates that go', { request_templates: null }, { RequestTemplates: {} }],
  [
    'a mapping of a status that stays',
    { response_parameters: [{ status_code: '404', mappings: { 'append:header.a': 'y' } }] },
    { ResponseParameters: { '404': { 'append:header.a': 'y' } } },
  ],
  ['a status that goes', { response_parameters: [] }, { ResponseParameters: { '404': {} } }],
  ['TLS that goes', { tls_config: [] }, { TlsConfig: {} }],
  ['a timeout', { timeout_milliseconds: 2000 }, { TimeoutInMillis: 2000 }],
])('%s', (_, changed, members) => {
  expect(changesOf(base, { ...base, ...changed })).toEqual(members)
})

test('with a subtype, that and its parameters go along always: the API checks the patch by itself', () => {
  const sqs = { ...base, integration_subtype: 'SQS-SendMessage', request_parameters: { QueueUrl: 'q' } }
  expect(changesOf(sqs, { ...sqs, description: 'e' })).toEqual({
    Description: 'e',
    IntegrationSubtype: 'SQS-SendMessage',
    RequestParameters: { QueueUrl: 'q' },
  })
})
