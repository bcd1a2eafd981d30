import { describe, expect, test } from 'vitest'
import { answered, testWire } from './test-wire.ts'

/**
 * What Terraform 1.11.4 with hashicorp/aws 5.100.0 was seen to send for resources other than integrations, in the order
 * of its calls (spec control-plane.md 4, 6). Integrations: integrations/terraform-integration.test.ts.
 */

const selections = {
  apiKeySelectionExpression: '$request.header.x-api-key',
  routeSelectionExpression: '$request.method $request.path',
}

test('aws_apigatewayv2_api: CORS taken away, tags and description changed in one apply', async () => {
  const { call } = testWire()
  const cors = {
    allowCredentials: false,
    allowHeaders: [],
    allowMethods: ['put'],
    allowOrigins: ['https://www.example.com'],
    exposeHeaders: [],
    maxAge: 0,
  }
  const body = {
    ...selections,
    corsConfiguration: cors,
    description: 'd',
    name: 'n',
    protocolType: 'HTTP',
    tags: { a: '1', b: '2' },
  }
  const made = await call('POST', 'apis', body)
  expect(made).toMatchObject({ status: 201, body })
  const id = String(made.body?.['apiId'])
  const tags = `tags/${encodeURIComponent(`arn:aws:apigateway:eu-west-1::/apis/${id}`)}`
  expect((await call('DELETE', `${tags}?tagKeys=a`)).status).toBe(204)
  expect(await call('POST', tags, { tags: { b: '3' } })).toEqual(answered(201, {}))
  expect((await call('DELETE', `apis/${id}/cors`)).status).toBe(204)
  expect((await call('PATCH', `apis/${id}`, { corsConfiguration: {}, description: '' })).status).toBe(200)
  const { corsConfiguration: _, description: __, ...kept } = body
  expect(await call('GET', `apis/${id}`)).toEqual(
    answered(200, {
      ...kept,
      apiEndpoint: made.body?.['apiEndpoint'],
      apiId: id,
      createdDate: '2026-11-24T10:00:00Z',
      disableExecuteApiEndpoint: false,
      ipAddressType: 'ipv4',
      tags: { b: '3' },
    }),
  )
  expect((await call('DELETE', `apis/${id}`)).status).toBe(204)
})

test('aws_apigatewayv2_api with a quick create', async () => {
  const { call } = testWire()
  const made = await call('POST', 'apis', {
    ...selections,
    credentialsArn: 'arn:aws:iam::123456789012:role/r',
    name: 'q',
    protocolType: 'HTTP',
    routeKey: 'GET /q',
    target: 'arn:aws:lambda:us-east-1:123456789012:function:f',
  })
  expect(made).toMatchObject({ status: 201, body: { ...selections, name: 'q' } })
})

describe('aws_apigatewayv2_stage', () => {
  test('of an HTTP API', async () => {
    const { call, create, httpApi } = testWire()
    const api = await httpApi()
    await create(`apis/${api}/routes`, { apiKeyRequired: false, authorizationType: 'NONE', routeKey: 'GET /x/{p}' })
    const limits = { detailedMetricsEnabled: false, throttlingBurstLimit: 3, throttlingRateLimit: 3 }
    const body = {
      accessLogSettings: {
        destinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g',
        format: '$context.identity.sourceIp $context.requestId',
      },
      autoDeploy: true,
      description: 'sd',
      routeSettings: { 'GET /x/{p}': limits },
      stageName: '$default',
      tags: { a: 'b' },
    }
    const made = await call('POST', `apis/${api}/stages`, body)
    expect(made).toMatchObject({ status: 201, body })
    expect((await call('GET', `apis/${api}`)).status).toBe(200)
    const path = `apis/${api}/stages/%24default`
    expect(await call('DELETE', `${path}/routesettings/GET%20%2Fx%2F%7Bp%7D`)).toEqual(answered(204))
    // What it deletes a second time it tolerates as a 404.
    expect((await call('DELETE', `${path}/routesettings/GET%20%2Fx%2F%7Bp%7D`)).status).toBe(404)
    const changes = { accessLogSettings: {}, autoDeploy: false, description: '', routeSettings: {} }
    expect((await call('PATCH', path, changes)).status).toBe(200)
    const { accessLogSettings: _, autoDeploy: __, description: ___, ...kept } = body
    expect((await call('GET', path)).body).toEqual({
      ...kept,
      createdDate: '2026-11-24T10:00:00Z',
      defaultRouteSettings: { detailedMetricsEnabled: false },
      deploymentId: made.body?.['deploymentId'],
      lastUpdatedDate: '2026-11-24T10:00:00Z',
      routeSettings: {},
      stageVariables: {},
    })
  })

  test('of a WebSocket API, with variables of which unchanged ones are not sent again', async () => {
    const { call, create, webSocketApi } = testWire()
    const api = await webSocketApi()
    await create(`apis/${api}/routes`, { apiKeyRequired: false, authorizationType: 'NONE', routeKey: '$default' })
    const deploymentId = await create(`apis/${api}/deployments`, { description: 'x' })
    const settings = {
      dataTraceEnabled: true,
      detailedMetricsEnabled: true,
      loggingLevel: 'ERROR',
      throttlingBurstLimit: 1,
      throttlingRateLimit: 1,
    }
    const body = {
      autoDeploy: false,
      defaultRouteSettings: settings,
      deploymentId,
      routeSettings: { $default: settings },
      stageName: 'p',
      stageVariables: { gone: '1', kept: '2' },
      tags: {},
    }
    const made = await call('POST', `apis/${api}/stages`, body)
    expect(made.status).toBe(201)
    await call('DELETE', `apis/${api}/stages/p/routesettings/%24default`)
    const patched = await call('PATCH', `apis/${api}/stages/p`, {
      defaultRouteSettings: {
        dataTraceEnabled: false,
        detailedMetricsEnabled: false,
        loggingLevel: 'ERROR',
        throttlingBurstLimit: 0,
        throttlingRateLimit: 0,
      },
      routeSettings: {},
      stageVariables: { added: '3', gone: '' },
    })
    expect(patched.body).toMatchObject({
      defaultRouteSettings: { loggingLevel: 'ERROR', throttlingBurstLimit: 0, throttlingRateLimit: 0 },
      deploymentId,
      routeSettings: {},
      stageVariables: { added: '3', kept: '2' },
    })
    expect(Object.keys(patched.body?.['stageVariables'] as object)).toHaveLength(2)
  })
})

test('aws_apigatewayv2_authorizer: both kinds, with the bodies of an HTTP and of a WebSocket API', async () => {
  const { call, httpApi, webSocketApi } = testWire()
  const authorizerUri =
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations'
  const [http, ws] = [await httpApi(), await webSocketApi()]
  for (const [api, body] of [
    [
      http,
      {
        authorizerType: 'JWT',
        identitySource: ['$request.header.Authorization'],
        jwtConfiguration: { audience: ['t'], issuer: 'https://i.test' },
        name: 'j',
      },
    ],
    // With identity sources and no TTL of its own, the provider sends 300.
    [
      http,
      {
        authorizerPayloadFormatVersion: '2.0',
        authorizerResultTtlInSeconds: 300,
        authorizerType: 'REQUEST',
        authorizerUri,
        identitySource: ['$request.header.A'],
        name: 'r',
      },
    ],
    [ws, { authorizerType: 'REQUEST', authorizerUri, identitySource: ['route.request.header.Auth'], name: 'r' }],
  ] as const) {
    const made = await call('POST', `apis/${api}/authorizers`, body)
    expect(made).toEqual(answered(201, { ...body, authorizerId: made.body?.['authorizerId'] }))
  }
})

test('destroy: what is a target goes last, and each call is answered as the provider expects', async () => {
  const { call, create, webSocketApi } = testWire()
  const api = await webSocketApi()
  const path = `apis/${api}`
  const model = await create(`${path}/models`, { contentType: 'application/json', name: 'M', schema: '{}' })
  const integration = await create(`${path}/integrations`, {
    connectionType: 'INTERNET',
    integrationType: 'MOCK',
    payloadFormatVersion: '1.0',
  })
  const response = await create(`${path}/integrations/${integration}/integrationresponses`, {
    integrationResponseKey: '/200/',
  })
  const route = await create(`${path}/routes`, {
    apiKeyRequired: false,
    authorizationType: 'NONE',
    requestModels: { 'application/json': 'M' },
    routeKey: '$default',
    target: `integrations/${integration}`,
  })
  const routeResponse = await create(`${path}/routes/${route}/routeresponses`, { routeResponseKey: '$default' })
  const deployment = await create(`${path}/deployments`, {})
  await create(`${path}/stages`, { autoDeploy: false, deploymentId: deployment, stageName: 's' })
  const parallel = [
    `${path}/integrations/${integration}/integrationresponses/${response}`,
    `${path}/routes/${route}/routeresponses/${routeResponse}`,
    `${path}/stages/s`,
  ]
  const gone = await Promise.all(parallel.map((one) => call('DELETE', one)))
  expect(gone).toEqual(parallel.map(() => answered(204)))
  for (const one of [
    `${path}/routes/${route}`,
    `${path}/integrations/${integration}`,
    `${path}/deployments/${deployment}`,
    `${path}/models/${model}`,
    path,
  ]) {
    expect(await call('DELETE', one)).toEqual(answered(204))
  }
})
