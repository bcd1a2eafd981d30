import { describe, expect, test } from 'vitest'
import { answered, badRequest, testWire } from '../test-wire.ts'

/** Bodies that Terraform 1.11.4 with hashicorp/aws 5.100.0 was seen to send (spec control-plane.md 5.7). */

const LAMBDA_URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Example/invocations'
const ROLE = 'arn:aws:iam::123456789012:role/r'

const seed = {
  connectionType: 'INTERNET',
  contentHandlingStrategy: 'CONVERT_TO_TEXT',
  description: 'Lambda example',
  integrationMethod: 'POST',
  integrationType: 'AWS',
  integrationUri: LAMBDA_URI,
  payloadFormatVersion: '1.0',
}
const wsHttp = {
  connectionType: 'INTERNET',
  contentHandlingStrategy: 'CONVERT_TO_TEXT',
  integrationMethod: 'GET',
  integrationType: 'HTTP',
  integrationUri: 'https://example.com',
  passthroughBehavior: 'NEVER',
  payloadFormatVersion: '1.0',
  requestParameters: { 'integration.request.querystring.stage': "'value1'" },
  requestTemplates: { 'application/json': '', 'text/plain': 'x' },
  templateSelectionExpression: '$request.body.name',
  timeoutInMillis: 28_999,
}
const mapping = {
  connectionType: 'INTERNET',
  integrationMethod: 'GET',
  integrationType: 'HTTP_PROXY',
  integrationUri: 'https://example.com',
  payloadFormatVersion: '1.0',
  requestParameters: { 'append:header.header1': '$context.requestId', 'remove:querystring.qs1': "''" },
  responseParameters: {
    '404': { 'append:header.error': '$stageVariables.e' },
    '500': { 'append:header.error': '$stageVariables.e' },
  },
  timeoutInMillis: 5000,
}
const queue = {
  connectionType: 'INTERNET',
  credentialsArn: ROLE,
  integrationSubtype: 'SQS-SendMessage',
  integrationType: 'AWS_PROXY',
  payloadFormatVersion: '1.0',
  requestParameters: { QueueUrl: '$request.header.queueUrl', MessageBody: '$request.body.message' },
}
const ws = { passthroughBehavior: 'WHEN_NO_MATCH', timeoutInMillis: 29_000 }
const byStatus = { integrationResponseSelectionExpression: '${integration.response.statuscode}' }

describe('create', () => {
  test.each<[string, 'http' | 'ws', object, object]>([
    [
      'MOCK',
      'ws',
      { connectionType: 'INTERNET', integrationType: 'MOCK', payloadFormatVersion: '1.0' },
      { ...ws, ...byStatus },
    ],
    [
      'the seed page’s AWS',
      'ws',
      seed,
      { ...ws, integrationResponseSelectionExpression: '${integration.response.body.errorMessage}' },
    ],
    ['WebSocket HTTP', 'ws', wsHttp, byStatus],
    ['HTTP with mappings', 'http', mapping, {}],
    ['an SQS subtype', 'http', queue, { timeoutInMillis: 30_000 }],
  ])('%s', async (_what, protocol, body, filled) => {
    const wire = testWire()
    const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
    const made = await wire.call('POST', `apis/${api}/integrations`, body)
    const integrationId = made.body?.['integrationId']
    expect(made).toEqual(answered(201, { ...body, ...filled, integrationId }))
  })

  test('HTTP VPC', async () => {
    const { call, create, httpApi } = testWire()
    const connectionId = await create('vpclinks', {
      name: 'l',
      securityGroupIds: [],
      subnetIds: ['subnet-0a1b'],
      tags: {},
    })
    const body = {
      connectionId,
      connectionType: 'VPC_LINK',
      integrationMethod: 'GET',
      integrationType: 'HTTP_PROXY',
      integrationUri:
        'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/net/lb/50dc6c495c0c9188/0467ef3c8400ae65',
      payloadFormatVersion: '1.0',
      tlsConfig: { serverNameToVerify: 'www.example.com' },
    }
    const made = await call('POST', `apis/${await httpApi()}/integrations`, body)
    const integrationId = made.body?.['integrationId']
    expect(made).toEqual(answered(201, { ...body, integrationId, timeoutInMillis: 30_000 }))
  })
})

describe('update', () => {
  test.each<[string, 'http' | 'ws', object, object, object]>([
    [
      'clear WS HTTP: content handling stays, for its removal is not on the wire',
      'ws',
      wsHttp,
      {
        integrationType: 'HTTP',
        passthroughBehavior: 'WHEN_NO_MATCH',
        requestParameters: { 'integration.request.querystring.stage': '' },
        requestTemplates: { 'application/xml': '#set($a=1)' },
        templateSelectionExpression: '',
      },
      {
        connectionType: 'INTERNET',
        contentHandlingStrategy: 'CONVERT_TO_TEXT',
        integrationMethod: 'GET',
        integrationType: 'HTTP',
        integrationUri: 'https://example.com',
        passthroughBehavior: 'WHEN_NO_MATCH',
        payloadFormatVersion: '1.0',
        requestTemplates: { 'application/xml': '#set($a=1)' },
        timeoutInMillis: 28_999,
        ...byStatus,
      },
    ],
    [
      'clear templates',
      'ws',
      { integrationType: 'MOCK', requestTemplates: { 'application/json': '{}' } },
      { integrationType: 'MOCK', requestTemplates: {} },
      { connectionType: 'INTERNET', integrationType: 'MOCK', payloadFormatVersion: '1.0', ...ws, ...byStatus },
    ],
    [
      'mapping change',
      'http',
      { ...mapping, description: 'd' },
      {
        description: '',
        integrationMethod: 'POST',
        integrationType: 'HTTP_PROXY',
        integrationUri: 'https://example.org/{p}',
        requestParameters: {
          'append:header.header1': '$context.accountId',
          'overwrite:header.h2': 'x',
          'remove:querystring.qs1': '',
        },
        responseParameters: { '404': {}, '500': { 'overwrite:header.error': '1' } },
        timeoutInMillis: 1000,
      },
      {
        connectionType: 'INTERNET',
        integrationMethod: 'POST',
        integrationType: 'HTTP_PROXY',
        integrationUri: 'https://example.org/{p}',
        payloadFormatVersion: '1.0',
        requestParameters: { 'append:header.header1': '$context.accountId', 'overwrite:header.h2': 'x' },
        responseParameters: { '500': { 'overwrite:header.error': '1' } },
        timeoutInMillis: 1000,
      },
    ],
    [
      'Lambda',
      'http',
      { credentialsArn: ROLE, integrationType: 'AWS_PROXY', integrationUri: LAMBDA_URI, payloadFormatVersion: '2.0' },
      { credentialsArn: '', integrationType: 'AWS_PROXY', payloadFormatVersion: '1.0' },
      {
        connectionType: 'INTERNET',
        integrationMethod: 'POST',
        integrationType: 'AWS_PROXY',
        integrationUri: LAMBDA_URI,
        payloadFormatVersion: '1.0',
        timeoutInMillis: 30_000,
      },
    ],
    [
      'SQS',
      'http',
      queue,
      {
        integrationSubtype: 'SQS-SendMessage',
        integrationType: 'AWS_PROXY',
        requestParameters: { MessageBody: '$request.body', QueueUrl: 'https://q2' },
      },
      {
        ...queue,
        requestParameters: { MessageBody: '$request.body', QueueUrl: 'https://q2' },
        timeoutInMillis: 30_000,
      },
    ],
    [
      'same-status edit: the new value is overwritten by the provider’s own removal marker',
      'http',
      { ...mapping, requestParameters: { 'append:header.a': 'b' } },
      {
        integrationType: 'HTTP_PROXY',
        requestParameters: { 'append:header.a': '' },
        responseParameters: { '500': {} },
      },
      {
        connectionType: 'INTERNET',
        integrationMethod: 'GET',
        integrationType: 'HTTP_PROXY',
        integrationUri: 'https://example.com',
        payloadFormatVersion: '1.0',
        responseParameters: { '404': { 'append:header.error': '$stageVariables.e' } },
        timeoutInMillis: 5000,
      },
    ],
    [
      'SQS description: what is not resent is kept',
      'http',
      queue,
      { description: 'b', integrationSubtype: 'SQS-SendMessage', integrationType: 'AWS_PROXY' },
      { ...queue, description: 'b', timeoutInMillis: 30_000 },
    ],
    [
      'SQS: a tombstone removes an optional parameter',
      'http',
      { ...queue, requestParameters: { ...queue.requestParameters, MessageGroupId: 'g' } },
      {
        integrationSubtype: 'SQS-SendMessage',
        integrationType: 'AWS_PROXY',
        requestParameters: { ...queue.requestParameters, MessageGroupId: '' },
      },
      { ...queue, timeoutInMillis: 30_000 },
    ],
  ])('%s', async (_what, protocol, given, changes, expected) => {
    const wire = testWire()
    const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
    const integrationId = await wire.create(`apis/${api}/integrations`, given)
    const path = `apis/${api}/integrations/${integrationId}`
    const patched = await wire.call('PATCH', path, changes)
    expect(patched).toEqual(answered(200, { ...expected, integrationId }))
    expect(await wire.call('GET', path)).toEqual(patched)
  })

  test.each<[string, object, string]>([
    ['without its subtype', { description: 'b' }, 'Invalid integration URI specified'],
    ['to another subtype', { integrationSubtype: 'SQS-PurgeQueue' }, 'IntegrationSubtype cannot be changed'],
    [
      'with a tombstone for a required parameter',
      { integrationSubtype: 'SQS-SendMessage', requestParameters: { QueueUrl: '' } },
      'Invalid selection expression specified: Validation Result: warnings : [], errors : [Mapping expression missing source or destination]',
    ],
  ])('of a service integration %s is refused', async (_what, changes, message) => {
    const { call, create, httpApi } = testWire()
    const api = await httpApi()
    const path = `apis/${api}/integrations/${await create(`apis/${api}/integrations`, queue)}`
    const before = await call('GET', path)
    expect(await call('PATCH', path, changes)).toEqual(badRequest(message))
    expect(await call('GET', path)).toEqual(before)
  })
})
