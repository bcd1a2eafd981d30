import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { WebSocketIntegration } from './websocket-integration.ts'

/** The route or its integration is not usable. `reason` is for the API's owner. */
export function misconfigured(reason: string): WebSocketIntegration {
  return { call: () => Promise.resolve(GatewayFault.of('websocket-internal', reason)) }
}
