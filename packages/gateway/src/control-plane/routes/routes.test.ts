import { CreateRouteCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, notFound, type TestWire, testWire } from '../test-wire.ts'

const plain = { apiKeyRequired: false, authorizationType: 'NONE' }
const jwt = {
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { audience: ['a'], issuer: 'https://issuer.test' },
  name: 'jwt',
}

/** An HTTP API with an integration and a JWT authorizer. */
async function httpParts(wire: TestWire) {
  const api = await wire.httpApi()
  const integration = await wire.create(`apis/${api}/integrations`, {
    integrationMethod: 'GET',
    integrationType: 'HTTP_PROXY',
    integrationUri: 'https://a.test',
    payloadFormatVersion: '1.0',
  })
  const authorizer = await wire.create(`apis/${api}/authorizers`, jwt)
  return { api, target: `integrations/${integration}`, authorizer, routes: `apis/${api}/routes` }
}

/** A WebSocket API with two models. */
async function webSocketParts(wire: TestWire) {
  const api = await wire.webSocketApi()
  for (const name of ['One', 'Two']) await wire.create(`apis/${api}/models`, { name, schema: '{}' })
  return { api, routes: `apis/${api}/routes` }
}

describe('CreateRoute', () => {
  test('with a key alone has API key and authorization filled in', async () => {
    const { call, httpApi } = testWire()
    const routes = `apis/${await httpApi()}/routes`
    const made = await call('POST', routes, { routeKey: 'GET /x' })
    const routeId = String(made.body?.['routeId'])
    expect(routeId).toMatch(/^[a-z0-9]{7}$/)
    expect(made).toEqual(answered(201, { ...plain, routeId, routeKey: 'GET /x' }))
    expect(await call('GET', `${routes}/${routeId}`)).toEqual({ ...made, status: 200 })
  })

  test('as Terraform sends it, with a JWT authorizer', async () => {
    const wire = testWire()
    const { routes, target, authorizer } = await httpParts(wire)
    const body = {
      apiKeyRequired: false,
      authorizationScopes: ['s1'],
      authorizationType: 'JWT',
      authorizerId: authorizer,
      operationName: 'op',
      routeKey: 'GET /x/{p}',
      target,
    }
    const made = await wire.call('POST', routes, body)
    expect(made).toEqual(answered(201, { ...body, routeId: made.body?.['routeId'] }))
  })

  test('keeps every attribute of a WebSocket route', async () => {
    const wire = testWire()
    const { routes } = await webSocketParts(wire)
    const body = {
      apiKeyRequired: true,
      authorizationType: 'AWS_IAM',
      modelSelectionExpression: '$request.body.type',
      operationName: 'connect',
      requestModels: { 'application/json': 'One', $default: 'Two' },
      requestParameters: {
        'route.request.header.a': { required: true },
        'route.request.querystring.b': { required: false },
        'route.request.multivalueheader.c': {},
      },
      routeKey: '$connect',
      routeResponseSelectionExpression: '$default',
    }
    const made = await wire.call('POST', routes, body)
    expect(made).toEqual(answered(201, { ...body, routeId: made.body?.['routeId'] }))
  })

  test('drops what is empty', async () => {
    const { call, webSocketApi } = testWire()
    const body = {
      authorizationScopes: [],
      authorizerId: '',
      modelSelectionExpression: '',
      operationName: '',
      requestModels: {},
      requestParameters: {},
      routeKey: 'a',
      routeResponseSelectionExpression: '',
      target: '',
    }
    const made = await call('POST', `apis/${await webSocketApi()}/routes`, body)
    expect(made).toEqual(answered(201, { ...plain, routeId: made.body?.['routeId'], routeKey: 'a' }))
  })
})

const secured = {
  authorizationScopes: ['s1', 's2'],
  authorizationType: 'JWT',
  operationName: 'op',
  routeKey: 'GET /x',
}

describe('UpdateRoute of an HTTP API (spec control-plane.md 3.2)', () => {
  test.each<[string, object, object]>([
    ['keeps what is absent', {}, {}],
    [
      "clears operation name and target by ''",
      { operationName: '', target: '' },
      { operationName: undefined, target: undefined },
    ],
    ['replaces scopes', { authorizationScopes: ['s3'] }, { authorizationScopes: ['s3'] }],
    ['clears scopes by []', { authorizationScopes: [] }, { authorizationScopes: undefined }],
    ['moves the key', { routeKey: 'POST /y/{z+}' }, { routeKey: 'POST /y/{z+}' }],
    [
      'turns authorization off as Terraform does',
      { authorizationScopes: [], authorizationType: 'NONE', authorizerId: '' },
      { authorizationScopes: undefined, authorizationType: 'NONE', authorizerId: undefined },
    ],
    [
      'drops authorizer and scopes with NONE alone',
      { authorizationType: 'NONE' },
      { authorizationScopes: undefined, authorizationType: 'NONE', authorizerId: undefined },
    ],
    [
      'drops authorizer and scopes with AWS_IAM alone',
      { authorizationType: 'AWS_IAM' },
      { authorizationScopes: undefined, authorizationType: 'AWS_IAM', authorizerId: undefined },
    ],
  ])('%s', async (_what, changes, differences) => {
    const wire = testWire()
    const { routes, target, authorizer } = await httpParts(wire)
    const given = { ...secured, authorizerId: authorizer, target }
    const path = `${routes}/${await wire.create(routes, given)}`
    const before = await wire.call('GET', path)
    const patched = await wire.call('PATCH', path, changes)
    expect(patched).toEqual(answered(200, { ...before.body, ...differences }))
    expect(await wire.call('GET', path)).toEqual(patched)
  })

  test('turns authorization on, with the authorizer and its type in one call', async () => {
    const wire = testWire()
    const { routes, authorizer } = await httpParts(wire)
    const routeId = await wire.create(routes, { routeKey: 'GET /x' })
    const changes = { authorizationScopes: ['a'], authorizationType: 'JWT', authorizerId: authorizer }
    expect(await wire.call('PATCH', `${routes}/${routeId}`, changes)).toEqual(
      answered(200, { apiKeyRequired: false, ...changes, routeId, routeKey: 'GET /x' }),
    )
  })
})

const whole = {
  apiKeyRequired: true,
  modelSelectionExpression: '$request.body.type',
  requestModels: { a: 'One', b: 'Two' },
  requestParameters: { 'route.request.header.a': { required: true } },
  routeKey: '$connect',
  routeResponseSelectionExpression: '$default',
}

describe('UpdateRoute of a WebSocket API (spec control-plane.md 3.2)', () => {
  test.each<[string, object, object]>([
    [
      "clears selection expressions by ''",
      { modelSelectionExpression: '', routeResponseSelectionExpression: '' },
      { modelSelectionExpression: undefined, routeResponseSelectionExpression: undefined },
    ],
    ['sets flags', { apiKeyRequired: false }, { apiKeyRequired: false }],
    [
      'merges models by content type',
      { requestModels: { a: '', c: 'Two' } },
      { requestModels: { b: 'Two', c: 'Two' } },
    ],
    ['clears models by {}', { requestModels: {} }, { requestModels: undefined }],
    ['clears models with the last', { requestModels: { a: '', b: '' } }, { requestModels: undefined }],
    [
      'merges parameters',
      { requestParameters: { 'route.request.header.a': { required: false }, 'route.request.querystring.b': {} } },
      { requestParameters: { 'route.request.header.a': { required: false }, 'route.request.querystring.b': {} } },
    ],
    ['leaves parameters alone by {}', { requestParameters: {} }, {}],
  ])('%s', async (_what, changes, differences) => {
    const wire = testWire()
    const { routes } = await webSocketParts(wire)
    const path = `${routes}/${await wire.create(routes, whole)}`
    const before = await wire.call('GET', path)
    const patched = await wire.call('PATCH', path, changes)
    expect(patched).toEqual(answered(200, { ...before.body, ...differences }))
    expect(await wire.call('GET', path)).toEqual(patched)
  })
})

test('DeleteRouteRequestParameter removes one, and the map with the last', async () => {
  const wire = testWire()
  const { routes } = await webSocketParts(wire)
  const parameters = { 'route.request.header.a': { required: true }, 'route.request.querystring.b': {} }
  const path = `${routes}/${await wire.create(routes, { routeKey: '$connect', requestParameters: parameters })}`
  const remove = (key: string) => wire.call('DELETE', `${path}/requestparameters/${encodeURIComponent(key)}`)
  expect(await remove('route.request.header.a')).toEqual(answered(204))
  expect((await wire.call('GET', path)).body).toMatchObject({
    requestParameters: { 'route.request.querystring.b': {} },
  })
  for (const key of ['route.request.header.a', '__proto__', 'constructor']) {
    expect(await remove(key)).toEqual(notFound(`Invalid RequestParameter identifier specified ${key}`))
  }
  expect(await remove('route.request.querystring.b')).toEqual(answered(204))
  expect((await wire.call('GET', path)).body).not.toHaveProperty('requestParameters')
})

test('DeleteRoute removes its responses with it', async () => {
  const wire = testWire()
  const { api, routes } = await webSocketParts(wire)
  const id = await wire.create(routes, { routeKey: 'a' })
  const other = await wire.create(routes, { routeKey: 'b' })
  for (const route of [id, other])
    await wire.create(`${routes}/${route}/routeresponses`, { routeResponseKey: '$default' })
  expect(await wire.call('DELETE', `${routes}/${id}`)).toEqual(answered(204))
  for (const method of ['GET', 'DELETE']) {
    expect(await wire.call(method, `${routes}/${id}`)).toEqual(notFound(`Invalid Route identifier specified ${id}`))
  }
  const left = [...((await wire.plane.apis.get(api))?.routeresponses.keys() ?? [])]
  expect(left.map((key) => key.slice(0, key.indexOf('/')))).toEqual([other])
})

test('the SDK makes and lists', async () => {
  const { client, httpApi } = testWire()
  const ApiId = await httpApi()
  const made = withoutMetadata(await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /{a}' })))
  expect(made).toEqual({
    ApiKeyRequired: false,
    AuthorizationType: 'NONE',
    RouteId: made.RouteId,
    RouteKey: 'GET /{a}',
  })
  expect((await client.send(new GetRoutesCommand({ ApiId }))).Items).toEqual([made])
})
