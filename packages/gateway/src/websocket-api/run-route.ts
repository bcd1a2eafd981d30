import { channel } from 'node:diagnostics_channel'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { newRequestId } from '../data-plane/request-id.ts'
import type { SelectionSources } from '../expression/evaluate-selection.ts'
import type { IntegrationServices } from '../integrations/integration.ts'
import type { WebSocketEvent } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketResult } from '../integrations/websocket/websocket-integration.ts'
import type { WebSocketRoute } from '../program/websocket-stage-program.ts'

/** Told on `postern:websocket:fault` of each event that did not come to its backend's answer. */
export interface WebSocketFaultReport {
  readonly fault: GatewayFault
  readonly event: WebSocketEvent
}

/** Told on `postern:websocket:error` of each exception that nobody foresaw. */
export interface WebSocketErrorReport {
  readonly error: unknown
  readonly event: WebSocketEvent
}

const faults = channel('postern:websocket:fault')
const errors = channel('postern:websocket:error')

/**
 * Calls a route's backend; with `message`, only if that fits the route's model. A promise only where the backend must be
 * waited for. Never throws or rejects: what nobody foresaw is told, and becomes the generic fault.
 */
export function runRoute(
  route: WebSocketRoute,
  event: WebSocketEvent,
  services: IntegrationServices,
  message?: SelectionSources,
): WebSocketResult | Promise<WebSocketResult> {
  try {
    const unfit = message === undefined ? undefined : checkModel(route, message, event)
    const result = unfit ?? route.integration.call(event, services)
    return result instanceof Promise ? settled(result, event) : reported(result, event)
  } catch (error) {
    return unforeseen(error, event)
  }
}

async function settled(result: Promise<WebSocketResult>, event: WebSocketEvent): Promise<WebSocketResult> {
  try {
    return reported(await result, event)
  } catch (error) {
    return unforeseen(error, event)
  }
}

/** What nobody foresaw: told, and the generic fault to the client. */
export function unforeseen(error: unknown, event: WebSocketEvent): GatewayFault {
  errors.publish({ error, event } satisfies WebSocketErrorReport)
  return GatewayFault.of('websocket-internal')
}

function checkModel({ check }: WebSocketRoute, message: SelectionSources, { journal }: WebSocketEvent) {
  if (check === undefined) return undefined
  const unfit = check(message)
  journal?.trace?.note('model', { fits: unfit === undefined, reason: unfit?.integrationError })
  return unfit
}

/** The result itself; a fault is told, too. */
export function reported<Result extends WebSocketResult>(result: Result, event: WebSocketEvent): Result {
  if (result instanceof GatewayFault && faults.hasSubscribers) {
    faults.publish({ fault: result, event } satisfies WebSocketFaultReport)
  }
  return result
}

/** The parts of an event that are new with each. */
export function newEvent(
  event: Pick<WebSocketEvent, 'type' | 'connection' | 'routeKey' | 'traceId'> &
    Partial<Pick<WebSocketEvent, 'body' | 'disconnect' | 'journal'>>,
): WebSocketEvent {
  return {
    body: undefined,
    disconnect: undefined,
    ...event,
    requestId: newRequestId(),
    messageId: event.type === 'MESSAGE' ? newRequestId() : undefined,
    timeEpoch: Date.now(),
  }
}
