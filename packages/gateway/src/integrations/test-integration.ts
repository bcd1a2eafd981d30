import { CallContext } from '../data-plane/call-context.ts'
import type { LambdaCall, LambdaInvoker, LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { testRequest } from '../data-plane/test-request.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import type { UpstreamClient, UpstreamRequest } from '../transport/upstream.ts'
import type { IntegrationBinding, IntegrationCall, IntegrationServices } from './integration.ts'

export function httpProxyDocument(uri: string, more: Partial<IntegrationDocument> = {}): IntegrationDocument {
  return {
    IntegrationId: 'int0001',
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: uri,
    ConnectionType: 'INTERNET',
    PayloadFormatVersion: '1.0',
    TimeoutInMillis: 30_000,
    ...more,
  }
}

export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:cart'

export function functionDocument(more: Partial<IntegrationDocument> = {}): IntegrationDocument {
  return {
    IntegrationId: 'int0002',
    IntegrationType: 'AWS_PROXY',
    IntegrationMethod: 'POST',
    IntegrationUri: FUNCTION_ARN,
    ConnectionType: 'INTERNET',
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: 30_000,
    ...more,
  }
}

export function binding(more: Partial<IntegrationBinding> = {}): IntegrationBinding {
  return {
    owner: { region: 'eu-west-1', accountId: '111122223333' },
    apiId: 'a1b2c3d4e5',
    stageName: '$default',
    routeKey: 'GET /pets',
    stageVariables: {},
    parameters: [],
    isDefaultRoute: false,
    ...more,
  }
}

export function integrationCall(
  more: Partial<Pick<IntegrationCall, 'path' | 'query' | 'values'>> & { readonly request?: HttpRequest } = {},
): IntegrationCall {
  const { request = testRequest('GET', '/pets'), ...rest } = more
  return { context: new CallContext('a1b2c3d4e5', request), path: '/pets', query: '', values: [], ...rest }
}

/** An upstream that keeps what it was asked and answers by `answer`. */
export class FakeUpstream implements UpstreamClient {
  readonly asked: UpstreamRequest[] = []
  readonly #answer: (request: UpstreamRequest) => HttpResponse | Promise<HttpResponse>

  constructor(answer: (request: UpstreamRequest) => HttpResponse | Promise<HttpResponse> = () => ok) {
    this.#answer = answer
  }

  async call(request: UpstreamRequest): Promise<HttpResponse> {
    this.asked.push(request)
    return this.#answer(request)
  }

  async close(): Promise<void> {
    this.asked.length = 0
  }
}

const ok: HttpResponse = { status: 200, headers: ['Content-Type', 'text/plain'], body: 'ok' }

/** Functions that keep what they were called with and answer by `answer`. */
export class FakeFunctions implements LambdaInvoker {
  readonly calls: LambdaCall[] = []
  readonly #answer: (call: LambdaCall) => LambdaOutcome | Promise<LambdaOutcome>

  constructor(answer: (call: LambdaCall) => LambdaOutcome | Promise<LambdaOutcome>) {
    this.#answer = answer
  }

  async invoke(call: LambdaCall): Promise<LambdaOutcome> {
    this.calls.push(call)
    return this.#answer(call)
  }
}

/** What a function returned: JSON text. */
export function returned(json: string): LambdaOutcome {
  return { kind: 'answered', payload: Buffer.from(json), functionError: undefined }
}

/** A region without functions. */
export const noFunctions: LambdaInvoker = new FakeFunctions(() => ({ kind: 'missing', message: 'no functions here' }))

export function integrationServices(
  upstream: UpstreamClient = new FakeUpstream(),
  functions: LambdaInvoker = noFunctions,
): IntegrationServices {
  return { upstream, functions, payloadBytes: 100, gatewayAddress: '192.0.2.1' }
}
