import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { BodyTooLarge } from '../../data-plane/limited-body.ts'
import { NoRoomForBody, wholeBody } from '../../data-plane/whole-body.ts'
import { type HttpResponse, isBodySource, valuesOf } from '../../transport/http-message.ts'
import { UpstreamError, type UpstreamRequest } from '../../transport/upstream.ts'
import type { IntegrationServices } from '../integration.ts'
import type { EventJournal } from './event-journal.ts'
import { headersForTrace, payloadForTrace } from './event-trace.ts'
import type { BackendAnswer } from './integration-responses.ts'

/** A request whose body is at hand. */
type BackendRequest = UpstreamRequest & { readonly body: Uint8Array | string | undefined }

/** Sends a request to a backend of HTTP, and reads the whole of its answer. */
export async function sendUpstream(
  request: BackendRequest,
  services: IntegrationServices,
  journal: EventJournal | undefined,
): Promise<BackendAnswer | GatewayFault> {
  if (journal === undefined) return send(request, services)
  const { method, origin, target, headers, body } = request
  journal.trace?.note('request', {
    request: `${method} ${origin}${target}`,
    headers: headersForTrace(headers),
    body: payloadForTrace(body),
  })
  const began = performance.now()
  const answer = await send(request, services)
  const latency = Math.round(performance.now() - began)
  if (answer instanceof GatewayFault) {
    journal.integration = { latency, error: answer.integrationError ?? answer.message }
    return answer
  }
  const { status } = answer
  const requestId = answer.headers('x-amzn-requestid')[0] ?? answer.headers('x-amz-request-id')[0]
  journal.integration = { latency, status, integrationStatus: status, requestId }
  const type = answer.headers('content-type')[0]
  journal.trace?.note('answer', { status, contentType: type, body: payloadForTrace(answer.bytes) })
  return answer
}

async function send(
  request: BackendRequest,
  { upstream, payloadBytes }: IntegrationServices,
): Promise<BackendAnswer | GatewayFault> {
  try {
    const answer = await upstream.call(request)
    const bytes = await bytesOf(answer, payloadBytes)
    const { status, headers } = answer
    return { status, headers: (name) => valuesOf(headers, name.toLowerCase()), bytes, selected: `${status}` }
  } catch (error) {
    return faultOf(error)
  }
}

async function bytesOf({ body }: HttpResponse, limit: number): Promise<Uint8Array> {
  if (!isBodySource(body)) return body === undefined ? new Uint8Array(0) : Buffer.from(body)
  try {
    return await wholeBody(body, limit)
  } catch (error) {
    // The backend may stop sending, too.
    body.cancel(error as Error)
    throw error
  }
}

/** What is none of these is nobody's foreseen failure. */
function faultOf(error: unknown): GatewayFault {
  if (error instanceof BodyTooLarge || error instanceof NoRoomForBody) {
    return GatewayFault.of('websocket-internal', `the backend's answer is too large: ${error.message}`)
  }
  if (!(error instanceof UpstreamError)) throw error
  return GatewayFault.of(error.failure === 'timeout' ? 'websocket-timeout' : 'websocket-internal', error.message)
}
