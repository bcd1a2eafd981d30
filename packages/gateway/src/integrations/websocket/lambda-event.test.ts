import { expect, test } from 'vitest'
import { lambdaEvent } from './lambda-event.ts'
import { testEvent } from './test-websocket-integration.ts'

/** The samples of spec/websocket-api.md section 11, byte for byte. */

const HOST = 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com'

/** As a browser sends them. */
const handshake = [
  'Host',
  HOST,
  'Connection',
  'Upgrade',
  'User-Agent',
  'ExampleAgent/1.0',
  'Upgrade',
  'websocket',
  'Origin',
  'https://app.example',
  'Sec-WebSocket-Version',
  '13',
  'Content-Length',
  '0',
  'Sec-WebSocket-Key',
  'c2FtcGxlLWtleS0xMjM0NQ==',
  'Sec-WebSocket-Extensions',
  'permessage-deflate; client_max_window_bits',
]

test('11.1: CONNECT', () => {
  const event = testEvent('CONNECT', {
    requestId: 'AbCdEfGhIjkFZ-Q=',
    timeEpoch: Date.UTC(2026, 0, 5, 10, 11, 12, 346),
    connection: { headers: handshake, query: 'room=42' },
  })
  const values: [string, string][] = [
    ['Host', HOST],
    ['Origin', 'https://app.example'],
    ['Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits'],
    ['Sec-WebSocket-Key', 'c2FtcGxlLWtleS0xMjM0NQ=='],
    ['Sec-WebSocket-Version', '13'],
    ['User-Agent', 'ExampleAgent/1.0'],
    ['X-Amzn-Trace-Id', 'Root=1-695b8f40-0123456789abcdef01234567'],
    ['X-Forwarded-For', '192.0.2.7'],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ]
  const headers = values.map(([name, value]) => `"${name}":"${value}"`).join(',')
  const multiValueHeaders = values.map(([name, value]) => `"${name}":["${value}"]`).join(',')
  expect(lambdaEvent(event, {})).toBe(
    `{"headers":{${headers}},"multiValueHeaders":{${multiValueHeaders}},` +
      '"queryStringParameters":{"room":"42"},"multiValueQueryStringParameters":{"room":["42"]},' +
      '"requestContext":{"routeKey":"$connect","eventType":"CONNECT","extendedRequestId":"AbCdEfGhIjkFZ-Q=",' +
      '"requestTime":"05/Jan/2026:10:11:12 +0000","messageDirection":"IN","stage":"prod",' +
      '"connectedAt":1767607872345,"requestTimeEpoch":1767607872346,' +
      '"identity":{"userAgent":"ExampleAgent/1.0","sourceIp":"192.0.2.7"},' +
      `"requestId":"AbCdEfGhIjkFZ-Q=","domainName":"${HOST}",` +
      '"connectionId":"AbCdEf_GhIjCE2A=","apiId":"a1b2c3d4e5"},"isBase64Encoded":false}',
  )
})

test('11.2: MESSAGE', () => {
  expect(lambdaEvent(testEvent('MESSAGE'), { stage: 'variables', are: 'not in it' })).toBe(
    '{"requestContext":{"routeKey":"sendmessage","messageId":"AbCdEfGhIjkCE2A=","eventType":"MESSAGE",' +
      '"extendedRequestId":"AbCdFxFhIjkFq_w=","requestTime":"05/Jan/2026:10:11:20 +0000","messageDirection":"IN",' +
      '"stage":"prod","connectedAt":1767607872345,"requestTimeEpoch":1767607880001,' +
      '"identity":{"userAgent":"ExampleAgent/1.0","sourceIp":"192.0.2.7"},' +
      `"requestId":"AbCdFxFhIjkFq_w=","domainName":"${HOST}",` +
      '"connectionId":"AbCdEf_GhIjCE2A=","apiId":"a1b2c3d4e5"},' +
      '"body":"{\\"action\\":\\"sendmessage\\",\\"text\\":\\"hi\\"}","isBase64Encoded":false}',
  )
})

test('11.3: DISCONNECT', () => {
  expect(lambdaEvent(testEvent('DISCONNECT', { connection: { headers: handshake, query: 'room=42' } }), {})).toBe(
    `{"headers":{"Host":"${HOST}","x-api-key":"","X-Forwarded-For":"","x-restapi":""},` +
      `"multiValueHeaders":{"Host":["${HOST}"],"x-api-key":[""],"X-Forwarded-For":[""],"x-restapi":[""]},` +
      '"requestContext":{"routeKey":"$disconnect","disconnectStatusCode":1005,"eventType":"DISCONNECT",' +
      '"extendedRequestId":"AbCdFxFhIjkFq_w=","requestTime":"05/Jan/2026:10:11:20 +0000","messageDirection":"IN",' +
      '"disconnectReason":"Client-side close frame status not set","stage":"prod","connectedAt":1767607872345,' +
      '"requestTimeEpoch":1767607880001,"identity":{"userAgent":"ExampleAgent/1.0","sourceIp":"192.0.2.7"},' +
      `"requestId":"AbCdFxFhIjkFq_w=","domainName":"${HOST}",` +
      '"connectionId":"AbCdEf_GhIjCE2A=","apiId":"a1b2c3d4e5"},"isBase64Encoded":false}',
  )
})

interface Event {
  readonly headers: Record<string, string>
  readonly multiValueHeaders: Record<string, string[]>
  readonly queryStringParameters?: Record<string, string>
  readonly multiValueQueryStringParameters?: Record<string, string[]>
  readonly stageVariables?: unknown
  readonly body?: string
  readonly requestContext: { readonly identity: unknown; readonly disconnectReason?: string }
}

const parsed = (event: Parameters<typeof lambdaEvent>[0], variables = {}) =>
  JSON.parse(lambdaEvent(event, variables)) as Event

test.each<[string, string[], string, string[]]>([
  ['names as received', ['COOKIE', 'a=1'], 'COOKIE', ['a=1']],
  ['the subprotocols', ['Sec-WebSocket-Protocol', 'a, b'], 'Sec-WebSocket-Protocol', ['a, b']],
  ['authorization', ['authorization', 'x'], 'authorization', ['x']],
  ['several of a name', ['X-A', '1', 'X-A', '2'], 'X-A', ['1', '2']],
  ['UTF-8', ['X-A', Buffer.from('ü').toString('latin1')], 'X-A', ['ü']],
  ['Latin-1', ['X-A', '\xfc'], 'X-A', ['\xfc']],
  ['a name that objects have', ['__proto__', 'x'], '__proto__', ['x']],
  ['X-Forwarded-For is added to', ['X-Forwarded-For', '198.51.100.1'], 'X-Forwarded-For', ['198.51.100.1, 192.0.2.7']],
  ['X-Forwarded-Proto is the gateway’s', ['x-forwarded-proto', 'http'], 'X-Forwarded-Proto', ['https']],
  ['X-Forwarded-Port is the gateway’s', ['x-forwarded-port', '1'], 'X-Forwarded-Port', ['443']],
])('headers: %s (11.1)', (_name, headers, name, values) => {
  const event = parsed(testEvent('CONNECT', { connection: { headers } }))
  expect(Object.getOwnPropertyDescriptor(event.multiValueHeaders, name)?.value).toEqual(values)
  expect(Object.getOwnPropertyDescriptor(event.headers, name)?.value).toBe(values.at(-1))
})

test.each<[string, Record<string, string> | undefined, Record<string, string[]> | undefined]>([
  ['', undefined, undefined],
  ['a', { a: '' }, { a: [''] }],
  ['a=1&b=2&a=3', { a: '3', b: '2' }, { a: ['1', '3'], b: ['2'] }],
  ['a=%C3%BC+x%2B', { a: 'ü x+' }, { a: ['ü x+'] }],
  ['%61=1', { a: '1' }, { a: ['1'] }],
])('query: %s (11.1)', (query, last, all) => {
  const event = parsed(testEvent('CONNECT', { connection: { query } }))
  expect([event.queryStringParameters, event.multiValueQueryStringParameters]).toEqual([last, all])
})

test('stage variables are there on CONNECT, where there are any; no body (11.1)', () => {
  expect(parsed(testEvent('CONNECT'), { a: 'b' }).stageVariables).toEqual({ a: 'b' })
  expect(Object.keys(parsed(testEvent('CONNECT')))).toEqual([
    'headers',
    'multiValueHeaders',
    'requestContext',
    'isBase64Encoded',
  ])
})

test('a client without a user agent; the port and scheme that it called (11.4)', () => {
  const connection = { userAgent: undefined, secure: false, host: 'x.execute-api.localhost:4566' }
  const { requestContext, headers } = parsed(testEvent('CONNECT', { connection }))
  expect(requestContext.identity).toEqual({ sourceIp: '192.0.2.7' })
  expect([headers['X-Forwarded-Port'], headers['X-Forwarded-Proto']]).toEqual(['4566', 'http'])
})

test.each(['', 'no JSON', '"\\ud800"', '\u2028'])('body %j is verbatim (11.2)', (body) => {
  expect(parsed(testEvent('MESSAGE', { body })).body).toBe(body)
})
