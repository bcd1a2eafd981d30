import type { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { ApiOwner, IntegrationServices } from '../integration.ts'
import type { WebSocketEvent } from './websocket-event.ts'

/** What a route's backend came to: for the client where the route answers, and for the handshake. */
export interface WebSocketAnswer {
  /** Of a handshake: 2xx accepts. */
  readonly status: number
  /** Text goes out as a text frame, bytes as a binary one; undefined as none. */
  readonly body: string | Uint8Array | undefined
  /** For `Sec-WebSocket-Protocol` of the handshake. */
  readonly protocol?: string | undefined
}

export type WebSocketResult = WebSocketAnswer | GatewayFault

/** One way of calling a backend, bound to a stage and a route. Immutable; may serve many events at once. */
export interface WebSocketIntegration {
  /** A promise only where there is something to wait for. Throws, and rejects, only for what nobody foresaw. */
  call(event: WebSocketEvent, services: IntegrationServices): WebSocketResult | Promise<WebSocketResult>
}

/** What an integration is bound to. */
export interface WebSocketBinding {
  readonly owner: ApiOwner
  readonly apiId: string
  readonly stageName: string
  readonly routeKey: string
  readonly stageVariables: Readonly<Record<string, string>>
  /** The stage's. */
  readonly clientCertificateId?: string | undefined
  /** Whether the route answers: with a frame that is made of the backend's answer. */
  readonly isTwoWay: boolean
}

/** An integration's document with its responses, compiled; the same for all routes and stages. */
export interface WebSocketIntegrationTemplate {
  /** Never throws: what cannot be bound becomes an integration that answers why. */
  bind(binding: WebSocketBinding): WebSocketIntegration
}
