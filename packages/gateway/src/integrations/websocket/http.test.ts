import { describe, expect, test } from 'vitest'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { headerOf } from '../../transport/http-message.ts'
import { UpstreamError } from '../../transport/upstream.ts'
import { FakeUpstream } from '../test-integration.ts'
import { type CallOptions, callIntegration, message, testEvent } from './test-websocket-integration.ts'
import type { WebSocketEvent } from './websocket-event.ts'

/** What HTTP backends receive and what becomes of their answers. Spec: websocket-api.md 4.1 to 4.4. */

const PROXY: Partial<IntegrationDocument> = { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'http://pets.example/in' }
const CUSTOM: Partial<IntegrationDocument> = { IntegrationType: 'HTTP', IntegrationUri: 'http://pets.example/in' }

/** The one request that the backend got. */
async function asked(
  document: Partial<IntegrationDocument>,
  event: WebSocketEvent,
  binding: CallOptions['binding'] = {},
) {
  const upstream = new FakeUpstream()
  await callIntegration(document, event, { services: { upstream }, binding })
  const [request, more] = upstream.asked
  if (request === undefined || more !== undefined) throw new Error(`${upstream.asked.length} requests`)
  return request
}

const handshake = testEvent('CONNECT', {
  connection: {
    headers: [
      'Host',
      'a1b2c3d4e5.execute-api.localhost',
      'Connection',
      'Upgrade',
      'Upgrade',
      'websocket',
      'Sec-WebSocket-Version',
      '13',
      'Sec-WebSocket-Key',
      'c2FtcGxlLWtleS0xMjM0NQ==',
      'Cookie',
      'a=1',
      'Content-Length',
      '0',
      'TE',
      'trailers',
      'Via',
      '1.1 x',
      'Expect',
      'x',
      'Proxy-Authenticate',
      'x',
      'X-Amzn-Trace-Id',
      'Root=theirs',
      'X-Multi',
      '1',
      'x-multi',
      '2',
    ],
    query: 'room=42&room=a+b&flag',
  },
})

const own = [
  'X-Amzn-Apigateway-Api-Id',
  'a1b2c3d4e5',
  'X-Amzn-Trace-Id',
  'Root=1-695b8f40-0123456789abcdef01234567',
] as const

describe('what a backend receives (4.1)', () => {
  test('HTTP_PROXY, message: its text, and no header of the handshake', async () => {
    const text = '{"action" : "ü"}\n'
    const { connection } = handshake
    const request = await asked(PROXY, testEvent('MESSAGE', { body: text, connection }))
    expect(request).toMatchObject({ origin: 'http://pets.example', method: 'POST', target: '/in', timeout: 29_000 })
    expect(request.body).toBe(text)
    expect(request.headers).toEqual([
      'Host',
      'pets.example',
      'Content-Type',
      'application/json',
      'Accept',
      'application/json',
      'User-Agent',
      'AmazonAPIGateway_a1b2c3d4e5',
      ...own,
    ])
  })

  test('HTTP_PROXY, $connect: the client’s headers and query', async () => {
    const request = await asked({ ...PROXY, IntegrationMethod: 'GET' }, handshake)
    expect(request).toMatchObject({ method: 'GET', target: '/in?room=42&room=a+b&flag', body: undefined })
    expect(request.headers).toEqual([
      'Host',
      'pets.example',
      'Sec-WebSocket-Version',
      '13',
      'Sec-WebSocket-Key',
      'c2FtcGxlLWtleS0xMjM0NQ==',
      'Cookie',
      'a=1',
      'X-Multi',
      '1',
      'x-multi',
      '2',
      'Accept',
      'application/json',
      'User-Agent',
      'AmazonAPIGateway_a1b2c3d4e5',
      ...own,
    ])
  })

  test('HTTP_PROXY, $disconnect: empty', async () => {
    const event = testEvent('DISCONNECT', { connection: handshake.connection })
    const request = await asked(PROXY, event)
    expect(request).toMatchObject({ method: 'POST', target: '/in', body: undefined })
    expect(headerOf(request.headers, 'cookie')).toBeUndefined()
  })

  test.each<[string, WebSocketEvent]>([
    ['message', message('{"a":"b"}')],
    ['$connect', handshake],
    ['$disconnect', testEvent('DISCONNECT')],
  ])('HTTP, %s: a rendered template; only mapped headers and query', async (_name, event) => {
    const RequestTemplates = { 'application/json': 'from $context.eventType' }
    const request = await asked({ ...CUSTOM, RequestTemplates }, event)
    expect(request).toMatchObject({ target: '/in', body: `from ${event.type}` })
    expect(headerOf(request.headers, 'sec-websocket-version')).toBeUndefined()
    expect(headerOf(request.headers, 'content-type')).toBe('application/json')
  })

  test('HTTP, message without a template: its text', async () => {
    expect((await asked(CUSTOM, message('text'))).body).toBe('text')
  })

  test('HTTP, CONVERT_TO_BINARY: bytes', async () => {
    const request = await asked({ ...CUSTOM, ContentHandlingStrategy: 'CONVERT_TO_BINARY' }, message('/w=='))
    expect(request.body).toEqual(Buffer.of(0xff))
  })

  test.each([
    ['ANY', 'POST', 'x'],
    [undefined, 'POST', 'x'],
    ['PUT', 'PUT', 'x'],
    ['GET', 'GET', undefined],
    ['HEAD', 'HEAD', undefined],
    ['DELETE', 'DELETE', 'x'],
  ])('method %s: %s', async (IntegrationMethod, method, body) => {
    const more = IntegrationMethod === undefined ? {} : { IntegrationMethod }
    expect(await asked({ ...PROXY, ...more }, message('x'))).toMatchObject({ method, body })
  })

  test('its own time-out', async () => {
    expect((await asked({ ...PROXY, TimeoutInMillis: 50 }, message('x'))).timeout).toBe(50)
  })
})

describe('the URI (4.2)', () => {
  test.each<[string, string, string]>([
    ['http://pets.example', 'http://pets.example', '/'],
    ['https://pets.example:8443/a/b?c=d#e', 'https://pets.example:8443', '/a/b?c=d'],
    ['http://${stageVariables.host}/x', 'http://dev.example', '/x'],
    [
      'http://pets.example/${stageVariables.host}?v=${stageVariables.version}',
      'http://pets.example',
      '/dev.example?v=2',
    ],
    ['http://pets.example:${stageVariables.port}', 'http://pets.example:8080', '/'],
  ])('%s', async (IntegrationUri, origin, target) => {
    const stageVariables = { host: 'dev.example', version: '2', port: '8080' }
    expect(await asked({ ...PROXY, IntegrationUri }, message('x'), { stageVariables })).toMatchObject({
      origin,
      target,
    })
  })

  test.each(['http://${stageVariables.none}', 'http:///x', 'ftp://pets.example', 'pets.example', 'http://a b/'])(
    'not usable: %s',
    async (IntegrationUri) => {
      const upstream = new FakeUpstream()
      const result = await callIntegration({ ...PROXY, IntegrationUri }, message('x'), { services: { upstream } })
      expect([result, upstream.asked]).toMatchObject([{ kind: 'websocket-internal' }, []])
    },
  )

  test('none at all cannot be deployed', () => {
    expect(() => callIntegration({ IntegrationType: 'HTTP_PROXY' }, message('x'))).toThrow(DefinitionError)
  })
})

describe('mapped parameters (4.3)', () => {
  const connection = handshake.connection
  const body = '{"id":"a/b ü","n":7,"deep":{"x":["y"]},"empty":"","null":null}'
  const authorized = { authorizer: new Map<string, string | number>([['principalId', 'me']]) }

  test.each<[string, string, WebSocketEvent, string[]]>([
    ['route.request.header', 'route.request.header.Cookie', handshake, ['a=1']],
    ['in another case', 'route.request.header.cookie', handshake, ['a=1']],
    ['method.request is the same', 'method.request.header.Cookie', handshake, ['a=1']],
    ['the last of several', 'route.request.header.X-Multi', handshake, ['2']],
    ['all of several', 'route.request.multivalueheader.X-Multi', handshake, ['1', '2']],
    ['query', 'route.request.querystring.room', handshake, ['a b']],
    ['all of the query', 'route.request.multivaluequerystring.room', handshake, ['42', 'a b']],
    ['absent', 'route.request.header.None', handshake, []],
    ['headers of messages: there are none', 'route.request.header.Cookie', testEvent('MESSAGE', { connection }), []],
    ['query of messages: none', 'route.request.querystring.room', testEvent('MESSAGE', { connection }), []],
    ['body', 'route.request.body', message('text'), ['text']],
    ['body path', 'route.request.body.n', message(body), ['7']],
    ['method.request.body', 'method.request.body.n', message(body), ['7']],
    ['deep', 'route.request.body.deep.x[0]', message(body), ['y']],
    ['absent path', 'route.request.body.none', message(body), []],
    ['null', 'route.request.body.null', message(body), []],
    ['body of what is no JSON', 'route.request.body.n', message('text'), []],
    ['context', 'context.connectionId', message(body), ['AbCdEf_GhIjCE2A=']],
    ['nested context', 'context.identity.sourceIp', message(body), ['192.0.2.7']],
    ['authorizer', 'context.authorizer.principalId', testEvent('MESSAGE', { connection: authorized }), ['me']],
    ['absent context', 'context.none', message(body), []],
    ['stage variable', 'stageVariables.version', message(body), ['2']],
    ['absent stage variable', 'stageVariables.none', message(body), []],
    ['literal', "'text'", message(body), ['text']],
    ['empty literal', "''", message(body), ['']],
    ['literal with quotes', "'it's'", message(body), ["it's"]],
  ])('%s', async (_name, value, event, values) => {
    const RequestParameters = { 'integration.request.header.X-Mapped': value }
    for (const document of [PROXY, CUSTOM]) {
      const { headers } = await asked({ ...document, RequestParameters }, event, { stageVariables: { version: '2' } })
      expect(headers.filter((_value, i) => i % 2 === 1 && headers[i - 1] === 'X-Mapped')).toEqual(values)
    }
  })

  test.each<[string, Record<string, string>, string]>([
    ['query', { 'integration.request.querystring.id': 'route.request.body.id' }, '/in/{id}?id=a%2Fb%20%C3%BC'],
    ['query, a literal is sent as written', { 'integration.request.querystring.id': "'a%2Fb'" }, '/in/{id}?id=a%2Fb'],
    ['path', { 'integration.request.path.id': 'route.request.body.id' }, '/in/a%2Fb%20%C3%BC'],
    ['path, a literal is sent as written', { 'integration.request.path.id': "'a%2Fb/$&'" }, '/in/a%2Fb/$&'],
    [
      'several',
      {
        'integration.request.querystring.a': "'1'",
        'integration.request.querystring.b$': "'2'",
        'integration.request.path.id': "'x'",
      },
      '/in/x?a=1&b%24=2',
    ],
    ['absent', { 'integration.request.querystring.id': 'route.request.body.none' }, '/in/{id}'],
  ])('URL: %s', async (_name, RequestParameters, target) => {
    const document = { ...PROXY, IntegrationUri: 'http://pets.example/in/{id}', RequestParameters }
    expect((await asked(document, message(body))).target).toBe(target)
  })

  test('mapped query parameters come behind the URI’s and the client’s', async () => {
    const document = {
      ...PROXY,
      IntegrationUri: 'http://pets.example/?own=1',
      RequestParameters: { 'integration.request.querystring.more': "'2'" },
    }
    expect((await asked(document, handshake)).target).toBe('/?own=1&room=42&room=a+b&flag&more=2')
  })

  test.each<[string, string, string[]]>([
    ['Sec-WebSocket-Version', "'0'", ['0']],
    ['COOKIE', "'b=2'", ['b=2']],
    ['Content-Type', "'text/plain'", ['text/plain']],
    ['Accept', "'*/*'", ['*/*']],
    ['User-Agent', "'mine'", ['mine']],
    ['Host', "'other.example'", ['other.example']],
  ])('a mapped header takes the place of another: %s', async (name, value, values) => {
    const RequestParameters = { [`integration.request.header.${name}`]: value }
    for (const event of [handshake, message('x')]) {
      const { headers } = await asked({ ...PROXY, RequestParameters }, event)
      const found = headers.filter((_value, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === name.toLowerCase())
      expect(found).toEqual(values)
    }
  })

  test.each([
    ['line ends', '{"a":"x\\r\\nX-Evil: 1"}', 'x  X-Evil: 1'],
    ['other controls', '{"a":"x\\u0001\\u007fy"}', 'x  y'],
    ['half a surrogate pair', '{"a":"\\ud800"}', Buffer.from('\ufffd').toString('latin1')],
    ['UTF-8', '{"a":"ü"}', Buffer.from('ü').toString('latin1')],
  ])('what a client puts into a header stays within it: %s', async (_name, text, value) => {
    const RequestParameters = { 'integration.request.header.X-Mapped': 'route.request.body.a' }
    const { headers } = await asked({ ...PROXY, RequestParameters }, message(text))
    expect(headerOf(headers, 'x-mapped')).toBe(value)
  })

  test('and in a URL', async () => {
    const document = {
      ...PROXY,
      IntegrationUri: 'http://pets.example/{a}',
      RequestParameters: { 'integration.request.path.a': 'route.request.body.a' },
    }
    expect((await asked(document, message('{"a":"\\ud800/../?#\\r\\n"}'))).target).toBe(
      '/%EF%BF%BD%2F..%2F%3F%23%0D%0A',
    )
  })

  test.each<[string, string]>([
    ['integration.request.header.Content-Length', "'1'"],
    ['integration.request.header.transfer-encoding', "'chunked'"],
    ['integration.request.header.X-Amzn-Trace-Id', "'x'"],
    ['integration.request.header.X-Amzn-Apigateway-Api-Id', "'x'"],
    ['integration.request.body.x', "'x'"],
    ['integration.request.header.', "'x'"],
    ['integration.request.header.a b', "'x'"],
    ['header.x', "'x'"],
    ['integration.request.header.x', 'text'],
    ['integration.request.header.x', 'route.request.path.x'],
    ['integration.request.header.x', 'integration.response.header.x'],
  ])('cannot be deployed: %s ← %s', (key, value) => {
    const document = { ...PROXY, RequestParameters: { [key]: value } }
    expect(() => callIntegration(document, message('x'))).toThrow(DefinitionError)
  })
})

describe('answers (4.4)', () => {
  const call = (document: Partial<IntegrationDocument>, upstream: FakeUpstream, isTwoWay = true) =>
    callIntegration(document, message('x'), { services: { upstream }, binding: { isTwoWay } })

  test.each([200, 204, 302, 404, 500])('HTTP_PROXY: status %i and body', async (status) => {
    const upstream = new FakeUpstream(() => ({ status, headers: ['Sec-WebSocket-Protocol', 'chat'], body: 'x' }))
    expect(await call(PROXY, upstream)).toEqual({ status, body: 'x', protocol: 'chat' })
    expect(await call(PROXY, upstream, false)).toEqual({ status, body: undefined, protocol: 'chat' })
  })

  test.each([
    ['text', Buffer.from('ü'), 'ü'],
    ['bytes', Buffer.of(0xff), Buffer.of(0xff)],
    ['nothing', Buffer.alloc(0), undefined],
  ])('HTTP_PROXY: %s', async (_name, body, expected) => {
    const result = await call(PROXY, new FakeUpstream(() => ({ status: 200, headers: [], body })))
    expect(result).toMatchObject({ status: 200, body: expected })
  })

  test.each([
    ['timeout', 'websocket-timeout'],
    ['connect', 'websocket-internal'],
    ['broken', 'websocket-internal'],
  ] as const)('%s: %s', async (failure, kind) => {
    for (const document of [PROXY, CUSTOM]) {
      const upstream = new FakeUpstream(() => Promise.reject(new UpstreamError(failure, 'x')))
      expect(await call(document, upstream)).toMatchObject({ kind })
    }
  })
})
