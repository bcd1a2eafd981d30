import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { expect, test } from 'vitest'
import { refusalOf } from '../packages/gateway/src/control-plane/test-client.ts'
import type { Protocol } from '../packages/terraform-provider/src/checks/protocol.ts'
import { UNKNOWN, type ValueRecord } from '../packages/terraform-provider/src/conversion/value.ts'
import { integration } from '../packages/terraform-provider/src/resources/integration.ts'
import { type AgreementWorld, openAgreementWorld, protocols } from './support/agreement-world.ts'

/**
 * What the provider's checks find while planning, and what Postern's control plane refuses: the same. Both are told each
 * configuration, so that neither can change alone.
 */

type Attributes = Readonly<Record<string, unknown>>

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const INVOCATION = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`
const ACTION = 'arn:aws:apigateway:eu-west-1:sqs:path/1/q'
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/lb/50dc6c495c0c9188/0467ef3c8400ae65'
const ROLE = 'arn:aws:iam::123456789012:role/r'

const nothing: Attributes = {
  connection_id: null,
  connection_type: null,
  content_handling_strategy: null,
  credentials_arn: null,
  description: null,
  id: null,
  integration_method: null,
  integration_response_selection_expression: null,
  integration_subtype: null,
  integration_type: null,
  integration_uri: null,
  passthrough_behavior: null,
  payload_format_version: null,
  request_parameters: null,
  request_templates: null,
  template_selection_expression: null,
  timeout_milliseconds: null,
  response_parameters: [],
  tls_config: [],
}

/** What both kinds of API can have, by itself without fault. */
const bases: readonly Attributes[] = [
  { integration_type: 'HTTP_PROXY', integration_method: 'GET', integration_uri: 'https://a.test' },
  { integration_type: 'HTTP', integration_method: 'GET', integration_uri: 'https://a.test' },
  { integration_type: 'AWS_PROXY', integration_uri: FUNCTION },
  { integration_type: 'AWS', integration_uri: INVOCATION },
  { integration_type: 'MOCK' },
  {
    integration_type: 'AWS_PROXY',
    integration_subtype: 'SQS-SendMessage',
    credentials_arn: ROLE,
    request_parameters: { QueueUrl: 'https://q.test', MessageBody: '$request.body' },
  },
  {
    integration_type: 'HTTP_PROXY',
    integration_method: 'ANY',
    integration_uri: LISTENER,
    connection_type: 'VPC_LINK',
    connection_id: '${stageVariables.link}',
  },
]

const mappings = (entries: readonly (readonly [string, string])[]) => entries.map(([key, value]) => ({ [key]: value }))
const requestMappings = mappings([
  ['append:header.a', 'b'],
  ['append:header.a', ''],
  ['append:header.a', '$request.header.b'],
  ['append:header.a', '${request.header.b}/${context.requestId}'],
  ['append:header.a', '$request.cookie.b'],
  ['append:header.a', 'x${request.header.b'],
  ['append:header.a', '$response.header.b'],
  ['append:header.a', 'b\r\nc'],
  ['append:header.a', 'x'.repeat(513)],
  ['append:header.a b', 'c'],
  ['remove:header.Via', "''"],
  ['remove:querystring.a', "''"],
  ['remove:querystring.a', ''],
  ['overwrite:path', '/a'],
  ['overwrite:statuscode', '200'],
  ['append:path', '/a'],
  ['header.a', 'b'],
  ['__proto__', 'b'],
  ['integration.request.header.a', "'b'"],
  ['integration.request.header.a', 'b'],
  ['integration.request.header.a', ''],
  ['integration.request.path.a', 'route.request.body.a'],
  ['integration.request.querystring.a', 'method.request.header.a'],
  ['integration.request.body.a', "'b'"],
  ['integration.request.header.a', "'b\nc'"],
])
const services: readonly Readonly<Record<string, string>>[] = [
  { QueueUrl: 'https://q.test', MessageBody: '$request.body' },
  { QueueUrl: 'https://q.test' },
  { QueueUrl: 'https://q.test', MessageBody: '' },
  { QueueUrl: 'https://q.test', MessageBody: 'x', MessageAttributes: '{"a":1}' },
  { QueueUrl: 'https://q.test', MessageBody: 'x', Region: 'eu-west-1', DelaySeconds: '${request.body.delay}' },
  { QueueUrl: 'https://q.test', MessageBody: 'x', constructor: 'y' },
]
const responses = [
  [],
  [{ status_code: '404', mappings: {} }],
  [{ status_code: '404', mappings: { 'append:header.a': '$response.header.b' } }],
  [{ status_code: '404', mappings: { 'overwrite:statuscode': '410' } }],
  [{ status_code: '404', mappings: { 'append:header.a': '$request.header.b' } }],
  [{ status_code: '404', mappings: { 'append:querystring.a': 'b' } }],
  [{ status_code: '600', mappings: { 'append:header.a': 'b' } }],
]

/** Values worth trying, of each attribute. */
const pools: Readonly<Record<string, readonly unknown[]>> = {
  connection_id: ['', 'unused-${stageVariables.link}'],
  connection_type: ['INTERNET', 'VPC_LINK'],
  content_handling_strategy: ['', 'CONVERT_TO_TEXT'],
  credentials_arn: ['', ROLE, 'arn:aws:iam::*:user/*', 'arn:aws:s3:::bucket', 'role'],
  description: ['', 'd', 'd'.repeat(1025)],
  integration_method: [null, '', 'GET', 'POST', 'ANY', 'get', 'TRACE'],
  integration_subtype: ['', 'SQS-SendMessage', 'SQS-PurgeQueue', 'SNS-Publish', 'constructor'],
  integration_type: ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'],
  integration_uri: [
    null,
    '',
    'https://a.test/{proxy}?a=${stageVariables.b}',
    'https://${stageVariables.host}/',
    'https://a.test:99999/',
    'https://u:p@a.test/',
    'https://{host}/',
    'a.test',
    'ftp://a.test',
    FUNCTION,
    INVOCATION,
    ACTION,
    LISTENER,
    LISTENER.replace('listener/', 'loadbalancer/'),
    'arn:aws:sqs:eu-west-1:123456789012:q',
    `https://a.test/${'x'.repeat(2048)}`,
  ],
  passthrough_behavior: ['WHEN_NO_MATCH', 'NEVER'],
  payload_format_version: ['1.0', '2.0'],
  request_parameters: [{}, ...requestMappings, ...services],
  request_templates: [{}, { 'application/json': '#if(true)x#end' }, { $default: '' }, { '': 'x' }],
  response_parameters: responses,
  template_selection_expression: ['', '$request.body.a', '\\$default', '${request.body.a', '$nothing'],
  timeout_milliseconds: [49, 50, 29_000, 29_001, 30_000, 30_001],
  tls_config: [[], [{ server_name_to_verify: 'a.test' }]],
}

const values = Object.entries(pools).flatMap(([name, pool]) => pool.map((value) => [name, value] as const))

async function errorsOf({ gateway }: AgreementWorld, whole: Attributes) {
  const found = await integration.checkPlan(whole as ValueRecord, gateway)
  return found.filter(({ severity }) => severity === 'error')
}

/** What the checks find, and what becomes of it when it is made all the same. */
async function verdicts(world: AgreementWorld, protocol: Protocol, attributes: Attributes) {
  const whole: Attributes = { ...nothing, ...attributes, api_id: world.apis[protocol] }
  const errors = await errorsOf(world, whole)
  return { errors, refusal: await refusalOf(integration.create(whole as ValueRecord, world.gateway)) }
}

/** Each value of each attribute on each base. */
function* variants(): Generator<readonly [Protocol, Attributes]> {
  for (const protocol of protocols) {
    for (const base of bases) {
      for (const [name, value] of values) yield [protocol, { ...base, [name]: value }]
    }
  }
}

test('each value of each attribute: refused while planning exactly where the API refuses it', async () => {
  const world = await openAgreementWorld()
  const counts = { refused: 0, accepted: 0 }
  const disagreements: unknown[] = []
  for (const [protocol, attributes] of variants()) {
    const { errors, refusal } = await verdicts(world, protocol, attributes)
    if (errors.length > 0 !== (refusal !== undefined)) disagreements.push({ protocol, attributes, errors, refusal })
    counts[refusal === undefined ? 'accepted' : 'refused']++
  }
  expect(disagreements).toEqual([])
  expect(counts.accepted).toBeGreaterThan(200)
  expect(counts.refused).toBeGreaterThan(500)
})

test('any of them together', async () => {
  const world = await openAgreementWorld()
  const changes = array(constantFrom(...values), { minLength: 2, maxLength: 4 })
  await assert(
    asyncProperty(constantFrom(...protocols), constantFrom(...bases), changes, async (protocol, base, changes) => {
      const attributes = { ...base, ...Object.fromEntries(changes) }
      const { errors, refusal } = await verdicts(world, protocol, attributes)
      expect({ errors, refusal }).toEqual(refusal === undefined ? { errors: [], refusal } : { errors: SOME, refusal })
    }),
    { numRuns: 1000 },
  )
})

const SOME: unknown = expect.arrayContaining([expect.anything()])

test('what is accepted is not refused where some of it is not known yet', async () => {
  const world = await openAgreementWorld()
  const refused: unknown[] = []
  let asked = 0
  for (const [protocol, attributes] of variants()) {
    const whole: Attributes = { ...nothing, ...attributes, api_id: world.apis[protocol] }
    if ((await errorsOf(world, whole)).length > 0) continue
    for (const name of Object.keys(whole)) {
      for (const value of [UNKNOWN, withUnknownValues(whole[name])]) {
        const errors = await errorsOf(world, { ...whole, [name]: value })
        if (errors.length > 0) refused.push({ name, attributes, errors })
        asked++
      }
    }
  }
  expect(refused).toEqual([])
  expect(asked).toBeGreaterThan(5000)
})

/** A map of which only the keys are known. */
function withUnknownValues(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNKNOWN
  return Object.fromEntries(Object.keys(value).map((key) => [key, UNKNOWN]))
}
