import {
  CreateIntegrationCommand,
  GetIntegrationCommand,
  GetIntegrationsCommand,
  UpdateIntegrationCommand,
} from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, conflict, notFound, testWire } from '../test-wire.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const INVOCATION = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`
const LISTENER =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/my-lb/50dc6c495c0c9188/0467ef3c8400ae65'
const ROLE = 'arn:aws:iam::123456789012:role/r'
const LINK = { name: 'l', subnetIds: ['subnet-1a'] }

type Protocol = 'http' | 'ws'

const httpFilled = { connectionType: 'INTERNET', payloadFormatVersion: '1.0', timeoutInMillis: 30_000 }
const wsFilled = {
  connectionType: 'INTERNET',
  passthroughBehavior: 'WHEN_NO_MATCH',
  payloadFormatVersion: '1.0',
  timeoutInMillis: 29_000,
}
const byStatus = { integrationResponseSelectionExpression: '${integration.response.statuscode}' }
const byError = { integrationResponseSelectionExpression: '${integration.response.body.errorMessage}' }
const queue = { QueueUrl: '$request.header.q', MessageBody: '$request.body.m' }

/** The columns of spec control-plane.md 5.2, each with as little as it can be made with: protocol, given, filled in. */
const columns: [column: string, protocol: Protocol, given: object, filled: object][] = [
  [
    'HP',
    'http',
    {
      integrationType: 'HTTP_PROXY',
      integrationMethod: 'ANY',
      integrationUri: 'https://a.test/{proxy}',
      payloadFormatVersion: '1.0',
    },
    httpFilled,
  ],
  [
    'HL',
    'http',
    { integrationType: 'AWS_PROXY', integrationUri: FUNCTION, payloadFormatVersion: '2.0' },
    { ...httpFilled, integrationMethod: 'POST', payloadFormatVersion: '2.0' },
  ],
  [
    'HL by invocation ARN',
    'http',
    { integrationType: 'AWS_PROXY', integrationUri: INVOCATION, payloadFormatVersion: '1.0' },
    { ...httpFilled, integrationMethod: 'POST' },
  ],
  [
    'HS',
    'http',
    {
      credentialsArn: ROLE,
      integrationSubtype: 'SQS-SendMessage',
      integrationType: 'AWS_PROXY',
      payloadFormatVersion: '1.0',
      requestParameters: queue,
    },
    httpFilled,
  ],
  ['WM', 'ws', { integrationType: 'MOCK' }, { ...wsFilled, ...byStatus }],
  [
    'WH',
    'ws',
    { integrationType: 'HTTP', integrationMethod: 'POST', integrationUri: 'https://a.test' },
    { ...wsFilled, ...byStatus },
  ],
  [
    'WP',
    'ws',
    { integrationType: 'HTTP_PROXY', integrationMethod: 'GET', integrationUri: 'http://a.test/x?y=z' },
    wsFilled,
  ],
  [
    'WA of a function',
    'ws',
    { integrationType: 'AWS', integrationUri: INVOCATION },
    { ...wsFilled, ...byError, integrationMethod: 'POST' },
  ],
  [
    'WA of another service',
    'ws',
    {
      integrationType: 'AWS',
      integrationUri: 'arn:aws:apigateway:eu-west-1:sqs:path/123456789012/q',
      credentialsArn: ROLE,
    },
    { ...wsFilled, ...byError, integrationMethod: 'POST' },
  ],
  ['WL', 'ws', { integrationType: 'AWS_PROXY', integrationUri: FUNCTION }, { ...wsFilled, integrationMethod: 'POST' }],
]

describe('CreateIntegration', () => {
  test.each(columns)('%s: is answered, and read, with what AWS fills in', async (_column, protocol, given, filled) => {
    const wire = testWire()
    const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
    const made = await wire.call('POST', `apis/${api}/integrations`, given)
    const integrationId = String(made.body?.['integrationId'])
    expect(integrationId).toMatch(/^[a-z0-9]{7}$/)
    expect(made).toEqual(answered(201, { ...given, ...filled, integrationId }))
    expect(await wire.call('GET', `apis/${api}/integrations/${integrationId}`)).toEqual({ ...made, status: 200 })
  })

  test('HV: a private integration of an HTTP API keeps link and TLS settings', async () => {
    const { call, create, httpApi } = testWire()
    const api = await httpApi()
    const given = {
      connectionId: await create('vpclinks', LINK),
      connectionType: 'VPC_LINK',
      integrationMethod: 'GET',
      integrationType: 'HTTP_PROXY',
      integrationUri: LISTENER,
      payloadFormatVersion: '1.0',
      tlsConfig: { serverNameToVerify: 'www.example.com' },
    }
    const made = await call('POST', `apis/${api}/integrations`, given)
    expect(made).toEqual(
      answered(201, { ...given, integrationId: made.body?.['integrationId'], timeoutInMillis: 30_000 }),
    )
  })

  test.each(['HTTP', 'HTTP_PROXY'])(
    'a private %s integration of a WebSocket API has a URL',
    async (integrationType) => {
      const { call, create, webSocketApi } = testWire()
      const api = await webSocketApi()
      const given = {
        connectionId: await create('vpclinks', LINK),
        connectionType: 'VPC_LINK',
        integrationMethod: 'GET',
        integrationType,
        integrationUri: 'https://a.test',
        tlsConfig: { serverNameToVerify: 'a.test' },
      }
      const made = await call('POST', `apis/${api}/integrations`, given)
      expect(made.body).toEqual({
        ...wsFilled,
        ...(integrationType === 'HTTP' ? byStatus : {}),
        ...given,
        integrationId: made.body?.['integrationId'],
      })
    },
  )

  test('keeps every attribute of a WebSocket integration, and empty templates', async () => {
    const { call, webSocketApi } = testWire()
    const api = await webSocketApi()
    const given = {
      connectionType: 'INTERNET',
      contentHandlingStrategy: 'CONVERT_TO_BINARY',
      credentialsArn: 'arn:aws:iam::*:user/*',
      description: 'd',
      integrationMethod: 'PUT',
      integrationType: 'HTTP',
      integrationUri: 'https://${stageVariables.host}:8080/${stageVariables.path}',
      passthroughBehavior: 'NEVER',
      payloadFormatVersion: '1.0',
      requestParameters: {
        'integration.request.header.a': "'static'",
        'integration.request.querystring.b': 'route.request.querystring.b',
        'integration.request.path.c': 'route.request.body.c',
        'integration.request.header.d': 'context.connectionId',
        'integration.request.header.e': 'stageVariables.e',
        'integration.request.header.f': 'method.request.multivalueheader.f',
        'integration.request.header.g': 'route.request.body',
      },
      requestTemplates: { 'application/json': '', 'text/plain': '#set($a = 1)' },
      templateSelectionExpression: '${request.body.name}',
      timeoutInMillis: 50,
    }
    const made = await call('POST', `apis/${api}/integrations`, given)
    expect(made.body).toEqual({ ...byStatus, ...given, integrationId: made.body?.['integrationId'] })
  })

  test.each<[string, Protocol, object, object]>([
    [
      'TLS settings of an INTERNET connection',
      'http',
      { integrationType: 'AWS_PROXY', integrationUri: FUNCTION, payloadFormatVersion: '2.0' },
      { tlsConfig: { serverNameToVerify: 'a.test' } },
    ],
    [
      'passthrough behaviour on an HTTP API',
      'http',
      { integrationType: 'AWS_PROXY', integrationUri: FUNCTION, payloadFormatVersion: '2.0' },
      { passthroughBehavior: 'WHEN_NO_MATCH' },
    ],
    ['TLS settings of a mock', 'ws', { integrationType: 'MOCK' }, { tlsConfig: { serverNameToVerify: 'a.test' } }],
    ['a method of a mock', 'ws', { integrationType: 'MOCK' }, { integrationMethod: 'POST' }],
    ['a link where the connection is INTERNET', 'ws', { integrationType: 'MOCK' }, { connectionId: 'abc123' }],
    [
      'empty texts, maps and blocks',
      'ws',
      { integrationType: 'MOCK' },
      {
        connectionId: '',
        credentialsArn: '',
        description: '',
        requestParameters: {},
        requestTemplates: {},
        responseParameters: {},
        templateSelectionExpression: '',
        tlsConfig: {},
      },
    ],
  ])('accepts and drops %s', async (_case, protocol, given, dropped) => {
    const wire = testWire()
    const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
    const plain = await wire.call('POST', `apis/${api}/integrations`, given)
    const made = await wire.call('POST', `apis/${api}/integrations`, { ...given, ...dropped })
    expect(made).toEqual(answered(201, { ...plain.body, integrationId: made.body?.['integrationId'] }))
  })
})

describe('DeleteIntegration', () => {
  test('removes its responses with it', async () => {
    const { call, create, webSocketApi, plane } = testWire()
    const api = await webSocketApi()
    const id = await create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
    const other = await create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
    await create(`apis/${api}/integrations/${id}/integrationresponses`, { integrationResponseKey: '/200/' })
    await create(`apis/${api}/integrations/${other}/integrationresponses`, { integrationResponseKey: '/200/' })
    expect(await call('DELETE', `apis/${api}/integrations/${id}`)).toEqual(answered(204))
    expect(await call('GET', `apis/${api}/integrations/${id}`)).toEqual(
      notFound(`Invalid Integration identifier specified ${id}`),
    )
    const left = [...((await plane.apis.get(api))?.integrationresponses.keys() ?? [])]
    expect(left.map((key) => key.slice(0, key.indexOf('/')))).toEqual([other])
  })

  test('is refused while routes lead to it, which are named in order', async () => {
    const { call, create, webSocketApi } = testWire()
    const api = await webSocketApi()
    const id = await create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
    const routes: string[] = []
    for (const routeKey of ['$default', 'a', 'b']) {
      routes.push(await create(`apis/${api}/routes`, { routeKey, target: `integrations/${id}` }))
    }
    const message = (ids: string[]) =>
      `Cannot delete Integration because it is referenced by the following Routes with Ids: [${ids.sort().join(', ')}]`
    expect(await call('DELETE', `apis/${api}/integrations/${id}`)).toEqual(conflict(message(routes)))
    await call('DELETE', `apis/${api}/routes/${routes.pop()}`)
    await call('PATCH', `apis/${api}/routes/${routes.pop()}`, { target: '' })
    expect(await call('DELETE', `apis/${api}/integrations/${id}`)).toEqual(conflict(message(routes)))
    await call('DELETE', `apis/${api}/routes/${routes.pop()}`)
    expect(await call('DELETE', `apis/${api}/integrations/${id}`)).toEqual(answered(204))
  })
})

test('the SDK makes, updates, reads and lists', async () => {
  const { client, webSocketApi } = testWire()
  const ApiId = await webSocketApi()
  const made = withoutMetadata(await client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: 'MOCK' })))
  expect(made).toEqual({
    ConnectionType: 'INTERNET',
    IntegrationId: made.IntegrationId,
    IntegrationResponseSelectionExpression: '${integration.response.statuscode}',
    IntegrationType: 'MOCK',
    PassthroughBehavior: 'WHEN_NO_MATCH',
    PayloadFormatVersion: '1.0',
    TimeoutInMillis: 29_000,
  })
  const IntegrationId = String(made.IntegrationId)
  const changes = { Description: 'd', RequestTemplates: { 'application/json': '{}' } }
  const updated = withoutMetadata(await client.send(new UpdateIntegrationCommand({ ApiId, IntegrationId, ...changes })))
  expect(updated).toEqual({ ...made, ...changes })
  expect(withoutMetadata(await client.send(new GetIntegrationCommand({ ApiId, IntegrationId })))).toEqual(updated)
  expect((await client.send(new GetIntegrationsCommand({ ApiId }))).Items).toEqual([updated])
})
