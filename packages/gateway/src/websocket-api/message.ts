import type { AccountThrottle } from '../data-plane/account-throttle.ts'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { traceIdOf } from '../data-plane/trace-id.ts'
import type { IntegrationServices } from '../integrations/integration.ts'
import type { EventJournal } from '../integrations/websocket/event-journal.ts'
import { EventSources } from '../integrations/websocket/event-sources.ts'
import type { WebSocketEvent } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketResult } from '../integrations/websocket/websocket-integration.ts'
import type { WebSocketRoute, WebSocketStageProgram } from '../program/websocket-stage-program.ts'
import type { Connection } from './connection.ts'
import { errorFrame } from './error-frame.ts'
import type { Journals } from './journals.ts'
import { newEvent, reported, runRoute, unforeseen } from './run-route.ts'

/** Bytes of a frame that the gateway sends (spec/websocket-api.md section 12). */
const MOST_BYTES = 131_072

export interface MessageServices extends IntegrationServices {
  readonly journals: Journals
  readonly throttle: AccountThrottle
}

/**
 * The steps of a message: select the route, check its limit and its model, call the backend, answer. A failure is
 * told in a frame, on routes that do not answer as well (spec/websocket-api.md section 4.4). A promise
 * only where a backend is waited for; never throws or rejects. `stage`: undefined where it is gone.
 */
export function handleMessage(
  connection: Connection,
  text: string,
  stage: WebSocketStageProgram | undefined,
  services: MessageServices,
): Promise<void> | undefined {
  try {
    return handle(connection, text, stage, services)?.catch((error: unknown) => failed(error, connection))
  } catch (error) {
    return failed(error, connection)
  }
}

/** In a step that has no business to fail. */
function failed(error: unknown, connection: Connection): undefined {
  const event = newEvent({ type: 'MESSAGE', connection: connection.facts, routeKey: '$default', traceId: '' })
  connection.answer(errorFrame(unforeseen(error, event).message, connection.facts.connectionId, event.requestId))
}

function handle(
  connection: Connection,
  text: string,
  stage: WebSocketStageProgram | undefined,
  services: MessageServices,
): Promise<void> | undefined {
  const journal = services.journals.open(connection.facts, stage)
  const { event, route, sources } = selectRoute(connection, text, stage, journal)
  const answer = (result: WebSocketResult): undefined => {
    const checked = checkSize(result, event)
    const frame = frameOf(checked, route, event)
    if (frame !== undefined) connection.answer(frame)
    if (journal !== undefined) services.journals.close(event, stage, checked, frame)
  }
  if (!services.throttle.admits(route?.throttle)) return answer(reported(GatewayFault.of('throttled'), event))
  if (route === undefined) return answer(reported(GatewayFault.of('websocket-no-route'), event))
  const result = runRoute(route, event, services, sources)
  return result instanceof Promise ? result.then(answer) : answer(result)
}

function checkSize(result: WebSocketResult, event: WebSocketEvent): WebSocketResult {
  if (result instanceof GatewayFault || result.body === undefined || byteLength(result.body) <= MOST_BYTES)
    return result
  return reported(GatewayFault.of('websocket-internal', `the answer is larger than ${MOST_BYTES} bytes`), event)
}

function byteLength(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}

/** What the client gets; undefined: nothing. */
function frameOf(
  result: WebSocketResult,
  route: WebSocketRoute | undefined,
  { connection, requestId }: WebSocketEvent,
): string | Uint8Array | undefined {
  if (result instanceof GatewayFault) return errorFrame(result.message, connection.connectionId, requestId)
  const { body } = result
  return route?.isTwoWay === true && body !== undefined && body.length > 0 ? body : undefined
}

interface SelectedRoute {
  readonly event: WebSocketEvent
  readonly route: WebSocketRoute | undefined
  /** What expressions see of the event; undefined where there is no stage. */
  readonly sources: EventSources | undefined
}

/** The expression's route, else `$default` (spec/websocket-api.md section 3.3). */
function selectRoute(
  { facts }: Connection,
  body: string,
  stage: WebSocketStageProgram | undefined,
  journal: EventJournal | undefined,
): SelectedRoute {
  const traceId = traceIdOf(undefined, Date.now())
  const unrouted = newEvent({ type: 'MESSAGE', connection: facts, routeKey: '$default', traceId, body, journal })
  if (stage === undefined) return { event: unrouted, route: undefined, sources: undefined }
  const sources = new EventSources(unrouted, stage.stageVariables)
  const key = stage.routeSelection(sources)
  // The keys of handshake and end are not for messages to choose.
  const isReserved = key === '$connect' || key === '$disconnect'
  const route = (key === '' || isReserved ? undefined : stage.route(key)) ?? stage.route('$default')
  journal?.trace?.note('route', explainRoute(stage, key, route))
  const { body: parsed } = sources
  return { event: route === undefined ? unrouted : { ...unrouted, routeKey: route.routeKey, parsed }, route, sources }
}

function explainRoute(stage: WebSocketStageProgram, key: string, route: WebSocketRoute | undefined) {
  const came = `${stage.routeSelectionExpression} came to ${JSON.stringify(key)}`
  const isOwn = route !== undefined && route.routeKey === key
  const reason = isOwn ? came : `${came}, which is the key of no route that a message can take`
  return { route: route?.routeKey, reason }
}
