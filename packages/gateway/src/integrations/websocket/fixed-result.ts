import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { WebSocketIntegration } from './websocket-integration.ts'

/** The route or its integration is not usable. `reason` is for the API's owner. */
export function misconfigured(reason: string): WebSocketIntegration {
  const fault = GatewayFault.of('websocket-internal', reason)
  return { call: () => Promise.resolve(fault) }
}
