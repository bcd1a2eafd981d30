import { channel } from 'node:diagnostics_channel'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { EventJournal } from '../integrations/websocket/event-journal.ts'
import { EventTrace, payloadForTrace } from '../integrations/websocket/event-trace.ts'
import type { ConnectionFacts, WebSocketEvent } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketResult } from '../integrations/websocket/websocket-integration.ts'
import type { WebSocketStageProgram } from '../program/websocket-stage-program.ts'
import { isSecretName, Secrets } from '../telemetry/secrets.ts'
import type { Traces } from '../telemetry/traces.ts'
import { accessLogValues } from './access-log-values.ts'

/** Told on `postern:access-log`: a line of a stage's access log. */
export interface AccessLogLine {
  readonly apiId: string
  readonly stage: string
  readonly destinationArn: string
  readonly line: string
}

const accessLog = channel('postern:access-log')

/** Writes down what becomes of events, for access logs and traces. */
export class Journals {
  readonly #traces: Pick<Traces, 'isWanted' | 'publish'>

  constructor(traces: Pick<Traces, 'isWanted' | 'publish'>) {
    this.#traces = traces
  }

  /** Undefined where nobody asks for it. `stage`: undefined where it is gone. */
  open(connection: ConnectionFacts, stage: WebSocketStageProgram | undefined): EventJournal | undefined {
    const isTraced = this.#traces.isWanted(connection.apiId, connection.stage)
    if (!isTraced && (stage?.accessLog === undefined || !accessLog.hasSubscribers)) return undefined
    return new EventJournal(isTraced ? new EventTrace(secretsOf(connection)) : undefined)
  }

  /** `event`: as it was at the end of its steps. `frame`: what the client got. */
  close(
    event: WebSocketEvent,
    stage: WebSocketStageProgram | undefined,
    result: WebSocketResult,
    frame?: string | Uint8Array,
  ): void {
    const { journal, connection } = event
    if (journal === undefined) return
    const { apiId, stage: name } = connection
    if (stage?.accessLog !== undefined && accessLog.hasSubscribers) {
      const { destinationArn, format } = stage.accessLog
      const line = format(accessLogValues(event, result))
      accessLog.publish({ apiId, stage: name, destinationArn, line } satisfies AccessLogLine)
    }
    const { trace } = journal
    if (trace === undefined) return
    const fault = result instanceof GatewayFault ? { fault: result.kind, reason: result.integrationError } : {}
    trace.note('reply', { status: result.status, ...fault, frame: payloadForTrace(frame) })
    this.#traces.publish({
      apiId,
      stage: name,
      event: event.type,
      routeKey: event.routeKey,
      connectionId: connection.connectionId,
      requestId: event.requestId,
      time: new Date(event.timeEpoch).toISOString(),
      status: result.status,
      milliseconds: trace.elapsed,
      steps: trace.steps,
    })
  }
}

/** Of the handshake, of its API key, and what an authorizer told under a name that speaks of a secret. */
export function secretsOf({ headers, query, identity, authorizer }: ConnectionFacts): Secrets {
  const told = [...(authorizer ?? [])].flatMap(([name, value]) => (isSecretName(name) ? [`${value}`] : []))
  return new Secrets(headers, query, [identity?.get('apiKey'), ...told])
}
