import type { AccountThrottle } from '../data-plane/account-throttle.ts'
import { CallContext } from '../data-plane/call-context.ts'
import { respondToException, respondToFault } from '../data-plane/fault-response.ts'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { type ExecuteApiPlacement, isPathForm } from '../data-plane/placement.ts'
import type { IntegrationResult, IntegrationServices } from '../integrations/integration.ts'
import type { HttpApiProgram, WebSocketApiProgram } from '../program/api-program.ts'
import type { ProgramTable } from '../program/program-table.ts'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import { integrate } from './integrate.ts'
import { matchRoute } from './match-route.ts'
import { reply } from './reply.ts'
import { selectStage } from './select-stage.ts'

export interface HttpApiServices extends IntegrationServices {
  readonly programs: Pick<ProgramTable, 'find'>
  readonly throttle: AccountThrottle
  /** Answers plain HTTP on the endpoint of a WebSocket API, which is another room's. Never rejects. */
  readonly answerWebSocketApi: (
    api: WebSocketApiProgram,
    placement: ExecuteApiPlacement,
    context: CallContext,
  ) => Promise<HttpResponse>
}

/** Answers a call of an API. Never rejects: what nobody foresaw becomes a 500 and a report with an error id. */
export type HttpApiHandler = (placement: ExecuteApiPlacement, request: HttpRequest) => Promise<HttpResponse>

export function createHttpApiHandler(services: HttpApiServices): HttpApiHandler {
  return async (placement, request) => {
    const answer = await answerCall(services, placement, CallContext.of(placement, request))
    return isPathForm(placement) ? sandboxed(answer) : answer
  }
}

async function answerCall(
  services: HttpApiServices,
  placement: ExecuteApiPlacement,
  context: CallContext,
): Promise<HttpResponse> {
  try {
    const found = services.programs.find(placement.apiId)
    const api = found instanceof Promise ? await found : found
    if (api?.protocolType === 'WEBSOCKET') return await services.answerWebSocketApi(api, placement, context)
    const result = await serve(api, placement, context, services)
    return result instanceof GatewayFault ? respondToFault(result, context) : reply(result, context)
  } catch (error) {
    return respondToException(error, context)
  }
}

/**
 * In the path form a page of an API has the control plane's own origin, and could act on it. The sandbox takes that
 * origin away (Content Security Policy 3, 6.3.2); the host form, where each API has an origin of its own, needs none.
 */
function sandboxed(answer: HttpResponse): HttpResponse {
  return { ...answer, headers: [...answer.headers, 'Content-Security-Policy', SANDBOX] }
}

const SANDBOX = 'sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts'

/**
 * The steps of a call. Each takes the typed result of the one before it, or a fault ends the call: the fault goes out
 * as it is, a backend's answer through `reply`. The order is that of spec/http-api.md; steps to come slot in where it
 * has them: CORS before the throttle, authorize and map request between it and `integrate` (each takes a RouteSelection
 * and answers one, extended by what it found out, or a fault), map response and CORS headers before `reply`, and the
 * record of the exchange after it.
 */
function serve(
  api: HttpApiProgram | undefined,
  placement: ExecuteApiPlacement,
  context: CallContext,
  services: HttpApiServices,
): IntegrationResult | Promise<IntegrationResult> {
  if (api === undefined) return GatewayFault.of('stage-not-found')

  const stage = selectStage(api, placement, context)
  if (stage instanceof GatewayFault) return stage

  const route = matchRoute(stage, context)
  if (route instanceof GatewayFault) return route

  if (!services.throttle.admits(route.route.throttle)) return GatewayFault.of('throttled')

  return integrate(route, context, services)
}
