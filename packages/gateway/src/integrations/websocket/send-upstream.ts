import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { BodyTooLarge } from '../../data-plane/limited-body.ts'
import { NoRoomForBody, wholeBody } from '../../data-plane/whole-body.ts'
import { type HeaderList, type HttpResponse, isBodySource } from '../../transport/http-message.ts'
import { UpstreamError, type UpstreamRequest } from '../../transport/upstream.ts'
import type { IntegrationServices } from '../integration.ts'
import type { BackendAnswer } from './integration-responses.ts'

/** Sends a request to a backend of HTTP, and reads the whole of its answer. */
export async function sendUpstream(
  request: UpstreamRequest,
  { upstream, payloadBytes }: IntegrationServices,
): Promise<BackendAnswer | GatewayFault> {
  try {
    const answer = await upstream.call(request)
    const bytes = await bytesOf(answer, payloadBytes)
    const { status, headers } = answer
    return { status, headers: (name) => valuesOf(headers, name), bytes, selected: `${status}` }
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

function valuesOf(headers: HeaderList, name: string): readonly string[] {
  const lower = name.toLowerCase()
  return headers.filter((_value, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === lower)
}

/** What is none of these is nobody's foreseen failure. */
function faultOf(error: unknown): GatewayFault {
  if (error instanceof BodyTooLarge || error instanceof NoRoomForBody) {
    return GatewayFault.of('websocket-internal', `the backend's answer is too large: ${error.message}`)
  }
  if (!(error instanceof UpstreamError)) throw error
  return GatewayFault.of(error.failure === 'timeout' ? 'websocket-timeout' : 'websocket-internal', error.message)
}
