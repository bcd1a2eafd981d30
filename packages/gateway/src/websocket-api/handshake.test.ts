import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { FakeFunctions, FakeUpstream, returned } from '../integrations/test-integration.ts'
import { changeApi, createApi } from '../program/test-api.ts'
import type { StageDocument } from '../store/documents.ts'
import { handshakeText } from '../transport/test-frames.ts'
import { FUNCTION, HOST, REQUEST_ID, type TestWebSocketRoutes, testWebSocketApi } from './test-websocket-api.ts'

/** Spec: websocket-api.md; its sections stand in the rows. */

const FORBIDDEN = '{"message":"Forbidden"}'
const PATH_FORM = '/_aws/execute-api/a1b2c3d4e5'
const localhost = { headers: { Host: 'localhost' } }

describe('addressing (1.1, 13.1)', () => {
  test.each([
    ['host form', '/prod', {}],
    ['host form, with a slash behind the stage', '/prod/', {}],
    ['host form, with a query', '/prod?a=1', {}],
    ['host form, slash and query', '/prod/?a=1', {}],
    ['path form', `${PATH_FORM}/prod`, localhost],
    ['path form, with a slash', `${PATH_FORM}/prod/`, localhost],
    ['path form, with a query', `${PATH_FORM}/prod?a=1`, localhost],
  ])('granted: %s', async (_name, path, more) => {
    const { connect } = await testWebSocketApi({})
    const client = await connect(path, more)
    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })

  test.each([
    ['no stage', '/', {}],
    ['an unknown stage', '/dev', {}],
    ['a stage in another case', '/Prod', {}],
    ['a stage that was not deployed', '/undeployed', {}],
    ['more path behind the stage', '/prod/more', {}],
    ['two slashes behind the stage', '/prod//', {}],
    ['two slashes before it', '//prod', {}],
    ['the path of the @connections API', '/prod/@connections/AbCdEf_GhIjCE2A=', {}],
    ['path form, no stage', PATH_FORM, localhost],
    ['path form, unknown stage', `${PATH_FORM}/dev`, localhost],
    ['path form, more path', `${PATH_FORM}/prod/more`, localhost],
  ])('403: %s', async (_name, path, more) => {
    const { apis, refused } = await testWebSocketApi({})
    await changeApi(apis, (draft) => {
      const stage: StageDocument = { StageName: 'undeployed' }
      draft.put('stages', 'undeployed', stage)
    })
    expect(await refused(path, more)).toMatchObject({
      status: 403,
      body: FORBIDDEN,
      headers: { 'content-type': 'application/json', 'apigw-requestid': expect.stringMatching(REQUEST_ID) as string },
    })
  })

  test('403: the endpoint is disabled, for handshakes and for the @connections API (1.3)', async () => {
    const { refused, http } = await testWebSocketApi({}, { api: { DisableExecuteApiEndpoint: true } })
    expect(await refused()).toMatchObject({ status: 403, body: FORBIDDEN })
    const answer = await http('POST', '/prod/@connections/AbCdEf_GhIjCE2A=', 'x')
    expect(answer).toMatchObject({ status: 403, body: FORBIDDEN })
  })

  test.each([
    ['/prod', 426, '{"message":"Upgrade Required"}'],
    ['/prod/', 426, '{"message":"Upgrade Required"}'],
    [`${PATH_FORM}/prod`, 426, '{"message":"Upgrade Required"}'],
    ['/dev', 403, FORBIDDEN],
    ['/', 403, FORBIDDEN],
  ])('plain HTTP: %s → %i', async (path, status, body) => {
    const { http } = await testWebSocketApi({})
    const headers = path.startsWith(PATH_FORM) ? localhost.headers : {}
    for (const method of ['GET', 'POST']) {
      expect(await http(method, path, undefined, headers)).toMatchObject({ status, body })
    }
  })

  test('an upgrade on an HTTP API, and of an API that does not exist, is a request like others', async () => {
    const { apis, refused } = await testWebSocketApi({})
    await createApi(apis, { $default: 'http://pets.example' }, { api: { ApiId: 'b1b2c3d4e5' } })
    for (const apiId of ['b1b2c3d4e5', 'c1b2c3d4e5']) {
      const answer = await refused('/prod', { headers: { Host: `${apiId}.execute-api.localhost` } })
      expect(answer).toMatchObject({ status: 404, body: 'elsewhere' })
    }
  })

  test.each([
    ['URL of 4096 characters (1.7)', 4096, '101'],
    ['URL of 4097 characters (1.7)', 4097, '414'],
  ])('%s', async (_name, length, status) => {
    const client = await (await testWebSocketApi({})).raw()
    const path = `/prod?${'a'.repeat(length - 6)}`
    client.send(handshakeText(path))
    await client.until('\r\n\r\n')
    expect(client.received).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  test.each([
    ['a version that is not 13', (text: string) => text.replace('Version: 13', 'Version: 8')],
    ['no version', (text: string) => text.replace('Sec-WebSocket-Version: 13\r\n', '')],
    ['no key', (text: string) => text.replace(/Sec-WebSocket-Key.*\r\n/, '')],
    ['a key of 15 bytes', (text: string) => text.replace('dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25j')],
    ['a key that is no Base64', (text: string) => text.replace('dGhl', 'd*hl')],
    [
      'subprotocols that are none',
      (text: string) => text.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: a,,b\r\n\r\n'),
    ],
    ['a subprotocol twice', (text: string) => text.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: a, a\r\n\r\n')],
  ])('400, and $connect does not run: %s (13.1)', async (_name, change) => {
    const functions = new FakeFunctions(() => returned('{"statusCode":200}'))
    const { raw } = await testWebSocketApi({ $connect: { integration: FUNCTION } }, { backends: { functions } })
    const client = await raw()
    client.send(change(handshakeText()))
    await client.until('{"message":"Bad Request"}')
    await client.closed
    expect([client.statuses, functions.calls]).toEqual([[400], []])
  })
})

describe('the 101 (1.4)', () => {
  const connecting = async (returns: string, protocols = '') => {
    const functions = new FakeFunctions(() => returned(returns))
    const { raw } = await testWebSocketApi({ $connect: { integration: FUNCTION } }, { backends: { functions } })
    const client = await raw()
    const offered = protocols === '' ? [] : [`Sec-WebSocket-Protocol: ${protocols}`]
    const extensions = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'
    client.send(handshakeText('/prod', [...offered, extensions, 'Origin: https://elsewhere.example']))
    await client.until('\r\n\r\n')
    return client.received
  }
  // The key and its answer are those of RFC 6455 section 1.3.
  const head =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n'

  test.each([
    ['nothing chosen', '{"statusCode":200}', 'a, b', ''],
    ['nothing offered', '{"statusCode":200}', '', ''],
    ['chosen', '{"statusCode":200,"headers":{"Sec-WebSocket-Protocol":"b"}}', 'a, b', 'b'],
    [
      'chosen, whatever the case of the name',
      '{"statusCode":200,"headers":{"SEC-websocket-PROTOCOL":"b"}}',
      'a, b',
      'b',
    ],
    [
      'as a header of several values',
      '{"statusCode":200,"multiValueHeaders":{"sec-websocket-protocol":["a"]}}',
      'a, b',
      'a',
    ],
    ['one that was not offered', '{"statusCode":204,"headers":{"Sec-WebSocket-Protocol":"c"}}', 'a, b', 'c'],
    ['an empty one', '{"statusCode":200,"headers":{"Sec-WebSocket-Protocol":""}}', 'a', ''],
    ['other headers and a body stay here', '{"statusCode":200,"headers":{"X-A":"1"},"body":"x"}', 'a', ''],
  ])('%s', async (_name, returns, offered, chosen) => {
    const line = chosen === '' ? '' : `Sec-WebSocket-Protocol: ${chosen}\r\n`
    expect(await connecting(returns, offered)).toBe(`${head}${line}\r\n`)
  })

  test('a protocol that would end the header is refused', async () => {
    const returns = JSON.stringify({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'a\r\nX-Evil: 1' } })
    const received = await connecting(returns, 'a')
    expect(received).toMatch(/^HTTP\/1.1 502 /)
    expect(received).not.toContain('X-Evil')
  })
})

describe('$connect (2.1, 13.1)', () => {
  const mock = (template: string) => ({
    IntegrationType: 'MOCK' as const,
    RequestTemplates: { $default: template },
    TemplateSelectionExpression: '\\$default',
  })

  test.each([
    ['no route', {}],
    ['a route without an integration', { $connect: {} }],
    ['an integration that answers 200', { $connect: { integration: mock('{"statusCode":200}') } }],
    ['an integration that answers 299', { $connect: { integration: mock('{"statusCode":299}') } }],
  ])('granted: %s', async (_name, routes) => {
    const { connect } = await testWebSocketApi(routes)
    expect((await connect()).socket.protocol).toBe('')
  })

  test.each([
    ['function: its status and body', returned('{"statusCode":401,"body":"no","headers":{"X-A":"1"}}'), 401, 'no'],
    ['function: a redirection is none', returned('{"statusCode":302}'), 302, ''],
    ['function: no status of HTTP', returned('{"statusCode":99}'), 502, '{"message":"Internal server error"}'],
    ['function: no object', returned('"hello"'), 502, '{"message":"Internal server error"}'],
    ['function: null', returned('null'), 502, '{"message":"Internal server error"}'],
    ['function: no statusCode', returned('{}'), 502, '{"message":"Internal server error"}'],
    ['function: statusCode is text', returned('{"statusCode":"200"}'), 502, '{"message":"Internal server error"}'],
    [
      'function: it threw',
      { kind: 'answered', payload: Buffer.from('{"errorMessage":"x"}'), functionError: 'Unhandled' } as const,
      502,
      '{"message":"Internal server error"}',
    ],
    [
      'function: no permission',
      { kind: 'forbidden', message: 'no' } as const,
      500,
      '{"message":"Internal server error"}',
    ],
    ['function: throttled', { kind: 'throttled', message: 'no' } as const, 500, '{"message":"Internal server error"}'],
    ['function: missing', { kind: 'missing', message: 'no' } as const, 500, '{"message":"Internal server error"}'],
  ])('refused: %s', async (_name, outcome, status, body) => {
    const functions = new FakeFunctions(() => outcome)
    const routes = { $connect: { integration: FUNCTION }, $disconnect: { integration: FUNCTION } }
    const { refused, webSockets } = await testWebSocketApi(routes, { backends: { functions } })
    const answer = await refused()
    expect(answer).toMatchObject({
      status,
      body,
      headers: { 'apigw-requestid': expect.stringMatching(REQUEST_ID) as string },
    })
    expect(answer.headers['x-a']).toBeUndefined()
    await webSockets.close()
    // A handshake that was refused has no end (2.1).
    expect(functions.calls).toHaveLength(1)
  })

  test.each([200, 204, 299])('HTTP_PROXY: %i accepts', async (status) => {
    const upstream = new FakeUpstream(() => ({ status, headers: [], body: 'x' }))
    const integration = { IntegrationType: 'HTTP_PROXY' as const, IntegrationUri: 'http://pets.example' }
    const { connect } = await testWebSocketApi({ $connect: { integration } }, { backends: { upstream } })
    expect((await connect()).socket.readyState).toBe(1)
  })

  test.each([304, 400, 503])('HTTP_PROXY: %i refuses with the same status', async (status) => {
    const upstream = new FakeUpstream(() => ({ status, headers: [], body: undefined }))
    const integration = { IntegrationType: 'HTTP_PROXY' as const, IntegrationUri: 'http://pets.example' }
    const { refused } = await testWebSocketApi({ $connect: { integration } }, { backends: { upstream } })
    expect(await refused()).toMatchObject({ status })
  })

  test('415: no template, and passthrough NEVER (5.2)', async () => {
    const integration = { IntegrationType: 'MOCK' as const, PassthroughBehavior: 'NEVER' as const }
    const { refused } = await testWebSocketApi({ $connect: { integration } })
    expect(await refused()).toMatchObject({ status: 415, body: '{"message":"Unsupported Media Type"}' })
  })

  test('500: what nobody foresaw', async () => {
    const functions = new FakeFunctions(() => Promise.reject(new Error('secret')))
    const { refused } = await testWebSocketApi({ $connect: { integration: FUNCTION } }, { backends: { functions } })
    expect(await refused()).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' })
  })

  test('what is not carried yet is closed, not open', async () => {
    const more = { AuthorizationType: 'AWS_IAM' as const }
    const { refused } = await testWebSocketApi({ $connect: { more } })
    expect((await refused()).status).not.toBe(101)
  })
})

test('the connection is not there before the 101 (2.1)', async () => {
  const answering = Promise.withResolvers<void>()
  const called = Promise.withResolvers<string>()
  onTestFinished(() => answering.resolve())
  const functions = new FakeFunctions(async ({ payload }) => {
    const event = JSON.parse(payload) as { requestContext: { connectionId: string } }
    called.resolve(event.requestContext.connectionId)
    await answering.promise
    return returned('{"statusCode":200}')
  })
  const { connect, http } = await testWebSocketApi({ $connect: { integration: FUNCTION } }, { backends: { functions } })
  const connecting = connect()
  const id = await called.promise
  const path = `/prod/@connections/${encodeURIComponent(id)}`
  expect(await http('POST', path, 'early')).toMatchObject({ status: 410, body: '' })
  answering.resolve()
  const client = await connecting
  expect(await http('POST', path, 'now')).toMatchObject({ status: 200 })
  expect(await client.next()).toBe('now')
})

test('a client that leaves before the 101: $disconnect, once, with 1006 (choice 8)', async () => {
  const answering = Promise.withResolvers<void>()
  const called = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<unknown>()
  const functions = new FakeFunctions(async ({ payload }) => {
    const { requestContext } = JSON.parse(payload) as { requestContext: { eventType: string } }
    if (requestContext.eventType === 'CONNECT') {
      called.resolve()
      await answering.promise
    } else ended.resolve(requestContext)
    return returned('{"statusCode":200}')
  })
  const routes = { $connect: { integration: FUNCTION }, $disconnect: { integration: FUNCTION } }
  const { raw, webSockets } = await testWebSocketApi(routes, { backends: { functions } })
  const client = await raw()
  client.send(handshakeText())
  await called.promise
  client.socket.resetAndDestroy()
  await client.closed
  answering.resolve()
  expect(await ended.promise).toMatchObject({
    disconnectStatusCode: 1006,
    disconnectReason: 'Connection closed abnormally',
  })
  await webSockets.close()
  expect(functions.calls).toHaveLength(2)
})

test('domainName is the host with its port, so that the callback URL works (choice 6)', async () => {
  const functions = new FakeFunctions(() => returned('{"statusCode":200}'))
  const { connect } = await testWebSocketApi({ $connect: { integration: FUNCTION } }, { backends: { functions } })
  await connect('/prod', { headers: { Host: `${HOST}:4566` } })
  await connect(`${PATH_FORM}/prod`, { headers: { Host: 'localhost:4566' } })
  const names = functions.calls.map(({ payload }) => {
    const { requestContext } = JSON.parse(payload) as { requestContext: { domainName: string } }
    return requestContext.domainName
  })
  expect(names).toEqual([`${HOST}:4566`, `${HOST}:4566`])
})

test.each<[string, TestWebSocketRoutes]>([
  ['without $connect', {}],
  ['with $connect', { $connect: { integration: { IntegrationType: 'MOCK' } } }],
])('%s, an open connection does not keep headers and query, which may be 10 KB', async (_name, routes) => {
  const { connect, webSockets } = await testWebSocketApi(routes)
  const message = vi.spyOn(webSockets, 'message')
  const client = await connect('/prod?room=1', { headers: { 'User-Agent': 'test', 'X-Long': 'x'.repeat(5000) } })
  await client.ask('hello')
  expect(message.mock.calls[0]?.[0].facts).toMatchObject({ userAgent: 'test', host: HOST, headers: [], query: '' })
})
