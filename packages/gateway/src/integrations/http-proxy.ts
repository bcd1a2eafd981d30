import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { BodyTooLarge, LimitedBody } from '../data-plane/limited-body.ts'
import { DefinitionError } from '../expression/definition-error.ts'
import type { UriToken } from '../expression/uri-template.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { type HttpResponse, isBodySource } from '../transport/http-message.ts'
import { UpstreamError } from '../transport/upstream.ts'
import { misconfigured } from './fixed-fault.ts'
import type { BoundUri } from './http-proxy-uri.ts'
import { bindHttpUri, parseHttpUri } from './http-proxy-uri.ts'
import type {
  Integration,
  IntegrationBinding,
  IntegrationCall,
  IntegrationResult,
  IntegrationServices,
  IntegrationTemplate,
} from './integration.ts'
import { upstreamHeaders } from './request-headers.ts'

/** Milliseconds; spec/http-api.md section 5.8. */
const DEFAULT_TIMEOUT = 30_000

/** HTTP_PROXY over the internet. Throws DefinitionError. Guide: http-api-develop-integrations-http. */
export function compileHttpProxy(document: IntegrationDocument): IntegrationTemplate {
  if (document.IntegrationUri === undefined) throw new DefinitionError('it has no URI')
  const tokens = parseHttpUri(document.IntegrationUri)
  const method = document.IntegrationMethod ?? 'ANY'
  return new HttpProxyTemplate(tokens, method === 'ANY' ? undefined : method, document.TimeoutInMillis)
}

class HttpProxyTemplate implements IntegrationTemplate {
  readonly #tokens: readonly UriToken[]
  /** Undefined: the client's. */
  readonly #method: string | undefined
  readonly #timeout: number
  readonly #dependsOnStage: boolean
  /** The last binding, where it is one for every stage: after a change to an API, most routes are bound as before. */
  #last: { readonly binding: IntegrationBinding; readonly integration: Integration } | undefined

  constructor(tokens: readonly UriToken[], method: string | undefined, timeout: number | undefined) {
    this.#tokens = tokens
    this.#method = method
    this.#timeout = timeout ?? DEFAULT_TIMEOUT
    this.#dependsOnStage = tokens.some(({ kind }) => kind === 'variable')
  }

  bind(binding: IntegrationBinding): Integration {
    const last = this.#last
    if (last !== undefined && last.binding.parameters === binding.parameters) {
      if (last.binding.isDefaultRoute === binding.isDefaultRoute) return last.integration
    }
    const uri = bindHttpUri(this.#tokens, binding)
    const integration = typeof uri === 'string' ? misconfigured(uri) : new HttpProxy(uri, this.#method, this.#timeout)
    if (!this.#dependsOnStage) this.#last = { binding, integration }
    return integration
  }
}

class HttpProxy implements Integration {
  readonly #uri: BoundUri
  readonly #method: string | undefined
  readonly #timeout: number

  constructor(uri: BoundUri, method: string | undefined, timeout: number) {
    this.#uri = uri
    this.#method = method
    this.#timeout = timeout
  }

  call(call: IntegrationCall, services: IntegrationServices): IntegrationResult | Promise<IntegrationResult> {
    const { request } = call.context
    const { payloadBytes } = services
    let { body } = request
    if (body !== undefined) {
      // An announced length is decided on at once; otherwise where it is passed.
      if (body.length === undefined) body = new LimitedBody(body, payloadBytes, false)
      else if (body.length > payloadBytes) return GatewayFault.of('request-too-large')
    }
    const answer = services.upstream.call({
      origin: this.#uri.origin,
      method: this.#method ?? request.method,
      target: this.#uri.target(call),
      headers: upstreamHeaders(request, this.#uri.host, services.gatewayAddress),
      body,
      timeout: this.#timeout,
      onAbandoned: (listener) => request.onAbandoned(listener),
    })
    return answer.then((response) => limitAnswer(response, payloadBytes), faultOf)
  }
}

/**
 * E25. A length that is announced decides before anything is sent. A body without one breaks off, with the client's
 * connection, where it passes the limit: its head, and most of it, are gone by then.
 */
function limitAnswer(response: HttpResponse, limit: number): IntegrationResult {
  const { body, status } = response
  // An interim status is no final answer, and three digits are all that HTTP has (RFC 9110 15).
  if (status < 200 || status > 999) {
    discard(body, 'the status is not a final one')
    return GatewayFault.of('integration-unreachable', `the backend answered with status ${status}`)
  }
  if (!isBodySource(body)) return response
  if (body.length === undefined) return { ...response, body: new LimitedBody(body, limit, true) }
  if (body.length <= limit) return response
  discard(body, 'the answer is larger than the gateway carries')
  return GatewayFault.of('response-too-large', `the backend answered with ${body.length} bytes`)
}

function discard(body: HttpResponse['body'], reason: string): void {
  if (isBodySource(body)) body.cancel(new Error(reason))
}

/** E12, E14, E15. What is no UpstreamError is nobody's foreseen failure. */
function faultOf(error: unknown): GatewayFault {
  if (!(error instanceof UpstreamError)) throw error
  switch (error.failure) {
    case 'timeout':
      return GatewayFault.of('integration-timeout', error.message)
    case 'connect':
    case 'broken':
      return GatewayFault.of('integration-unreachable', error.message)
    default:
      // The request's own body failed, or the client left, which is the same but for a body that was cut off here.
      return GatewayFault.of(error.cause instanceof BodyTooLarge ? 'request-too-large' : 'abandoned')
  }
}
