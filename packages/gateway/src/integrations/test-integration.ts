import { CallContext } from '../data-plane/call-context.ts'
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

export function binding(more: Partial<IntegrationBinding> = {}): IntegrationBinding {
  return { stageVariables: {}, parameters: [], isDefaultRoute: false, ...more }
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

export function integrationServices(upstream: UpstreamClient = new FakeUpstream()): IntegrationServices {
  return { upstream, payloadBytes: 100, gatewayAddress: '192.0.2.1' }
}
