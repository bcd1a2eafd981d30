import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { ExecuteApiPlacement } from '../data-plane/placement.ts'
import type { WebSocketApiProgram } from '../program/api-program.ts'
import type { HttpRequest } from '../transport/http-message.ts'
import { headerOf } from '../transport/http-message.ts'
import { firstSegment, splitTarget } from './request-target.ts'

const CONNECTIONS = '@connections'

/**
 * What plain HTTP on a WebSocket API's endpoint is answered (spec/websocket-api.md sections 1.1 and 13.1): 403 without a
 * known stage, 426 with one. Handshakes and `@connections` calls are for a room that this build does not have.
 */
export function refuseWebSocketCall(
  api: WebSocketApiProgram,
  placement: ExecuteApiPlacement,
  request: HttpRequest,
): GatewayFault {
  const target = splitTarget(placement.target)
  if (target === undefined) return GatewayFault.of('bad-request')
  const stage = placement.stage ?? firstSegment(target.path)
  if (!api.stages.has(stage)) return GatewayFault.of('websocket-forbidden')
  const rest = placement.stage === undefined ? target.path.slice(stage.length + 1) : target.path
  const isHandshake = headerOf(request.headers, 'upgrade')?.toLowerCase() === 'websocket'
  if (isHandshake || firstSegment(rest) === CONNECTIONS) return GatewayFault.notCarried('WebSocket APIs are')
  return GatewayFault.of('upgrade-required')
}
