import { CreateRouteResponseCommand, GetRouteResponsesCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, badRequest, conflict, notFound, testWire } from '../test-wire.ts'

/** A wire, and the path of the responses of a route, in an API with two models. */
async function routeResponses() {
  const wire = testWire()
  const api = await wire.webSocketApi()
  for (const name of ['One', 'Two']) await wire.create(`apis/${api}/models`, { name, schema: '{}' })
  const route = await wire.create(`apis/${api}/routes`, { routeKey: '$default' })
  return { ...wire, api, route, path: `apis/${api}/routes/${route}/routeresponses` }
}

const whole = {
  modelSelectionExpression: 'action',
  responseModels: { a: 'One', b: 'Two' },
  responseParameters: { 'route.response.header.a': { required: true } },
  routeResponseKey: '$default',
}

describe('CreateRouteResponse', () => {
  test.each<[string, object, object]>([
    ['with a key alone has nothing filled in', { routeResponseKey: '$default' }, { routeResponseKey: '$default' }],
    ['keeps all that it was given', whole, whole],
    [
      'drops what is empty',
      { modelSelectionExpression: '', responseModels: {}, responseParameters: {}, routeResponseKey: '$default' },
      { routeResponseKey: '$default' },
    ],
  ])('%s', async (_what, given, expected) => {
    const { call, path } = await routeResponses()
    const made = await call('POST', path, given)
    const id = String(made.body?.['routeResponseId'])
    expect(id).toMatch(/^[a-z0-9]{6}$/)
    expect(made).toEqual(answered(201, { ...expected, routeResponseId: id }))
    expect(await call('GET', `${path}/${id}`)).toEqual({ ...made, status: 200 })
    expect(await call('GET', path)).toEqual(answered(200, { items: [made.body] }))
  })

  test('is refused for other keys, unknown models, a second one, and of an HTTP API', async () => {
    const { call, create, httpApi, path } = await routeResponses()
    expect(await call('POST', path, { routeResponseKey: 'a' })).toEqual(
      badRequest('Invalid route response key specified: a. Must be $default'),
    )
    expect(await call('POST', path, { responseModels: { a: 'X' }, routeResponseKey: '$default' })).toEqual(
      badRequest('Invalid model specified: X. No model of this API has that name'),
    )
    await create(path, { routeResponseKey: '$default' })
    expect(await call('POST', path, { routeResponseKey: '$default' })).toEqual(
      conflict('Route response with key $default already exists for this route'),
    )
    const http = await httpApi()
    const route = await create(`apis/${http}/routes`, { routeKey: '$default' })
    expect(await call('POST', `apis/${http}/routes/${route}/routeresponses`, { routeResponseKey: '$default' })).toEqual(
      badRequest('Route responses are only supported for WEBSOCKET APIs'),
    )
  })
})

describe('UpdateRouteResponse', () => {
  test.each<[string, object, object]>([
    ['keeps what is absent', {}, {}],
    ["clears the model selection by ''", { modelSelectionExpression: '' }, { modelSelectionExpression: undefined }],
    ['replaces models', { responseModels: { c: 'One' } }, { responseModels: { c: 'One' } }],
    [
      "merges models where one is removed by ''",
      { responseModels: { a: '', c: 'One' } },
      { responseModels: { b: 'Two', c: 'One' } },
    ],
    ['clears models by {}', { responseModels: {} }, { responseModels: undefined }],
    [
      'merges parameters',
      { responseParameters: { b: { required: false } } },
      { responseParameters: { 'route.response.header.a': { required: true }, b: { required: false } } },
    ],
  ])('%s', async (_what, changes, differences) => {
    const { call, create, path } = await routeResponses()
    const id = await create(path, whole)
    const patched = await call('PATCH', `${path}/${id}`, changes)
    expect(patched).toEqual(answered(200, { ...whole, ...differences, routeResponseId: id }))
    expect(await call('GET', `${path}/${id}`)).toEqual(patched)
  })

  test('keeps to its one key', async () => {
    const { call, create, path } = await routeResponses()
    const id = await create(path, whole)
    expect(await call('PATCH', `${path}/${id}`, { routeResponseKey: 'a' })).toEqual(
      badRequest('Invalid route response key specified: a. Must be $default'),
    )
    expect((await call('PATCH', `${path}/${id}`, { routeResponseKey: '' })).status).toBe(400)
  })
})

test('DeleteRouteResponse removes it, and each unknown id has its text', async () => {
  const { call, create, path, api } = await routeResponses()
  const id = await create(path, whole)
  expect(await call('DELETE', `${path}/${id}`)).toEqual(answered(204))
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const body = method === 'PATCH' ? {} : undefined
    expect(await call(method, `${path}/${id}`, body)).toEqual(
      notFound(`Invalid RouteResponse identifier specified ${id}`),
    )
    expect(await call(method, `apis/${api}/routes/none/routeresponses/${id}`, body)).toEqual(
      notFound('Invalid Route identifier specified none'),
    )
  }
})

test('the SDK makes and lists', async () => {
  const { client, api, route } = await routeResponses()
  const parent = { ApiId: api, RouteId: route }
  const made = withoutMetadata(
    await client.send(
      new CreateRouteResponseCommand({ ...parent, RouteResponseKey: '$default', ResponseModels: { a: 'One' } }),
    ),
  )
  expect(made).toEqual({
    ResponseModels: { a: 'One' },
    RouteResponseId: made.RouteResponseId,
    RouteResponseKey: '$default',
  })
  expect((await client.send(new GetRouteResponsesCommand(parent))).Items).toEqual([made])
})
