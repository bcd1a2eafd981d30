import { describe, expect, test } from 'vitest'
import { badRequest, conflict, testWire } from '../test-wire.ts'

const FORM =
  'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default", with a method of [ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]'
const segment = (key: string, text: string) =>
  `Invalid route key specified: ${key}. Path segment "${text}" is not valid`

describe('route keys of HTTP APIs', () => {
  test.each([
    '$default',
    'GET /',
    'ANY /{proxy+}',
    'DELETE /a/{b}/c',
    'HEAD /a.b_c:d-e',
    'OPTIONS /pets/{id}/{rest+}',
    'PATCH /{a-b}',
    'POST /%7Etilde/a%2Fb',
    "PUT /~a!b'c(d)*e,f;g=h@i$j",
  ])('%s', async (routeKey) => {
    const { call, httpApi } = testWire()
    const answer = await call('POST', `apis/${await httpApi()}/routes`, { routeKey })
    expect(answer).toMatchObject({ status: 201, body: { routeKey } })
  })

  test.each<[string, string]>([
    ['', 'Route key is required'],
    ['GET', FORM],
    ['get /', FORM],
    ['TRACE /', FORM],
    ['GET pets', FORM],
    ['GET  /pets', FORM],
    [' GET /', FORM],
    ['$connect', FORM],
    ['GET /pets/', segment('GET /pets/', '')],
    ['GET //', segment('GET //', '')],
    ['GET /a b', segment('GET /a b', 'a b')],
    ['GET /a{b}', segment('GET /a{b}', 'a{b}')],
    ['GET /{}', segment('GET /{}', '{}')],
    ['GET /{a b}', segment('GET /{a b}', '{a b}')],
    ['GET /{a', segment('GET /{a', '{a')],
    ['GET /ä', segment('GET /ä', 'ä')],
    ['GET /a?b', segment('GET /a?b', 'a?b')],
    ['GET /{a+}/b', 'Invalid route key specified: GET /{a+}/b. A greedy path variable must be the last segment'],
    ['GET /{a}/{a}', 'Invalid route key specified: GET /{a}/{a}. Path variable "a" occurs twice'],
    [
      `GET /${'a'.repeat(508)}`,
      `1 validation error detected: Value 'GET /${'a'.repeat(508)}' at 'routeKey' failed to satisfy constraint: Member must have length less than or equal to 512`,
    ],
  ])('not %s', async (routeKey, message) => {
    const { call, httpApi } = testWire()
    expect(await call('POST', `apis/${await httpApi()}/routes`, { routeKey })).toEqual(badRequest(message))
  })

  test('is required', async () => {
    const { call, httpApi } = testWire()
    expect(await call('POST', `apis/${await httpApi()}/routes`, {})).toEqual(badRequest('Route key is required'))
  })
})

describe('route keys of WebSocket APIs', () => {
  test.each(['$connect', '$disconnect', '$default', 'join', 'chat/join', 'GET /', '__proto__'])(
    '%s',
    async (routeKey) => {
      const { call, webSocketApi } = testWire()
      const answer = await call('POST', `apis/${await webSocketApi()}/routes`, { routeKey })
      expect(answer).toMatchObject({ status: 201, body: { routeKey } })
    },
  )

  test.each<[string, string]>([
    ['', 'Route key is required'],
    [
      '$other',
      'Invalid route key specified: $other. Route keys that start with $ must be one of [$connect, $disconnect, $default]',
    ],
  ])('not %s', async (routeKey, message) => {
    const { call, webSocketApi } = testWire()
    expect(await call('POST', `apis/${await webSocketApi()}/routes`, { routeKey })).toEqual(badRequest(message))
  })
})

describe('two route keys', () => {
  const taken = (key: string) => `Route with key ${key} already exists for this API`
  const variable = (key: string, other: string) =>
    `The provided route key "${key}" has a conflicting variable on the same hierarchical level as "${other}"`
  test.each<[string, string]>([
    ['GET /a%zz', 'GET /a%zy'],
    ['GET /a%2Fb', 'GET /a/b'],
    ['GET /a/{x}', 'POST /a/{y}'],
    ['GET /a/{x}', 'ANY /a/{y}'],
    ['GET /a/{x}', 'GET /a/{x+}'],
    ['GET /a/{x}', 'GET /a/b'],
    ['GET /a/{x}/c', 'GET /a/{y}/d'],
    ['GET /a', 'GET /A'],
  ])('%s and %s go together', async (first, second) => {
    const { call, create, httpApi } = testWire()
    const routes = `apis/${await httpApi()}/routes`
    await create(routes, { routeKey: first })
    expect((await call('POST', routes, { routeKey: second })).status).toBe(201)
  })

  test.each<[string, string, string]>([
    ['GET /a', 'GET /a', taken('GET /a')],
    ['$default', '$default', taken('$default')],
    ['GET /a/{x}', 'GET /a/{y}', variable('GET /a/{y}', 'GET /a/{x}')],
    ['GET /a/{x}/b/{y+}', 'GET /a/{p}/b/{q+}', variable('GET /a/{p}/b/{q+}', 'GET /a/{x}/b/{y+}')],
    // They match the same requests, once escapes are decoded.
    ['GET /a-b', 'GET /a%2Db', variable('GET /a%2Db', 'GET /a-b')],
  ])('%s and %s do not', async (first, second, message) => {
    const { call, create, httpApi } = testWire()
    const routes = `apis/${await httpApi()}/routes`
    const own = await create(routes, { routeKey: first })
    expect(await call('POST', routes, { routeKey: second })).toEqual(conflict(message))
    const other = await create(routes, { routeKey: 'GET /free' })
    expect(await call('PATCH', `${routes}/${other}`, { routeKey: second })).toEqual(conflict(message))
    // Its own key is no conflict.
    expect((await call('PATCH', `${routes}/${own}`, { routeKey: second })).status).toBe(200)
  })
})
