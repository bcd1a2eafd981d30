import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AccountThrottle } from '../data-plane/account-throttle.ts'
import type { FaultReport } from '../data-plane/fault-response.ts'
import type { LambdaCall, LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { placeRequest } from '../data-plane/placement.ts'
import { FakeFunctions, FakeUpstream, functionDocument, returned } from '../integrations/test-integration.ts'
import { ProgramTable } from '../program/program-table.ts'
import { createApi, testOwner } from '../program/test-api.ts'
import { ApiRepository } from '../store/api-repository.ts'
import type { StageDocument } from '../store/documents.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { headerOf } from '../transport/http-message.ts'
import { testListener } from '../transport/test-listener.ts'
import { createHttpApiHandler } from './pipeline.ts'

/** HTTP APIs in front of functions, through the real listener: what clients send and read. */

const HOST = 'a1b2c3d4e5.execute-api.localhost:4566'
const LIMIT = 1_000_000

type Answer = (call: LambdaCall) => LambdaOutcome | Promise<LambdaOutcome>

async function gateway(answer: Answer, version: '1.0' | '2.0' = '2.0', stage: Partial<StageDocument> = {}) {
  const apis = new ApiRepository(new MemoryStore(), 'eu-west-1')
  const integration = functionDocument({ PayloadFormatVersion: version, TimeoutInMillis: 50 })
  await createApi(apis, { 'ANY /cart/{id}': integration, $default: integration }, { stage })
  const programs = await ProgramTable.open(apis, testOwner)
  onTestFinished(() => programs.close())
  const functions = new FakeFunctions(answer)
  const handler = createHttpApiHandler({
    throttle: new AccountThrottle({ rate: 0, burst: 0, connectionRate: 0 }),
    answerWebSocketApi: () => Promise.reject(new Error('no WebSocket API here')),
    programs,
    upstream: new FakeUpstream(),
    functions,
    payloadBytes: LIMIT,
    gatewayAddress: undefined,
  })
  const { port } = await testListener((request) => {
    const placement = placeRequest(headerOf(request.headers, 'host'), request.target)
    if (placement.kind !== 'execute-api') throw new Error(`placed as ${placement.kind}`)
    return handler(placement, request)
  })
  /** The event of the last call. */
  const event = () => JSON.parse(functions.calls.at(-1)?.payload ?? '') as Record<string, unknown>
  return { port, functions, event }
}

interface Ask {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string | string[]>
  readonly body?: string | Uint8Array
}

function start(port: number, { method = 'GET', path = '/', headers = {}, body }: Ask = {}) {
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    method,
    path,
    headers: { Host: HOST, ...headers },
    agent: false,
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
  answered.catch(() => undefined)
  request.end(body)
  return { request, answered }
}

async function ask(port: number, given: Ask = {}) {
  const answer = await start(port, given).answered
  const body = (await buffer(answer)).toString('latin1')
  return { status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders, body }
}

/** What the gateway told the log of the faults of a test. */
function faults(): FaultReport[] {
  const reports: FaultReport[] = []
  const listener = (message: unknown) => void reports.push(message as FaultReport)
  subscribe('postern:data-plane:fault', listener)
  onTestFinished(() => void unsubscribe('postern:data-plane:fault', listener))
  return reports
}

describe('events', () => {
  test('2.0: of a chunked upload on a named stage', async () => {
    const { port, event } = await gateway(() => returned('{}'), '2.0', {
      StageName: 'live',
      StageVariables: { k: 'v' },
    })
    const { headers } = await ask(port, {
      method: 'POST',
      path: '/live/cart/7%20a?x=1&x=2',
      headers: {
        'Content-Type': 'application/json',
        'Transfer-Encoding': 'chunked',
        'X-Two': ['a', 'b'],
        Cookie: 'sid=1; theme=dark',
      },
      body: '{"a":1}',
    })
    const { requestContext, headers: seen, ...rest } = event() as { requestContext: object; headers: object }
    expect(rest).toEqual({
      version: '2.0',
      routeKey: 'ANY /cart/{id}',
      rawPath: '/live/cart/7 a',
      rawQueryString: 'x=1&x=2',
      cookies: ['sid=1', 'theme=dark'],
      queryStringParameters: { x: '1,2' },
      body: '{"a":1}',
      pathParameters: { id: '7 a' },
      isBase64Encoded: false,
      stageVariables: { k: 'v' },
    })
    expect(seen).toEqual({
      'content-length': '7',
      'content-type': 'application/json',
      host: HOST,
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24}$/) as string,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '4566',
      'x-forwarded-proto': 'http',
      'x-two': 'a,b',
    })
    expect(requestContext).toMatchObject({
      accountId: testOwner.accountId,
      apiId: 'a1b2c3d4e5',
      domainName: 'a1b2c3d4e5.execute-api.localhost',
      domainPrefix: 'a1b2c3d4e5',
      http: { method: 'POST', path: '/live/cart/7 a', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: headers['apigw-requestid'],
      routeKey: 'ANY /cart/{id}',
      stage: 'live',
    })
  })

  test('1.0: of an upload of bytes', async () => {
    const { port, event } = await gateway(() => returned('{"statusCode":200}'), '1.0')
    await ask(port, {
      method: 'PUT',
      path: '/cart/a%2Fb/?x=1',
      headers: { 'x-two': ['a', 'b'], Cookie: 'sid=1' },
      body: Buffer.from([0, 255]),
    })
    expect(event()).toMatchObject({
      version: '1.0',
      resource: '/cart/{id}',
      path: '/cart/a%2Fb/',
      httpMethod: 'PUT',
      headers: { 'X-Two': 'b', Cookie: 'sid=1', 'Content-Length': '2' },
      multiValueHeaders: { 'X-Two': ['a', 'b'] },
      multiValueQueryStringParameters: { x: ['1'] },
      requestContext: { path: '/cart/a/b/', resourceId: 'ANY /cart/{id}' },
      pathParameters: { id: 'a/b' },
      body: 'AP8=',
      isBase64Encoded: true,
    })
  })

  test('a call in the path form looks as one in the host form', async () => {
    const { port, event } = await gateway(() => returned('{}'), '2.0', { StageName: 'live' })
    const host = `127.0.0.1:${port}`
    const answer = await ask(port, { path: '/_aws/execute-api/a1b2c3d4e5/live/cart/7', headers: { Host: host } })
    expect(answer.headers['content-security-policy']).toContain('sandbox')
    expect(event()).toMatchObject({
      rawPath: '/live/cart/7',
      headers: { host: `a1b2c3d4e5.execute-api.localhost:${port}`, 'x-forwarded-port': `${port}` },
      requestContext: { domainName: 'a1b2c3d4e5.execute-api.localhost', domainPrefix: 'a1b2c3d4e5', stage: 'live' },
    })
  })
})

describe('answers', () => {
  test('2.0: cookies, names, values beyond ASCII, and what may not be written', async () => {
    const { port } = await gateway(() =>
      returned(
        JSON.stringify({
          statusCode: 201,
          cookies: ['a=1', 'b=2'],
          headers: {
            myheader: 'x',
            'set-cookie': 'h=1',
            'x-utf': 'é',
            'x-split': 'a\r\nX-Injected: 1',
            'bad name': 'x',
            connection: 'close',
            'transfer-encoding': 'chunked',
            'content-length': '1',
            'apigw-requestid': 'mine',
          },
          body: 'grüße',
        }),
      ),
    )
    const answer = await ask(port)
    expect([answer.status, Buffer.from(answer.body, 'latin1').toString()]).toEqual([201, 'grüße'])
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '7',
      'set-cookie': ['a=1', 'b=2', 'h=1'],
      'x-utf': Buffer.from('é').toString('latin1'),
      connection: 'close',
      'apigw-requestid': expect.stringMatching(/^[\w-]{15}=$/) as string,
    })
    expect(answer.raw).toContain('Myheader')
    for (const name of ['x-split', 'x-injected', 'bad name', 'transfer-encoding']) {
      expect(answer.headers[name]).toBeUndefined()
    }
  })

  test('2.0: an inferred one', async () => {
    const { port } = await gateway(() => returned('{"message":"hello"}'))
    const { status, headers, body } = await ask(port)
    expect([status, headers['content-type'], body]).toEqual([200, 'application/json', '{"message":"hello"}'])
  })

  test('1.0: headers of several values, and bytes', async () => {
    const { port } = await gateway(
      () =>
        returned(
          '{"statusCode":200,"headers":{"x-a":"0","content-type":"image/png"},' +
            '"multiValueHeaders":{"x-a":["1","2"],"set-cookie":["a=1","b=2"]},"body":"AP8=","isBase64Encoded":true}',
        ),
      '1.0',
    )
    const { headers, body } = await ask(port)
    expect(headers).toMatchObject({ 'x-a': '0, 1, 2', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'image/png' })
    expect(body).toBe('\u0000\u00ff')
  })

  test.each([
    ['HEAD', '{"statusCode":200,"body":"12345"}', 200, '5'],
    ['GET', '{"statusCode":204,"body":"12345"}', 204, undefined],
    ['GET', '{"statusCode":304,"body":"12345"}', 304, undefined],
    ['HEAD', '{"statusCode":204,"body":"12345"}', 204, undefined],
  ])('%s answered by %s has no body', async (method, json, status, length) => {
    const { port } = await gateway(() => returned(json))
    const answer = await ask(port, { method })
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([status, length, ''])
  })

  test('5 MB come through', async () => {
    const text = 'é'.repeat(LIMIT / 2)
    const { port } = await gateway(() => returned(JSON.stringify(text)))
    const { status, body } = await ask(port)
    expect([status, body.length]).toEqual([200, LIMIT])
  })
})

describe('faults', () => {
  const unhandled: LambdaOutcome = {
    kind: 'answered',
    payload: Buffer.from('{"errorMessage":"secret"}'),
    functionError: 'Unhandled',
  }
  const UNAVAILABLE = '{"message":"Service Unavailable"}'
  const SERVER_ERROR = '{"message":"Internal Server Error"}'

  test.each<[name: string, answer: Answer, version: '1.0' | '2.0', status: number, body: string, fault: string]>([
    ['a function error', () => unhandled, '2.0', 500, SERVER_ERROR, 'function-failed'],
    ['a malformed answer', () => returned('{"statusCode":"x"}'), '2.0', 500, SERVER_ERROR, 'function-failed'],
    ['a malformed answer', () => returned('"Hi"'), '1.0', 500, SERVER_ERROR, 'function-failed'],
    [
      'bad base64',
      () => returned('{"statusCode":200,"body":"?","isBase64Encoded":true}'),
      '2.0',
      500,
      SERVER_ERROR,
      'function-failed',
    ],
    ['no answer in time', () => new Promise(() => {}), '2.0', 503, UNAVAILABLE, 'function-timeout'],
    ['throttled', () => ({ kind: 'throttled', message: '' }), '2.0', 503, UNAVAILABLE, 'function-throttled'],
    ['missing', () => ({ kind: 'missing', message: '' }), '2.0', 500, SERVER_ERROR, 'function-not-called'],
    ['forbidden', () => ({ kind: 'forbidden', message: '' }), '1.0', 500, SERVER_ERROR, 'function-not-called'],
    ['unavailable', () => ({ kind: 'unavailable', message: '' }), '2.0', 500, SERVER_ERROR, 'function-not-called'],
    [
      'an event that Lambda refuses',
      () => ({ kind: 'too-large', message: '' }),
      '2.0',
      413,
      '{"message":"Request Entity Too Large"}',
      'request-too-large',
    ],
    ['a bug', () => Promise.reject(new Error('secret')), '2.0', 500, SERVER_ERROR, 'internal'],
  ])('%s', async (_name, answer, version, status, body, kind) => {
    const reports = faults()
    const { port } = await gateway(answer, version)
    const got = await ask(port)
    expect([got.status, got.body, got.headers['content-type']]).toEqual([status, body, 'application/json'])
    expect(got.headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/)
    expect(reports.map(({ fault, context }) => [fault.kind, context.routeKey])).toEqual([[kind, '$default']])
  })

  test.each([{ 'Content-Length': `${LIMIT + 1}` }, { 'Transfer-Encoding': 'chunked' }])(
    'a body over the limit: %j',
    async (headers) => {
      const { port, functions } = await gateway(() => returned('{}'))
      const { request, answered } = start(port, { method: 'POST', headers, body: Buffer.alloc(LIMIT + 1) })
      request.on('error', () => undefined)
      const answer = await answered
      expect([answer.statusCode, (await buffer(answer)).toString()]).toEqual([
        413,
        '{"message":"Request Entity Too Large"}',
      ])
      expect(functions.calls).toEqual([])
    },
  )
})

test('a client that leaves while it sends: the function is not called', async () => {
  const reports = faults()
  const { port, functions } = await gateway(() => returned('{}'))
  const told = Promise.withResolvers<void>()
  const listener = () => told.resolve()
  subscribe('postern:data-plane:fault', listener)
  onTestFinished(() => void unsubscribe('postern:data-plane:fault', listener))
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    method: 'POST',
    headers: { Host: HOST, 'Content-Length': '10' },
  })
  request.on('error', () => undefined)
  request.write('12345', () => request.destroy())
  await told.promise
  expect(reports.map(({ fault }) => fault.kind)).toEqual(['abandoned'])
  expect(functions.calls).toEqual([])
})

test('a client that leaves while the function runs: the function ends, and nothing breaks', async () => {
  const called = Promise.withResolvers<void>()
  const later = Promise.withResolvers<LambdaOutcome>()
  const { port } = await gateway((call) => {
    if (call.payload.includes('"/leave"')) called.resolve()
    return call.payload.includes('"/leave"') ? later.promise : returned('"here"')
  })
  const { request } = start(port, { path: '/leave' })
  request.on('error', () => undefined)
  await called.promise
  request.destroy()
  later.resolve(returned('"gone"'))
  expect((await ask(port)).body).toBe('here')
})
