import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CallContext } from '../data-plane/call-context.ts'
import { testRequest } from '../data-plane/test-request.ts'
import type { HeaderList } from '../transport/http-message.ts'
import { eventBody } from './event-body.ts'
import type { IntegrationBinding, IntegrationCall } from './integration.ts'
import { LambdaEventV1 } from './lambda-event-v1.ts'
import { LambdaEventV2 } from './lambda-event-v2.ts'
import { readLambdaRequest } from './lambda-request.ts'
import { binding } from './test-integration.ts'

const TRACE = 'Root=1-67fd88fd-72d8964e1fed2bce3edd5aac'
const HOST = 'k3x9ab.execute-api.eu-west-1.amazonaws.com'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_776_204_925_528 }))
afterEach(() => void vi.useRealTimers())

interface Given {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly values?: readonly string[]
  readonly headers?: HeaderList
  readonly body?: string | Uint8Array
  readonly remoteAddress?: string
  readonly secure?: boolean
  readonly isPathForm?: boolean
  /** The key of a custom domain name's mapping, and the target that the client sent. */
  readonly mapped?: { readonly key: string; readonly target: string }
  readonly binding?: Partial<IntegrationBinding>
}

/** The event of a call, as text. */
function event(version: '1.0' | '2.0', given: Given = {}): { json: string; context: CallContext } {
  const { method = 'GET', path = '/', query = '', values = [], headers = ['Host', HOST], body = '' } = given
  const { remoteAddress = '198.51.100.9', secure = true, isPathForm = false, mapped } = given
  const bytes = Buffer.from(body)
  const request = testRequest(method, mapped?.target ?? path, { headers, remoteAddress, secure })
  const context = new CallContext('k3x9ab', request, isPathForm, mapped?.key)
  const call: IntegrationCall = { context, path, query, values }
  const bound = binding({ apiId: 'k3x9ab', ...given.binding })
  const writer = version === '2.0' ? new LambdaEventV2(bound) : new LambdaEventV1(bound)
  const read = readLambdaRequest(context, bytes.length)
  const json = writer.write(call, read, eventBody(bytes, read.contentType, read.contentEncoding))
  return { json, context }
}

function parsed(version: '1.0' | '2.0', given: Given = {}): Record<string, unknown> {
  return JSON.parse(event(version, given).json) as Record<string, unknown>
}

const cart: Given = {
  method: 'POST',
  path: '/cart/7%20a',
  query: 'x=1&x=2&q=a%20b',
  values: ['7%20a'],
  headers: [
    'User-Agent',
    'curl/8',
    'Accept',
    'text/html, application/json',
    'Host',
    HOST,
    'Content-Type',
    'application/json',
    'Content-Length',
    '7',
    'Cookie',
    'sid=1; theme=dark',
    'X-Amzn-Trace-Id',
    TRACE,
  ],
  body: '{"a":1}',
  binding: {
    stageName: 'live',
    routeKey: 'POST /cart/{id}',
    parameters: ['id'],
    stageVariables: { k: 'v' },
  },
}

describe('byte for byte', () => {
  test('2.0: the example of spec/http-api.md section 5.4', () => {
    const { json, context } = event('2.0', cart)
    expect(json).toBe(
      '{"version":"2.0","routeKey":"POST /cart/{id}","rawPath":"/live/cart/7 a","rawQueryString":"x=1&x=2&q=a%20b",' +
        '"cookies":["sid=1","theme=dark"],' +
        '"headers":{"accept":"text/html, application/json","content-length":"7","content-type":"application/json",' +
        '"host":"k3x9ab.execute-api.eu-west-1.amazonaws.com",' +
        '"user-agent":"curl/8","x-amzn-trace-id":"Root=1-67fd88fd-72d8964e1fed2bce3edd5aac",' +
        '"x-forwarded-for":"198.51.100.9","x-forwarded-port":"443","x-forwarded-proto":"https"},' +
        '"queryStringParameters":{"x":"1,2","q":"a b"},' +
        '"requestContext":{"accountId":"111122223333","apiId":"k3x9ab",' +
        '"domainName":"k3x9ab.execute-api.eu-west-1.amazonaws.com","domainPrefix":"k3x9ab",' +
        '"http":{"method":"POST","path":"/live/cart/7 a","protocol":"HTTP/1.1","sourceIp":"198.51.100.9",' +
        '"userAgent":"curl/8"},' +
        `"requestId":"${context.requestId}","routeKey":"POST /cart/{id}","stage":"live",` +
        '"time":"14/Apr/2026:22:15:25 +0000","timeEpoch":1776204925528},' +
        '"body":"{\\"a\\":1}","pathParameters":{"id":"7 a"},"isBase64Encoded":false,"stageVariables":{"k":"v"}}',
    )
  })

  test('2.0: the smallest', () => {
    const { json, context } = event('2.0', {
      headers: ['Host', HOST, 'X-Amzn-Trace-Id', TRACE],
      binding: { routeKey: '$default', isDefaultRoute: true },
    })
    expect(json).toBe(
      '{"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":"",' +
        `"headers":{"content-length":"0","host":"${HOST}","x-amzn-trace-id":"${TRACE}",` +
        '"x-forwarded-for":"198.51.100.9","x-forwarded-port":"443","x-forwarded-proto":"https"},' +
        `"requestContext":{"accountId":"111122223333","apiId":"k3x9ab","domainName":"${HOST}","domainPrefix":"k3x9ab",` +
        '"http":{"method":"GET","path":"/","protocol":"HTTP/1.1","sourceIp":"198.51.100.9","userAgent":""},' +
        `"requestId":"${context.requestId}","routeKey":"$default","stage":"$default",` +
        '"time":"14/Apr/2026:22:15:25 +0000","timeEpoch":1776204925528},"isBase64Encoded":false}',
    )
  })

  test('1.0: members and their order are those of section 5.5', () => {
    const { json, context } = event('1.0', cart)
    expect(json).toBe(
      '{"version":"1.0","resource":"/cart/{id}","path":"/live/cart/7%20a","httpMethod":"POST",' +
        '"headers":{"Accept":"text/html, application/json","Content-Length":"7","Content-Type":"application/json",' +
        `"Cookie":"sid=1; theme=dark","Host":"${HOST}","User-Agent":"curl/8","X-Amzn-Trace-Id":"${TRACE}",` +
        '"X-Forwarded-For":"198.51.100.9","X-Forwarded-Port":"443","X-Forwarded-Proto":"https"},' +
        '"multiValueHeaders":{"Accept":["text/html, application/json"],"Content-Length":["7"],' +
        '"Content-Type":["application/json"],"Cookie":["sid=1; theme=dark"],' +
        `"Host":["${HOST}"],"User-Agent":["curl/8"],"X-Amzn-Trace-Id":["${TRACE}"],` +
        '"X-Forwarded-For":["198.51.100.9"],"X-Forwarded-Port":["443"],"X-Forwarded-Proto":["https"]},' +
        '"queryStringParameters":{"x":"2","q":"a b"},"multiValueQueryStringParameters":{"x":["1","2"],"q":["a b"]},' +
        `"requestContext":{"accountId":"111122223333","apiId":"k3x9ab","domainName":"${HOST}","domainPrefix":"k3x9ab",` +
        `"extendedRequestId":"${context.requestId}","httpMethod":"POST",` +
        '"identity":{"accessKey":null,"accountId":null,"caller":null,"cognitoAuthenticationProvider":null,' +
        '"cognitoAuthenticationType":null,"cognitoIdentityId":null,"cognitoIdentityPoolId":null,' +
        '"principalOrgId":null,"sourceIp":"198.51.100.9","user":null,"userAgent":"curl/8","userArn":null},' +
        `"path":"/live/cart/7 a","protocol":"HTTP/1.1","requestId":"${context.requestId}",` +
        '"requestTime":"14/Apr/2026:22:15:25 +0000","requestTimeEpoch":1776204925528,' +
        '"resourceId":"POST /cart/{id}","resourcePath":"/cart/{id}","stage":"live"},' +
        '"pathParameters":{"id":"7 a"},"stageVariables":{"k":"v"},"body":"{\\"a\\":1}","isBase64Encoded":false}',
    )
  })

  test('1.0: what is empty is null', () => {
    const { json } = event('1.0', { binding: { routeKey: '$default', isDefaultRoute: true } })
    expect(json).toContain('"resource":"$default"')
    expect(json).toContain('"queryStringParameters":null,"multiValueQueryStringParameters":null,')
    expect(json).toContain('"resourceId":"$default","resourcePath":"$default","stage":"$default"}')
    expect(json).toMatch(/"pathParameters":null,"stageVariables":null,"body":null,"isBase64Encoded":false\}$/)
  })
})

describe('paths', () => {
  test.each<[path: string, stageName: string, raw: string, encoded: string]>([
    ['/', '$default', '/', '/'],
    ['/', 'live', '/live/', '/live/'],
    ['/hello/', '$default', '/hello/', '/hello/'],
    ['/a%2Fb', '$default', '/a/b', '/a%2Fb'],
    ['/caf%C3%A9', 'live', '/live/café', '/live/caf%C3%A9'],
    ['/caf\u00c3\u00a9', '$default', '/café', '/caf%C3%A9'],
    ['/%22\u00e9', '$default', '/"\ufffd', '/%22%E9'],
    ['/a+b', '$default', '/a+b', '/a+b'],
    ['//x', '$default', '//x', '//x'],
  ])('%s on %s', (path, stageName, raw, encoded) => {
    const given = { path, binding: { stageName } }
    expect(parsed('2.0', given)).toMatchObject({
      rawPath: raw,
      requestContext: { http: { path: raw }, stage: stageName },
    })
    expect(parsed('1.0', given)).toMatchObject({ path: encoded, requestContext: { path: raw, stage: stageName } })
  })

  test.each<[values: string[], expected: object]>([
    [['7%20a', 'b/c'], { id: '7 a', proxy: 'b/c' }],
    [['%22', 'b/c/'], { id: '"', proxy: 'b/c' }],
    [['a+b', '%2F'], { id: 'a+b', proxy: '/' }],
    [['\u00c3\u00a9', ''], { id: 'é', proxy: '' }],
    [['__proto__', '%E2%82%AC'], { id: '__proto__', proxy: '€' }],
  ])('path parameters %j', (values, expected) => {
    const given = { values, binding: { routeKey: 'ANY /{id}/{proxy+}', parameters: ['id', 'proxy'] } }
    for (const version of ['1.0', '2.0'] as const) {
      expect(parsed(version, given)['pathParameters']).toEqual(expected)
    }
  })

  test('a route with ANY keeps its key; the method is the call’s', () => {
    const given = { method: 'DELETE', binding: { routeKey: 'ANY /pets' } }
    expect(parsed('2.0', given)).toMatchObject({
      routeKey: 'ANY /pets',
      requestContext: { http: { method: 'DELETE' } },
    })
    expect(parsed('1.0', given)).toMatchObject({
      httpMethod: 'DELETE',
      resource: '/pets',
      requestContext: { resourceId: 'ANY /pets', resourcePath: '/pets' },
    })
  })
})

describe('queries', () => {
  test.each<[query: string, raw: string, joined: object, multi: object]>([
    ['a=1', 'a=1', { a: '1' }, { a: ['1'] }],
    ['a', 'a', { a: '' }, { a: [''] }],
    ['a=', 'a=', { a: '' }, { a: [''] }],
    ['=b', '=b', { '': 'b' }, { '': ['b'] }],
    ['a=1&a=2&b=3&a=1', 'a=1&a=2&b=3&a=1', { a: '1,2,1', b: '3' }, { a: ['1', '2', '1'], b: ['3'] }],
    ['a=x+y%2B', 'a=x+y%2B', { a: 'x y+' }, { a: ['x y+'] }],
    ['&&a=1&', '&&a=1&', { a: '1' }, { a: ['1'] }],
    ['a=%zz%E9&b=100%', 'a=%zz%E9&b=100%', { a: '%zz\ufffd', b: '100%' }, { a: ['%zz\ufffd'], b: ['100%'] }],
    ['a=\u00c3\u00a9', 'a=%C3%A9', { a: 'é' }, { a: ['é'] }],
    ['a%5B%5D=%22', 'a%5B%5D=%22', { 'a[]': '"' }, { 'a[]': ['"'] }],
    ['a=b=c', 'a=b=c', { a: 'b=c' }, { a: ['b=c'] }],
    ['2=b&1=a', '2=b&1=a', { 1: 'a', 2: 'b' }, { 1: ['a'], 2: ['b'] }],
  ])('%s', (query, raw, joined, multi) => {
    expect(parsed('2.0', { query })).toMatchObject({ rawQueryString: raw, queryStringParameters: joined })
    const { queryStringParameters, multiValueQueryStringParameters } = parsed('1.0', { query })
    expect(multiValueQueryStringParameters).toEqual(multi)
    const last = Object.entries(multi).map(([name, values]) => [name, (values as string[]).at(-1)])
    expect(queryStringParameters).toEqual(Object.fromEntries(last))
  })

  test('a name that an object would swallow is one of its own', () => {
    const { json } = event('2.0', { query: '__proto__=1&constructor=2' })
    expect(json).toContain('"queryStringParameters":{"__proto__":"1","constructor":"2"}')
  })

  test.each(['', '&', '&&'])('%j has no parameters', (query) => {
    expect(parsed('2.0', { query })).not.toHaveProperty('queryStringParameters')
    expect(parsed('1.0', { query })).toMatchObject({ queryStringParameters: null })
  })
})

describe('headers', () => {
  test.each<[headers: string[], expected: Record<string, string | undefined>]>([
    [['X-A', '1', 'x-a', '2', 'X-B', '3'], { 'x-a': '1,2', 'x-b': '3' }],
    [['X-A', 'a, b'], { 'x-a': 'a, b' }],
    [['X-Quote', '"\\'], { 'x-quote': '"\\' }],
    [['X-Utf', '\u00c3\u00a9'], { 'x-utf': 'é' }],
    [['X-Latin', '\u00e9'], { 'x-latin': 'é' }],
    [['__proto__', 'x'], {}],
    [['Connection', 'close, X-Drop', 'X-Drop', '1', 'Keep-Alive', '5'], { connection: undefined, 'x-drop': undefined }],
    [['Connection', 'x-b', 'Connection', 'X-C', 'X-C', '1', 'X-B', '2'], { 'x-b': undefined, 'x-c': undefined }],
    [['Connection', 'host, x-forwarded-for'], { host: HOST, 'x-forwarded-for': '198.51.100.9' }],
    [
      ['Transfer-Encoding', 'chunked', 'TE', 'trailers', 'Upgrade', 'h2c'],
      { 'transfer-encoding': undefined, te: undefined },
    ],
    [['Expect', '100-continue', 'Proxy-Authorization', 'x'], { expect: undefined, 'proxy-authorization': undefined }],
    [['X-Forwarded-For', '203.0.113.7'], { 'x-forwarded-for': '203.0.113.7, 198.51.100.9' }],
    [['X-Forwarded-For', 'a', 'x-forwarded-for', 'b, c'], { 'x-forwarded-for': 'a, b, c, 198.51.100.9' }],
    [
      ['X-Forwarded-Proto', 'ftp', 'X-Forwarded-Port', '1'],
      { 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
    ],
    [['X-Amzn-Trace-Id', `${TRACE};Sampled=1`], { 'x-amzn-trace-id': `${TRACE};Sampled=1` }],
    [['Authorization', 'Bearer x'], { authorization: 'Bearer x' }],
    [['Cookie', 'a=1'], { cookie: undefined }],
  ])('2.0: %j', (headers, expected) => {
    const event = parsed('2.0', { headers: ['Host', HOST, ...headers] })
    for (const [name, value] of Object.entries(expected)) {
      expect((event['headers'] as Record<string, string>)[name]).toBe(value)
    }
  })

  test('2.0: a trace is begun where there is none', () => {
    const { headers } = parsed('2.0') as { headers: Record<string, string> }
    expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-69debc7d-[\da-f]{24}$/)
  })

  test.each<[secure: boolean, host: string, port: string]>([
    [true, 'a.example.com', '443'],
    [false, 'a.example.com', '80'],
    [false, 'a.execute-api.localhost:4566', '4566'],
    [true, '[::1]:8443', '8443'],
    [false, '[::1]', '80'],
    [false, 'a.example.com:', '80'],
  ])('secure %s, host %s: port %s', (secure, host, port) => {
    const { headers } = parsed('2.0', { secure, headers: ['Host', host] }) as { headers: Record<string, string> }
    expect([headers['x-forwarded-port'], headers['x-forwarded-proto']]).toEqual([port, secure ? 'https' : 'http'])
  })

  test('1.0: canonical names; the last value wins, and all values are there', () => {
    const event = parsed('1.0', { headers: ['host', HOST, 'x-a', '1', 'X-A', '2', 'ETAG', 'x', 'cookie', 'a=1'] })
    expect(event['headers']).toMatchObject({ 'X-A': '2', Etag: 'x', Cookie: 'a=1', Host: HOST, 'Content-Length': '0' })
    expect(event['multiValueHeaders']).toMatchObject({ 'X-A': ['1', '2'], Etag: ['x'], Cookie: ['a=1'] })
  })

  test('names are in order', () => {
    const headers = ['Zeta', '1', 'alpha', '2', 'Host', HOST, 'Mid', '3', 'ALPHA', '4']
    const names = Object.keys(parsed('2.0', { headers })['headers'] as object)
    expect(names).toEqual([...names].sort())
  })

  test.each<[lines: string[], cookies: string[] | undefined]>([
    [['Cookie', 'a=1'], ['a=1']],
    [
      ['Cookie', 'a=1;b=2;  c=3 ; ;'],
      ['a=1', 'b=2', 'c=3'],
    ],
    [
      ['Cookie', 'a=1', 'cookie', 'b="x"'],
      ['a=1', 'b="x"'],
    ],
    [['Cookie', 'a'], ['a']],
    [['Cookie', ' ; '], undefined],
    [['Cookie', ''], undefined],
    [[], undefined],
  ])('2.0: cookies of %j', (lines, cookies) => {
    expect(parsed('2.0', { headers: ['Host', HOST, ...lines] })['cookies']).toEqual(cookies)
  })
})

describe('bodies', () => {
  const json = ['Content-Type', 'application/json']
  test.each<[headers: string[], body: string | Uint8Array, expected: string | null, isBase64Encoded: boolean]>([
    [json, '{}', '{}', false],
    [['content-type', 'APPLICATION/JSON ; charset=utf-8'], '{}', '{}', false],
    [['Content-Type', 'text/plain'], 'é\u2028"', 'é\u2028"', false],
    [['Content-Type', 'text/x-own; a=b'], 'x', 'x', false],
    [['Content-Type', 'application/javascript'], 'x', 'x', false],
    [['Content-Type', 'application/xml'], '<a/>', '<a/>', false],
    [['Content-Type', 'application/vnd.api+json'], '{}', 'e30=', true],
    [['Content-Type', 'application/x-www-form-urlencoded'], 'a=1', 'YT0x', true],
    [['Content-Type', 'multipart/form-data; boundary=x'], 'a', 'YQ==', true],
    [['Content-Type', 'image/png'], Buffer.from([0, 255]), 'AP8=', true],
    [['Content-Type', 'application/octet-stream'], 'a', 'YQ==', true],
    [['Content-Type', 'text/'], 'a', 'YQ==', true],
    [[], 'a', 'YQ==', true],
    [json, Buffer.from([0xe9]), '6Q==', true],
    [[...json, 'Content-Encoding', 'gzip'], 'a', 'YQ==', true],
    [[...json, 'Content-Encoding', 'identity'], 'a', 'a', false],
    [json, '', null, false],
    [[], '', null, false],
  ])('%j', (headers, body, expected, isBase64Encoded) => {
    const given = { headers: ['Host', HOST, ...headers], body }
    expect(parsed('1.0', given)).toMatchObject({ body: expected, isBase64Encoded })
    const v2 = parsed('2.0', given)
    expect(v2).toMatchObject({ isBase64Encoded })
    expect(v2['body']).toBe(expected ?? undefined)
  })

  test('Content-Length is the body’s', () => {
    const headers = ['Host', HOST, 'Transfer-Encoding', 'chunked', ...json]
    expect(parsed('2.0', { headers, body: 'é' })['headers']).toMatchObject({ 'content-length': '2' })
  })
})

describe('how the call came', () => {
  test.each([
    ['198.51.100.9', '198.51.100.9'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['2001:db8::1', '2001:db8::1'],
  ])('from %s', (remoteAddress, sourceIp) => {
    const { requestContext, headers } = parsed('2.0', { remoteAddress }) as {
      requestContext: { http: object }
      headers: Record<string, string>
    }
    expect(requestContext.http).toMatchObject({ sourceIp })
    expect(headers['x-forwarded-for']).toBe(sourceIp)
    expect(parsed('1.0', { remoteAddress })).toMatchObject({ requestContext: { identity: { sourceIp } } })
  })

  test.each([
    ['k3x9ab.execute-api.localhost:4566', 'k3x9ab.execute-api.localhost', 'k3x9ab'],
    ['api.example.com', 'api.example.com', 'api'],
    ['localhost', 'localhost', 'localhost'],
  ])('to %s', (host, domainName, domainPrefix) => {
    for (const version of ['1.0', '2.0'] as const) {
      expect(parsed(version, { headers: ['Host', host] })).toMatchObject({
        requestContext: { domainName, domainPrefix },
      })
    }
  })

  test('in the path form: as in the host form', () => {
    const event = parsed('2.0', {
      headers: ['Host', '127.0.0.1:4566', 'X-Amzn-Trace-Id', TRACE],
      path: '/pets',
      isPathForm: true,
      binding: { stageName: 'live' },
    })
    expect(event).toMatchObject({
      rawPath: '/live/pets',
      headers: { host: 'k3x9ab.execute-api.localhost:4566' },
      requestContext: { domainName: 'k3x9ab.execute-api.localhost', domainPrefix: 'k3x9ab', stage: 'live' },
    })
  })

  test.each([
    ['v1', '/v1/pets?x=1', '/pets', '/v1/pets'],
    ['v1', '/v1?x=1', '/', '/v1'],
    ['', '/pets', '/pets', '/pets'],
  ])(
    'under a custom domain name, key %j: 1.0 has the key and no stage, 2.0 the other way',
    (key, target, path, seen) => {
      const given: Given = {
        headers: ['Host', 'api.example.com'],
        path,
        mapped: { key, target },
        binding: { stageName: 'live' },
      }
      const requestContext = { domainName: 'api.example.com', domainPrefix: 'api', stage: 'live' }
      expect(parsed('1.0', given)).toMatchObject({ path: seen, requestContext: { ...requestContext, path: seen } })
      expect(parsed('2.0', given)).toMatchObject({ rawPath: `/live${path}`, requestContext })
    },
  )
})
