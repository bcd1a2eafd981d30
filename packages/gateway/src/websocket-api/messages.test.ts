import { describe, expect, onTestFinished, test } from 'vitest'
import type { LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { FakeFunctions, FakeUpstream, returned } from '../integrations/test-integration.ts'
import { changeApi, deploy, testApiDocument } from '../program/test-api.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { UpstreamError } from '../transport/upstream.ts'
import { FUNCTION, putWebSocketRoutes, type TestWebSocketRoute, testWebSocketApi } from './test-websocket-api.ts'

/** Messages over real connections. Spec: websocket-api.md; its sections stand in the rows. */

/** Answers with the route that was chosen. */
const naming: TestWebSocketRoute = {
  isTwoWay: true,
  integration: { RequestTemplates: { 'application/json': '{"statusCode":200}' } },
  responses: [{ ResponseTemplates: { 'application/json': '$context.routeKey $context.eventType' } }],
}

const FORBIDDEN = /^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/
const INTERNAL = /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/

describe('selection of the route (2.1, 3.3)', () => {
  const routes = { $connect: naming, $disconnect: naming, join: naming, 'chat/join': naming, '7': naming, true: naming }
  const withDefault = { ...routes, $default: naming }

  test.each([
    ['its key', '{"action":"join"}', 'join'],
    ['exact in case', '{"action":"Join"}', '$default'],
    ['no such key', '{"action":"leave"}', '$default'],
    ['no such member', '{"x":1}', '$default'],
    ['null', '{"action":null}', '$default'],
    ['a number', '{"action":7}', '7'],
    ['a boolean', '{"action":true}', 'true'],
    ['an object', '{"action":{"join":1}}', '$default'],
    ['$default itself', '{"action":"$default"}', '$default'],
    ['the key of handshakes is not for messages', '{"action":"$connect"}', '$default'],
    ['nor is that of ends', '{"action":"$disconnect"}', '$default'],
    ['no JSON', 'hello', '$default'],
    ['a JSON scalar', '"join"', '$default'],
    ['empty', '', '$default'],
    ['nested as deep as a message can', `{"action":${'['.repeat(60_000)}${']'.repeat(60_000)}}`, '$default'],
    ['objects nested deep', `{"action":${'{"a":'.repeat(600)}1${'}'.repeat(600)}}`, '$default'],
  ])('%s', async (_name, text, key) => {
    const { connect } = await testWebSocketApi(withDefault)
    const client = await connect()
    // Frames of at most 32 KB.
    for (let at = 0; at <= text.length; at += 30_000) {
      client.socket.send(text.slice(at, at + 30_000), { fin: at + 30_000 > text.length })
    }
    expect(await client.next()).toBe(`${key} MESSAGE`)
  })

  test.each([
    ['no such key', '{"action":"leave"}'],
    ['no JSON', 'hello'],
    ['empty', ''],
    ['the key of handshakes', '{"action":"$connect"}'],
    ['the key of ends', '{"action":"$disconnect"}'],
    ['$default, which is not there', '{"action":"$default"}'],
    ['a name that every object has', '{"action":"constructor"}'],
  ])('no route and no $default: Forbidden, and the connection stays: %s', async (_name, text) => {
    const { connect } = await testWebSocketApi(routes)
    const client = await connect()
    expect(await client.ask(text)).toMatch(FORBIDDEN)
    expect(await client.ask('{"action":"join"}')).toBe('join MESSAGE')
  })

  test.each([
    ['$request.body.action', '{"action":"join"}', 'join'],
    ['${request.body.service}/${request.body.action}', '{"service":"chat","action":"join"}', 'chat/join'],
    ['join', 'no JSON at all', 'join'],
    ['\\$default', '{"action":"join"}', '$default'],
    ["$request.body['a.b']", '{"a.b":"join"}', 'join'],
    ['$request.body.a.b', '{"a.b":"join"}', '$default'],
    ['$request.body.list[1]', '{"list":["x","join"]}', 'join'],
  ])('expression %s', async (RouteSelectionExpression, text, key) => {
    const { connect } = await testWebSocketApi(withDefault, { api: { RouteSelectionExpression } })
    expect(await (await connect()).ask(text)).toBe(`${key} MESSAGE`)
  })

  test('a route that is not deployed does not count; open connections follow a new deployment (9, 13.2)', async () => {
    const { apis, connect } = await testWebSocketApi({ join: naming })
    const client = await connect()
    await changeApi(apis, (draft) => putWebSocketRoutes(draft, { join: naming, leave: naming }))
    expect(await client.ask('{"action":"leave"}')).toMatch(FORBIDDEN)
    await changeApi(apis, (draft) => deploy(apis, draft, { StageName: 'prod' }))
    expect(await client.ask('{"action":"leave"}')).toBe('leave MESSAGE')
  })

  test('an API that is gone while connections are open: Forbidden', async () => {
    const { apis, connect } = await testWebSocketApi({ join: naming })
    const client = await connect()
    await apis.remove(
      testApiDocument().ApiId,
      () => undefined,
      () => new Error('no API'),
    )
    expect(await client.ask('{"action":"join"}')).toMatch(FORBIDDEN)
  })
})

describe('two-way routes (7.5)', () => {
  test.each([
    ['expression and route response', { isTwoWay: true }, true],
    [
      'the expression with a backslash',
      { isTwoWay: true, more: { RouteResponseSelectionExpression: '\\$default' } },
      true,
    ],
    ['the expression alone', { isTwoWay: false, more: { RouteResponseSelectionExpression: '$default' } }, false],
    ['the route response alone', { isTwoWay: true, more: { RouteResponseSelectionExpression: '' } }, false],
    ['neither', { isTwoWay: false }, false],
  ])('%s', async (_name, more, answers) => {
    const { connect } = await testWebSocketApi({ join: { ...naming, ...more }, $default: naming })
    const client = await connect()
    client.socket.send('{"action":"join"}')
    client.socket.send('{}')
    const expected = answers ? ['join MESSAGE', '$default MESSAGE'] : ['$default MESSAGE']
    for (const text of expected) expect(await client.next()).toBe(text)
  })
})

describe('functions: frames (4.4, 11.5)', () => {
  const OTHER = '$default MESSAGE'
  const FAILED = '{"message": "Internal server error", "connectionId":"…", "requestId":"…"}'
  const threw: LambdaOutcome = {
    kind: 'answered',
    payload: Buffer.from('{"errorMessage":"x"}'),
    functionError: 'Unhandled',
  }
  const cases: [string, LambdaOutcome, string | undefined, string | undefined][] = [
    ['a body', returned('{"statusCode":200,"body":"hi"}'), 'hi', undefined],
    ['a body, byte for byte', returned('{"statusCode":200,"body":"{\\"a\\" :1}\\n"}'), '{"a" :1}\n', undefined],
    ['whatever its statusCode', returned('{"statusCode":500,"body":"hi"}'), 'hi', undefined],
    ['Base64 of text', returned('{"statusCode":200,"body":"aGk=","isBase64Encoded":true}'), 'hi', undefined],
    ['no Base64', returned('{"statusCode":200,"body":"*","isBase64Encoded":true}'), FAILED, FAILED],
    ['no body', returned('{"statusCode":200}'), undefined, undefined],
    ['an empty body', returned('{"statusCode":200,"body":""}'), undefined, undefined],
    ['a body of null', returned('{"statusCode":200,"body":null}'), undefined, undefined],
    ['a body that is no text', returned('{"statusCode":200,"body":{"a":1}}'), FAILED, FAILED],
    ['null', returned('null'), FAILED, undefined],
    ['nothing', returned(''), FAILED, undefined],
    ['no statusCode', returned('{"body":"hi"}'), FAILED, FAILED],
    ['a statusCode that is text', returned('{"statusCode":"200","body":"hi"}'), FAILED, FAILED],
    ['a list', returned('[]'), FAILED, FAILED],
    ['a text', returned('"hi"'), FAILED, FAILED],
    ['no JSON', returned('hi'), FAILED, FAILED],
    ['threw', threw, FAILED, FAILED],
    ['no permission', { kind: 'forbidden', message: 'no' }, FAILED, FAILED],
    ['missing', { kind: 'missing', message: 'no' }, FAILED, FAILED],
    ['throttled', { kind: 'throttled', message: 'no' }, FAILED, FAILED],
    [
      'more than a message may hold',
      returned(JSON.stringify({ statusCode: 200, body: 'x'.repeat(131_073) })),
      FAILED,
      undefined,
    ],
    [
      'as much as a message may hold',
      returned(JSON.stringify({ statusCode: 200, body: 'x'.repeat(131_072) })),
      'x'.repeat(131_072),
      undefined,
    ],
  ]
  test.each(cases)('%s', async (_name, outcome, twoWay, oneWay) => {
    const functions = new FakeFunctions(() => outcome)
    const routes = {
      two: { integration: FUNCTION, isTwoWay: true },
      one: { integration: FUNCTION },
      $default: naming,
    }
    const { connect } = await testWebSocketApi(routes, { backends: { functions } })
    const client = await connect()
    for (const [action, answer] of [['two', twoWay] as const, ['one', oneWay] as const]) {
      client.socket.send(JSON.stringify({ action }))
      client.socket.send('{}')
      const expected = answer === undefined ? [OTHER] : [OTHER, answer]
      const frames: string[] = []
      // Both are handled at once: the answers may come in either order.
      while (frames.length < expected.length) {
        frames.push(String(await client.next()).replaceAll(/"[\w-]{15}="/g, '"…"'))
      }
      expect(frames.toSorted()).toEqual(expected.toSorted())
    }
  })

  test('bytes that are no UTF-8 go out as a binary frame (5.3)', async () => {
    const functions = new FakeFunctions(() => returned('{"statusCode":200,"body":"/w==","isBase64Encoded":true}'))
    const routes = { $default: { integration: FUNCTION, isTwoWay: true } }
    const { connect } = await testWebSocketApi(routes, { backends: { functions } })
    expect(await (await connect()).ask('x')).toEqual(Buffer.of(0xff))
  })

  test('messages of one connection are handled at once, and answers come as they are ready (2.1)', async () => {
    const first = Promise.withResolvers<void>()
    onTestFinished(() => first.resolve())
    const functions = new FakeFunctions(async ({ payload }) => {
      const { body } = JSON.parse(payload) as { body: string }
      if (body === 'first') await first.promise
      return returned(JSON.stringify({ statusCode: 200, body }))
    })
    const routes = { $default: { integration: FUNCTION, isTwoWay: true } }
    const { connect } = await testWebSocketApi(routes, { backends: { functions } })
    const client = await connect()
    client.socket.send('first')
    expect(await client.ask('second')).toBe('second')
    first.resolve()
    expect(await client.next()).toBe('first')
  })
})

describe('other failures: frames, on one-way routes as well (13.2)', () => {
  const http = (more: Partial<IntegrationDocument> = {}): Partial<IntegrationDocument> => ({
    IntegrationType: 'HTTP_PROXY',
    IntegrationUri: 'http://pets.example',
    ...more,
  })
  const timedOut = new FakeUpstream(() => Promise.reject(new UpstreamError('timeout', 'too late')))
  const unreachable = new FakeUpstream(() => Promise.reject(new UpstreamError('connect', 'nobody there')))
  const template = (text: string) => ({ 'application/json': text })
  const none = new FakeUpstream()
  const cases: [string, TestWebSocketRoute, FakeUpstream, string][] = [
    ['a route without an integration', {}, none, 'Internal server error'],
    ['an integration that does not exist', { more: { Target: 'integrations/none' } }, none, 'Internal server error'],
    ['a backend that is too slow', { integration: http() }, timedOut, 'Endpoint request timed out'],
    ['a backend that is not there', { integration: http() }, unreachable, 'Internal server error'],
    ['no template, NEVER', { integration: { PassthroughBehavior: 'NEVER' } }, none, 'Unsupported Media Type'],
    [
      'a template that fails',
      { integration: { RequestTemplates: template('$util.parseJson("{")') } },
      none,
      'Internal server error',
    ],
    ['a mock without a status', { integration: { RequestTemplates: template('{}') } }, none, 'Internal server error'],
    [
      'no integration response',
      {
        integration: { RequestTemplates: template('{"statusCode":404}') },
        responses: [{ IntegrationResponseKey: '/2\\d\\d/' }],
      },
      none,
      'Internal server error',
    ],
    [
      'a variable that the stage has not',
      { integration: http({ IntegrationUri: 'http://${stageVariables.host}' }) },
      none,
      'Internal server error',
    ],
  ]
  test.each(cases)('%s', async (_name, route, upstream, message) => {
    for (const isTwoWay of [true, false]) {
      const { connect } = await testWebSocketApi({ $default: { ...route, isTwoWay } }, { backends: { upstream } })
      const client = await connect()
      for (let i = 0; i < 2; i++) {
        const ids = '"connectionId":"[\\w-]{15}=", "requestId":"[\\w-]{15}="'
        expect(await client.ask('{}')).toMatch(new RegExp(`^\\{"message": "${message}", ${ids}\\}$`))
      }
    }
  })

  test.each([404, 500])('HTTP_PROXY: what a backend says with %i is its answer', async (status) => {
    const upstream = new FakeUpstream(() => ({ status, headers: [], body: 'no' }))
    const routes = { $default: { integration: http(), isTwoWay: true } }
    const { connect } = await testWebSocketApi(routes, { backends: { upstream } })
    expect(await (await connect()).ask('x')).toBe('no')
  })

  test('what nobody foresaw, too', async () => {
    const functions = new FakeFunctions(() => Promise.reject(new Error('secret')))
    const { connect } = await testWebSocketApi({ $default: { integration: FUNCTION } }, { backends: { functions } })
    expect(await (await connect()).ask('x')).toMatch(INTERNAL)
  })

  test('the ids of a frame are the connection’s and the event’s own', async () => {
    const events: { connectionId: string; requestId: string }[] = []
    const functions = new FakeFunctions(({ payload }) => {
      events.push((JSON.parse(payload) as { requestContext: (typeof events)[number] }).requestContext)
      return returned('"no"')
    })
    const { connect } = await testWebSocketApi({ $default: { integration: FUNCTION } }, { backends: { functions } })
    const client = await connect()
    const frames = [await client.ask('a'), await client.ask('b')]
    const expected = events.map(
      ({ connectionId, requestId }) =>
        `{"message": "Internal server error", "connectionId":"${connectionId}", "requestId":"${requestId}"}`,
    )
    expect(frames).toEqual(expected)
    expect(new Set(events.map(({ requestId }) => requestId)).size).toBe(2)
  })
})

describe('clients that are too fast, or too slow', () => {
  test('more than 64 messages: no more than 64 are under way, none is lost, all are in order', async () => {
    let underWay = 0
    let most = 0
    const bodies: string[] = []
    const waiting: (() => void)[] = []
    const full = Promise.withResolvers<void>()
    const functions = new FakeFunctions(async ({ payload }) => {
      const { body } = JSON.parse(payload) as { body: string }
      bodies.push(body)
      most = Math.max(most, ++underWay)
      if (underWay === 64) full.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      await promise
      underWay--
      return returned(JSON.stringify({ statusCode: 200, body }))
    })
    const routes = { $default: { integration: FUNCTION, isTwoWay: true } }
    const { connect } = await testWebSocketApi(routes, { backends: { functions } })
    const client = await connect()
    const texts = Array.from({ length: 1000 }, (_, i) => `${i}`)
    for (const text of texts) client.socket.send(text)
    await full.promise
    const answers: unknown[] = []
    while (answers.length < texts.length) {
      waiting.shift()?.()
      answers.push(await client.next())
    }
    expect([most, bodies, answers]).toEqual([64, texts, texts])
  })

  test('a client that asks and never reads is let go before it fills memory', async () => {
    const ended = Promise.withResolvers<unknown>()
    const body = 'x'.repeat(131_072)
    let path = ''
    const functions = new FakeFunctions(({ payload }) => {
      const { requestContext } = JSON.parse(payload) as {
        requestContext: { connectionId: string; disconnectStatusCode?: number }
      }
      path = `/prod/@connections/${requestContext.connectionId}`
      if (requestContext.disconnectStatusCode !== undefined) ended.resolve(requestContext)
      return returned(JSON.stringify({ statusCode: 200, body }))
    })
    const routes = { $default: { integration: FUNCTION, isTwoWay: true }, $disconnect: { integration: FUNCTION } }
    const { connect, http } = await testWebSocketApi(routes, { backends: { functions } })
    const client = await connect()
    expect(await client.ask('first')).toBe(body)
    client.socket.pause()
    let asked = 0
    while ((await http('GET', path)).status === 200) {
      client.socket.send('more')
      asked++
    }
    // The system's own buffers come on top of the gateway's megabyte.
    expect(asked).toBeLessThan(1000)
    client.socket.terminate()
    expect(await ended.promise).toMatchObject({ disconnectStatusCode: 1008 })
  })
})
