import { describe, expect, test } from 'vitest'
import { badRequest, notFound, testWire } from '../test-wire.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const authorizerUri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`
const jwt = {
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { audience: ['a'], issuer: 'https://issuer.test' },
  name: 'jwt',
}
const request = { authorizerType: 'REQUEST', authorizerUri, identitySource: [], name: 'request' }

/** Both kinds of API with one authorizer of each kind that they can have; `JWT` and `REQUEST` in bodies stand for them. */
async function authorizers(protocol: 'http' | 'ws') {
  const wire = testWire()
  const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
  const path = `apis/${api}/authorizers`
  const REQUEST = await wire.create(
    path,
    protocol === 'http' ? { ...request, authorizerPayloadFormatVersion: '2.0' } : request,
  )
  const JWT = protocol === 'http' ? await wire.create(path, jwt) : 'none'
  const known = new Map([
    ['JWT', JWT],
    ['REQUEST', REQUEST],
  ])
  const resolve = (body: Readonly<Record<string, unknown>>) => ({
    ...body,
    ...('authorizerId' in body && { authorizerId: known.get(String(body['authorizerId'])) ?? body['authorizerId'] }),
  })
  return { ...wire, api, routes: `apis/${api}/routes`, resolve }
}

const needs = (type: string, kind: string) =>
  `Invalid authorizer ID specified. Setting the authorization type to ${type} requires a valid ${kind} authorizer.`
const NO_TYPE = (deed: string) => `Unable to ${deed} route. Authorizer type is invalid or null.`
const CONNECT_ONLY = 'Currently, authorization is restricted to the $connect route only'

type Body = Readonly<Record<string, unknown>>

describe('authorization', () => {
  test.each<[string, 'http' | 'ws', Body]>([
    ['JWT with a JWT authorizer', 'http', { authorizationType: 'JWT', authorizerId: 'JWT' }],
    ['CUSTOM with a REQUEST authorizer', 'http', { authorizationType: 'CUSTOM', authorizerId: 'REQUEST' }],
    ['AWS_IAM', 'http', { authorizationType: 'AWS_IAM' }],
    [
      'CUSTOM on $connect',
      'ws',
      { authorizationType: 'CUSTOM', authorizerId: 'REQUEST', apiKeyRequired: true, routeKey: '$connect' },
    ],
    ['AWS_IAM on $connect', 'ws', { authorizationType: 'AWS_IAM', routeKey: '$connect' }],
    ['an API key on another route of a WebSocket API', 'ws', { apiKeyRequired: true, authorizationType: 'NONE' }],
    ['what Terraform sends of any route', 'ws', { apiKeyRequired: false, authorizationType: 'NONE' }],
  ])('may be %s', async (_what, protocol, given) => {
    const { call, routes, resolve } = await authorizers(protocol)
    const body = resolve({ routeKey: '$default', ...given })
    expect(await call('POST', routes, body)).toMatchObject({ status: 201, body })
  })

  test.each<[string, 'http' | 'ws', Body, string]>([
    ['JWT without an authorizer', 'http', { authorizationType: 'JWT' }, needs('JWT', 'JWT')],
    ['JWT with an unknown authorizer', 'http', { authorizationType: 'JWT', authorizerId: 'abc' }, needs('JWT', 'JWT')],
    [
      'JWT with a REQUEST authorizer',
      'http',
      { authorizationType: 'JWT', authorizerId: 'REQUEST' },
      needs('JWT', 'JWT'),
    ],
    [
      'CUSTOM without an authorizer',
      'ws',
      { authorizationType: 'CUSTOM', routeKey: '$connect' },
      needs('CUSTOM', 'REQUEST'),
    ],
    ['AWS_IAM on $default', 'ws', { authorizationType: 'AWS_IAM' }, CONNECT_ONLY],
    ['AWS_IAM on $disconnect', 'ws', { authorizationType: 'AWS_IAM', routeKey: '$disconnect' }, CONNECT_ONLY],
    [
      'CUSTOM on a route of messages',
      'ws',
      { authorizationType: 'CUSTOM', authorizerId: 'REQUEST', routeKey: 'a' },
      CONNECT_ONLY,
    ],
    [
      'CUSTOM with a JWT authorizer',
      'http',
      { authorizationType: 'CUSTOM', authorizerId: 'JWT' },
      needs('CUSTOM', 'REQUEST'),
    ],
    ['an authorizer without a type', 'http', { authorizerId: 'JWT' }, NO_TYPE('create')],
    ['an authorizer with AWS_IAM', 'http', { authorizationType: 'AWS_IAM', authorizerId: 'JWT' }, NO_TYPE('create')],
    [
      'JWT on a WebSocket API',
      'ws',
      { authorizationType: 'JWT' },
      'Authorization type JWT is only supported for HTTP APIs',
    ],
    [
      'scopes without JWT',
      'http',
      { authorizationScopes: ['a'], authorizationType: 'CUSTOM', authorizerId: 'REQUEST' },
      'AuthorizationScopes are only supported for routes with authorization type JWT',
    ],
    [
      'scopes without authorization',
      'http',
      { authorizationScopes: ['a'] },
      'AuthorizationScopes are only supported for routes with authorization type JWT',
    ],
    [
      'eleven scopes',
      'http',
      {
        authorizationScopes: Array.from({ length: 11 }, (_, n) => `s${n}`),
        authorizationType: 'JWT',
        authorizerId: 'JWT',
      },
      'Too many AuthorizationScopes specified. At most 10 are allowed',
    ],
    [
      'an empty scope',
      'http',
      { authorizationScopes: [''], authorizationType: 'JWT', authorizerId: 'JWT' },
      "1 validation error detected: Value '' at 'authorizationScopes' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'an unknown type',
      'http',
      { authorizationType: 'COGNITO' },
      "1 validation error detected: Value 'COGNITO' at 'authorizationType' failed to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM, CUSTOM, JWT]",
    ],
  ])('must not be %s', async (_what, protocol, given, message) => {
    const { call, routes, resolve } = await authorizers(protocol)
    expect(await call('POST', routes, resolve({ routeKey: '$default', ...given }))).toEqual(badRequest(message))
  })

  test.each<[string, Body, string]>([
    ['an authorizer without its type in the same call', { authorizerId: 'REQUEST' }, NO_TYPE('update')],
    ['an authorizer with NONE', { authorizationType: 'NONE', authorizerId: 'JWT' }, NO_TYPE('update')],
    [
      'the type alone to one that needs another authorizer',
      { authorizationType: 'CUSTOM' },
      needs('CUSTOM', 'REQUEST'),
    ],
    ['no authorizer any more', { authorizerId: '' }, needs('JWT', 'JWT')],
  ])('must not be changed to %s', async (_what, changes, message) => {
    const { call, create, routes, resolve } = await authorizers('http')
    const given = resolve({
      authorizationScopes: ['a'],
      authorizationType: 'JWT',
      authorizerId: 'JWT',
      routeKey: '$default',
    })
    const path = `${routes}/${await create(routes, given)}`
    const before = await call('GET', path)
    expect(await call('PATCH', path, resolve(changes))).toEqual(badRequest(message))
    expect(await call('GET', path)).toEqual(before)
  })
})

test('a route of a WebSocket API must not be changed to have authorization beside $connect', async () => {
  const { call, create, routes } = await authorizers('ws')
  const message = `${routes}/${await create(routes, { routeKey: 'a' })}`
  const connect = `${routes}/${await create(routes, { routeKey: '$connect', authorizationType: 'AWS_IAM' })}`
  expect(await call('PATCH', message, { authorizationType: 'AWS_IAM' })).toEqual(badRequest(CONNECT_ONLY))
  expect(await call('PATCH', connect, { routeKey: 'b' })).toEqual(badRequest(CONNECT_ONLY))
  expect(await call('PATCH', message, { authorizationType: 'NONE', apiKeyRequired: false })).toMatchObject({
    status: 200,
  })
  expect(await call('PATCH', connect, { authorizationType: 'NONE', routeKey: 'b' })).toMatchObject({ status: 200 })
})

describe('targets', () => {
  test.each<[string, ReturnType<typeof badRequest>]>([
    ['integrations/abcdefg', notFound('Invalid Integration identifier specified abcdefg')],
    ['abcdefg', badRequest('Invalid target specified: abcdefg. Must be integrations/{integrationId}')],
    ['integrations/', badRequest('Invalid target specified: integrations/. Must be integrations/{integrationId}')],
    [
      'integrations/../x',
      badRequest('Invalid target specified: integrations/../x. Must be integrations/{integrationId}'),
    ],
  ])('%s', async (target, refusal) => {
    const { call, create, httpApi } = testWire()
    const routes = `apis/${await httpApi()}/routes`
    expect(await call('POST', routes, { routeKey: '$default', target })).toEqual(refusal)
    const id = await create(routes, { routeKey: '$default' })
    expect(await call('PATCH', `${routes}/${id}`, { target })).toEqual(refusal)
  })

  test('are of the same API', async () => {
    const { call, create, webSocketApi } = testWire()
    const [one, other] = [await webSocketApi(), await webSocketApi()]
    const id = await create(`apis/${other}/integrations`, { integrationType: 'MOCK' })
    expect(await call('POST', `apis/${one}/routes`, { routeKey: 'a', target: `integrations/${id}` })).toEqual(
      notFound(`Invalid Integration identifier specified ${id}`),
    )
  })
})

describe('members of WebSocket routes', () => {
  test.each<[string, Body, string]>([
    [
      'modelSelectionExpression',
      { modelSelectionExpression: 'a' },
      'ModelSelectionExpression is only supported for routes of WEBSOCKET APIs',
    ],
    ['requestModels', { requestModels: { a: 'b' } }, 'RequestModels is only supported for routes of WEBSOCKET APIs'],
    [
      'requestParameters',
      { requestParameters: { 'route.request.header.a': {} } },
      'RequestParameters is only supported for routes of WEBSOCKET APIs',
    ],
    [
      'routeResponseSelectionExpression',
      { routeResponseSelectionExpression: '$default' },
      'RouteResponseSelectionExpression is only supported for routes of WEBSOCKET APIs',
    ],
    ['API keys', { apiKeyRequired: true }, 'API keys are only supported for WEBSOCKET APIs'],
  ])('%s are not for HTTP APIs', async (_what, given, message) => {
    const { call, httpApi } = testWire()
    expect(await call('POST', `apis/${await httpApi()}/routes`, { routeKey: '$default', ...given })).toEqual(
      badRequest(message),
    )
  })

  test.each<[string, Body, string]>([
    [
      'an unknown model',
      { requestModels: { a: 'Other' } },
      'Invalid model specified: Other. No model of this API has that name',
    ],
    [
      'parameters beside $connect',
      { requestParameters: { 'route.request.header.a': {} }, routeKey: 'a' },
      'RequestParameters are only supported for the $connect route',
    ],
    [
      'a parameter that is none',
      { requestParameters: { 'request.header.a': {} }, routeKey: '$connect' },
      'Invalid request parameter specified: request.header.a. Must be route.request.{header|querystring}.{name}',
    ],
    [
      'a parameter with a bad name',
      { requestParameters: { 'route.request.header.a b': {} }, routeKey: '$connect' },
      'Invalid request parameter specified: route.request.header.a b. Must be route.request.{header|querystring}.{name}',
    ],
    [
      'a model selection that is none',
      { modelSelectionExpression: '${request.body' },
      'Invalid model selection expression specified: ${request.body',
    ],
    [
      'another route response selection',
      { routeResponseSelectionExpression: '$request.body.a' },
      'Invalid route response selection expression specified: $request.body.a. Must be $default',
    ],
    [
      'a parameter that is a flag',
      { requestParameters: { 'route.request.header.a': true }, routeKey: '$connect' },
      "Invalid request input: 'requestParameters.route.request.header.a' must be an object",
    ],
  ])('must not have %s', async (_what, given, message) => {
    const { call, webSocketApi } = testWire()
    const body = { routeKey: '$default', ...given }
    expect(await call('POST', `apis/${await webSocketApi()}/routes`, body)).toEqual(badRequest(message))
  })

  test('may have their response selection escaped', async () => {
    const { call, webSocketApi } = testWire()
    const body = { routeKey: '$default', routeResponseSelectionExpression: '\\$default' }
    expect(await call('POST', `apis/${await webSocketApi()}/routes`, body)).toMatchObject({ status: 201, body })
  })

  test('must not leave $connect while they have parameters', async () => {
    const { call, create, webSocketApi } = testWire()
    const routes = `apis/${await webSocketApi()}/routes`
    const id = await create(routes, { requestParameters: { 'route.request.header.a': {} }, routeKey: '$connect' })
    expect(await call('PATCH', `${routes}/${id}`, { routeKey: 'a' })).toEqual(
      badRequest('RequestParameters are only supported for the $connect route'),
    )
  })
})
