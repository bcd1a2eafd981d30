import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { traceIdOf } from '../data-plane/trace-id.ts'
import type { IntegrationServices } from '../integrations/integration.ts'
import { EventSources } from '../integrations/websocket/event-sources.ts'
import type { WebSocketEvent } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketRoute, WebSocketStageProgram } from '../program/websocket-stage-program.ts'
import type { Connection } from './connection.ts'
import { errorFrame } from './error-frame.ts'
import { newEvent, reported, runRoute } from './run-route.ts'

/** Bytes of a frame that the gateway sends (spec/websocket-api.md section 12). */
const MOST_BYTES = 131_072

/**
 * The steps of a message: select the route, check it by the route's model and call the backend, answer. A failure is told in a frame, on routes that do not
 * answer as well (spec/websocket-api.md section 4.4). Never rejects. `stage`: undefined where it is gone.
 */
export async function handleMessage(
  connection: Connection,
  text: string,
  stage: WebSocketStageProgram | undefined,
  services: IntegrationServices,
): Promise<void> {
  const { event, route, sources } = selectRoute(connection, text, stage)
  if (route === undefined) {
    tell(connection, event, reported(GatewayFault.of('websocket-no-route'), event))
    return
  }
  const result = await runRoute(route, event, services, sources)
  if (result instanceof GatewayFault) {
    tell(connection, event, result)
    return
  }
  const { body } = result
  if (!route.isTwoWay || body === undefined || body.length === 0) return
  if (byteLength(body) > MOST_BYTES) {
    const fault = GatewayFault.of('websocket-internal', `the answer is larger than ${MOST_BYTES} bytes`)
    tell(connection, event, reported(fault, event))
    return
  }
  connection.answer(body)
}

function byteLength(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}

function tell(connection: Connection, event: WebSocketEvent, fault: GatewayFault): void {
  connection.answer(errorFrame(fault.message, event.connection.connectionId, event.requestId))
}

interface SelectedRoute {
  readonly event: WebSocketEvent
  readonly route: WebSocketRoute | undefined
  /** What expressions see of the event; undefined where there is no stage. */
  readonly sources: EventSources | undefined
}

/** The expression's route, else `$default` (spec/websocket-api.md section 3.3). */
function selectRoute({ facts }: Connection, body: string, stage: WebSocketStageProgram | undefined): SelectedRoute {
  const traceId = traceIdOf(undefined, Date.now())
  const unrouted = newEvent({ type: 'MESSAGE', connection: facts, routeKey: '$default', traceId, body })
  if (stage === undefined) return { event: unrouted, route: undefined, sources: undefined }
  const sources = new EventSources(unrouted, stage.stageVariables)
  const key = stage.routeSelection(sources)
  // The keys of handshake and end are not for messages to choose.
  const isReserved = key === '$connect' || key === '$disconnect'
  const route = (key === '' || isReserved ? undefined : stage.route(key)) ?? stage.route('$default')
  return { event: route === undefined ? unrouted : { ...unrouted, routeKey: route.routeKey }, route, sources }
}
