import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { LambdaCall, LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { ChunkSource, testRequest } from '../data-plane/test-request.ts'
import { DefinitionError } from '../expression/definition-error.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import type { HttpRequest } from '../transport/http-message.ts'
import type { IntegrationBinding, IntegrationResult } from './integration.ts'
import { compileLambdaProxy } from './lambda-proxy.ts'
import {
  binding,
  FakeFunctions,
  FakeUpstream,
  FUNCTION_ARN,
  functionDocument,
  integrationCall,
  integrationServices,
  returned,
} from './test-integration.ts'

const EVENT_BYTES = 6_291_556

interface Given {
  readonly document?: Partial<IntegrationDocument>
  readonly binding?: Partial<IntegrationBinding>
  readonly request?: HttpRequest
  readonly payloadBytes?: number
}

async function call(answer: (call: LambdaCall) => LambdaOutcome | Promise<LambdaOutcome>, given: Given = {}) {
  const functions = new FakeFunctions(answer)
  const integration = compileLambdaProxy(functionDocument(given.document)).bind(binding(given.binding))
  const services = {
    ...integrationServices(new FakeUpstream(), functions),
    payloadBytes: given.payloadBytes ?? 10_485_760,
  }
  const request = given.request ?? testRequest('GET', '/pets')
  const result: IntegrationResult = await integration.call(integrationCall({ request }), services)
  return { result, calls: functions.calls }
}

const ok = () => returned('"ok"')

describe('what the function is called with', () => {
  test.each<[given: Given, expected: Partial<LambdaCall>]>([
    [
      {},
      {
        target: {
          arn: FUNCTION_ARN,
          region: 'eu-west-1',
          accountId: '111122223333',
          functionName: 'cart',
          qualifier: undefined,
        },
        credentials: { kind: 'gateway' },
        sourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default/GET/pets',
      },
    ],
    [
      { document: { CredentialsArn: 'arn:aws:iam::111122223333:role/r' } },
      { credentials: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/r' } },
    ],
    [{ document: { CredentialsArn: 'arn:aws:iam::*:user/*' } }, { credentials: { kind: 'caller' } }],
    [
      { binding: { routeKey: 'ANY /a/{id}', stageName: 'live', parameters: [] }, request: testRequest('PUT', '/') },
      { sourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/live/PUT/a/{id}' },
    ],
  ])('%j', async (given, expected) => {
    const { calls } = await call(ok, given)
    expect(calls).toEqual([expect.objectContaining(expected)])
  })

  test('the target is the same object in every call of a binding', async () => {
    const functions = new FakeFunctions(ok)
    const integration = compileLambdaProxy(functionDocument()).bind(binding())
    await integration.call(integrationCall(), integrationServices(undefined, functions))
    await integration.call(integrationCall(), integrationServices(undefined, functions))
    expect(functions.calls[0]?.target).toBe(functions.calls[1]?.target)
  })

  test('the trace is the one of the event', async () => {
    const { calls } = await call(ok)
    const event = JSON.parse(calls[0]?.payload ?? '') as { headers: Record<string, string> }
    expect(calls[0]?.traceId).toBe(event.headers['x-amzn-trace-id'])
  })

  test.each([
    ['1.0', '1.0'],
    ['2.0', '2.0'],
    [undefined, '1.0'],
  ])('payload format %s', async (PayloadFormatVersion, version) => {
    const document = functionDocument()
    if (PayloadFormatVersion === undefined) delete document.PayloadFormatVersion
    else document.PayloadFormatVersion = PayloadFormatVersion
    const functions = new FakeFunctions(() => returned('{"statusCode":200}'))
    await compileLambdaProxy(document)
      .bind(binding())
      .call(integrationCall(), integrationServices(undefined, functions))
    expect(JSON.parse(functions.calls[0]?.payload ?? '')).toMatchObject({ version })
  })
})

describe('definitions', () => {
  test.each<Partial<IntegrationDocument>>([
    { IntegrationUri: 'arn:aws:lambda:x' },
    { CredentialsArn: 'arn:aws:iam::111122223333:user/bob' },
  ])('%j cannot be deployed', (document) => {
    expect(() => compileLambdaProxy(functionDocument(document))).toThrow(DefinitionError)
  })

  test('without a URI', () => {
    const document = functionDocument()
    delete document.IntegrationUri
    expect(() => compileLambdaProxy(document)).toThrow('it has no URI')
  })

  test.each<Partial<IntegrationDocument>>([
    { IntegrationUri: `${FUNCTION_ARN}:\${stageVariables.missing}` },
    { CredentialsArn: 'arn:aws:iam::111122223333:role/${stageVariables.missing}' },
  ])('%j answers 500 on a stage without the variable', async (document) => {
    const { result, calls } = await call(ok, { document })
    expect(result).toMatchObject({
      kind: 'misconfigured',
      status: 500,
      integrationError: 'the stage variable missing is not defined',
    })
    expect(calls).toEqual([])
  })
})

describe('bodies', () => {
  const bodies = (body: HttpRequest['body']) =>
    testRequest('POST', '/', { body, headers: ['Content-Type', 'text/plain'] })

  test.each<[chunks: string[], length: number | undefined]>([
    [['abc'], 3],
    [['a', 'b', 'c'], 3],
    [['a', 'b', 'c'], undefined],
  ])('%j of length %s is read whole', async (chunks, length) => {
    const { calls } = await call(ok, { request: bodies(new ChunkSource(chunks, length)) })
    expect(JSON.parse(calls[0]?.payload ?? '')).toMatchObject({ body: 'abc', headers: { 'content-length': '3' } })
  })

  test.each<[name: string, body: () => ChunkSource, payloadBytes: number]>([
    ['announced, over the gateway’s limit', () => new ChunkSource(['12345'], 5), 4],
    ['not announced, over the gateway’s limit', () => new ChunkSource(['123', '45', 'never taken']), 4],
    ['announced, over Lambda’s limit', () => new ChunkSource([], EVENT_BYTES + 1), 1e8],
    ['the event is over Lambda’s limit', () => new ChunkSource([Buffer.alloc(EVENT_BYTES - 100, 'a')]), 1e8],
    ['base64 makes it so', () => new ChunkSource([Buffer.alloc(5_000_000, 255)]), 1e8],
    ['so do escapes', () => new ChunkSource([Buffer.alloc(1_500_000, 1)]), 1e8],
  ])('413: %s', async (_name, body, payloadBytes) => {
    const { result, calls } = await call(ok, { request: bodies(body()), payloadBytes })
    expect(result).toMatchObject({ kind: 'request-too-large', status: 413, message: 'Request Entity Too Large' })
    expect(calls).toEqual([])
  })

  test('5 MB of text of several bytes each pass', async () => {
    const text = '€'.repeat(1_700_000)
    const { result } = await call(ok, { request: bodies(new ChunkSource([text])) })
    expect(result).toMatchObject({ status: 200 })
  })

  test('a client that leaves while it sends', async () => {
    const body = {
      length: undefined,
      start: (sink: { write(chunk: Uint8Array): boolean; fail(error: Error): void }) => {
        sink.write(Buffer.from('a'))
        sink.fail(new Error('gone'))
      },
      resume() {},
      cancel() {},
    }
    const { result, calls } = await call(ok, { request: bodies(body) })
    expect(result).toMatchObject({ kind: 'abandoned' })
    expect(calls).toEqual([])
  })
})

describe('what becomes of the call', () => {
  const failed = (payload: string): LambdaOutcome => ({
    kind: 'answered',
    payload: Buffer.from(payload),
    functionError: 'Unhandled',
  })
  const ERROR = '{"errorMessage":"boom","errorType":"Error"}'

  test.each<[outcome: LambdaOutcome, status: number, message: string, responseType: string, error: string]>([
    [failed(ERROR), 500, 'Internal Server Error', 'INTEGRATION_FAILURE', `the function failed (Unhandled): ${ERROR}`],
    [
      failed('{"statusCode":200,"body":"not an answer"}'),
      500,
      'Internal Server Error',
      'INTEGRATION_FAILURE',
      'the function failed (Unhandled): {"statusCode":200,"body":"not an answer"}',
    ],
    [
      failed('line\r\nbreak\u0000'),
      500,
      'Internal Server Error',
      'INTEGRATION_FAILURE',
      'the function failed (Unhandled): line break ',
    ],
    [
      returned('{"statusCode":200,"headers":[]}'),
      500,
      'Internal Server Error',
      'INTEGRATION_FAILURE',
      "The response from the Lambda function doesn't match the format that API Gateway expects. " +
        'Lambda body contains the wrong type for field "headers"',
    ],
    [{ kind: 'throttled', message: 'busy' }, 503, 'Service Unavailable', 'INTEGRATION_FAILURE', 'busy'],
    [{ kind: 'missing', message: 'not here' }, 500, 'Internal Server Error', 'INTEGRATION_FAILURE', 'not here'],
    [
      { kind: 'forbidden', message: 'No statement allows it.' },
      500,
      'Internal Server Error',
      'INTEGRATION_FAILURE',
      "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. " +
        'Check the permissions and try again. No statement allows it.',
    ],
    [
      { kind: 'unavailable', message: 'no endpoint' },
      500,
      'Internal Server Error',
      'INTEGRATION_FAILURE',
      'no endpoint',
    ],
    [{ kind: 'too-large', message: '7 MB' }, 413, 'Request Entity Too Large', 'REQUEST_TOO_LARGE', '7 MB'],
  ])('%j', async (outcome, status, message, responseType, error) => {
    const { result } = await call(() => outcome)
    expect(result).toBeInstanceOf(GatewayFault)
    expect(result).toMatchObject({ status, message, responseType, integrationError: `${FUNCTION_ARN}: ${error}` })
  })

  test('of a long error the log gets the beginning', async () => {
    const { result } = await call(() => failed('x'.repeat(100_000)))
    const { integrationError } = result as GatewayFault
    expect(integrationError).toHaveLength(`${FUNCTION_ARN}: the function failed (Unhandled): `.length + 1_025)
  })

  test('an answer over the gateway’s limit is 500', async () => {
    const { result } = await call(() => returned('"12345"'), { payloadBytes: 4 })
    expect(result).toMatchObject({ kind: 'response-too-large', status: 500 })
    expect((await call(() => returned('"1234"'), { payloadBytes: 4 })).result).toMatchObject({ status: 200 })
  })

  test('an invoker that breaks is nobody’s foreseen failure', async () => {
    await expect(call(() => Promise.reject(new Error('bug')))).rejects.toThrow('bug')
  })

  test('the answer to HEAD has the length that a body would have', async () => {
    const head = { request: testRequest('HEAD', '/') }
    expect((await call(() => returned('{"statusCode":200,"body":"é"}'), head)).result).toMatchObject({
      headers: ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', '2'],
    })
    const own = '{"statusCode":200,"headers":{"content-length":"9"},"body":"x"}'
    expect((await call(() => returned(own), head)).result).toMatchObject({
      headers: ['Content-Length', '9', 'Content-Type', 'text/plain; charset=utf-8'],
    })
    expect((await call(() => returned('{"statusCode":204,"body":"x"}'), head)).result).toMatchObject({ headers: [] })
  })
})

describe('the time limit', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test.each([
    [50, 50],
    [undefined, 30_000],
  ])('%s: 503 after %i ms, and what comes later is dropped', async (TimeoutInMillis, expected) => {
    const later = Promise.withResolvers<LambdaOutcome>()
    const document = functionDocument()
    if (TimeoutInMillis === undefined) delete document.TimeoutInMillis
    else document.TimeoutInMillis = TimeoutInMillis
    const services = integrationServices(undefined, new FakeFunctions(() => later.promise))
    const result = compileLambdaProxy(document).bind(binding()).call(integrationCall(), services)
    await vi.advanceTimersByTimeAsync(expected - 1)
    expect(await Promise.race([result, Promise.resolve('waiting')])).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(await result).toMatchObject({
      kind: 'function-timeout',
      status: 503,
      message: 'Service Unavailable',
      responseType: 'INTEGRATION_TIMEOUT',
      integrationError: `${FUNCTION_ARN}: the function did not answer within ${expected} ms; it goes on`,
    })
    later.resolve(returned('{"statusCode":[]}'))
    await later.promise
  })

  test('no timer is left behind by an answer, nor by a failure', async () => {
    await call(ok)
    await call(() => Promise.reject(new Error('bug'))).catch(() => undefined)
    expect(vi.getTimerCount()).toBe(0)
  })
})
