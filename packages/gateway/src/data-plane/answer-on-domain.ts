import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import { CallContext } from './call-context.ts'
import { respondToFault } from './fault-response.ts'
import { GatewayFault } from './gateway-fault.ts'
import type { HealthPlacement, UnmappedPlacement } from './placement.ts'

/** Answers what came to a custom domain name and is for no API. */
export function answerOnDomain(placement: HealthPlacement | UnmappedPlacement, request: HttpRequest): HttpResponse {
  if (placement.kind === 'health') return { status: 200, headers: ['Content-Type', 'text/plain'], body: 'healthy' }
  const context = new CallContext('', request)
  if (placement.status === 404) return respondToFault(GatewayFault.of('mapping-not-found'), context)
  const refused = respondToFault(GatewayFault.of('websocket-forbidden'), context)
  return { ...refused, headers: [...refused.headers, 'x-amzn-errortype', 'ForbiddenException'] }
}
