import { handshakeHeaders, handshakeParts, requestContext } from './lambda-event.ts'
import type { WebSocketEvent } from './websocket-event.ts'

/** What the handshake's own event lacks (spec/websocket-api.md section 2.5). */
const UPGRADE = [
  ['Connection', 'upgrade'],
  ['content-length', '0'],
  ['Upgrade', 'websocket'],
] as const

/**
 * The event of an authorizer's function, for the handshake of `event`: member by member in AWS's order
 * (spec/websocket-api.md section 2.5). JSON text. `methodArn`: of the route.
 */
export function authorizerEvent(
  event: WebSocketEvent,
  stageVariables: Readonly<Record<string, string>>,
  methodArn: string,
): string {
  return JSON.stringify({
    type: 'REQUEST',
    methodArn,
    ...handshakeParts(event, handshakeHeaders(event, UPGRADE)),
    stageVariables,
    requestContext: requestContext(event),
  })
}
