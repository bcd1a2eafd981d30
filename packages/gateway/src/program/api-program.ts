import type { HttpStageProgram } from './http-stage-program.ts'
import type { WebSocketStageProgram } from './websocket-stage-program.ts'

/** An API as the data plane serves it. */
export type ApiProgram = HttpApiProgram | WebSocketApiProgram

export interface HttpApiProgram {
  readonly protocolType: 'HTTP'
  readonly stages: ReadonlyMap<string, HttpStage>
}

/**
 * A stage of an HTTP API. `undeployed`: it has no deployment yet. `broken`: its deployment does not compile, and there
 * is no earlier program that could go on.
 */
type HttpStage = HttpStageProgram | 'undeployed' | 'broken'

export interface WebSocketApiProgram {
  readonly protocolType: 'WEBSOCKET'
  readonly stages: ReadonlyMap<string, WebSocketStage>
}

/** As of an HTTP API. */
type WebSocketStage = WebSocketStageProgram | 'undeployed' | 'broken'
