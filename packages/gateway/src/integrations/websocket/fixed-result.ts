import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { WebSocketIntegration, WebSocketIntegrationTemplate } from './websocket-integration.ts'

/** The route or its integration is not usable. `reason` is for the API's owner. */
export function misconfigured(reason: string): WebSocketIntegration {
  const fault = GatewayFault.of('websocket-internal', reason)
  return { call: () => Promise.resolve(fault) }
}

/** What can be made but not yet called (docs/differences.md). `what` begins a sentence: `VPC links are`. */
export function notCarried(what: string): WebSocketIntegrationTemplate {
  const fault = GatewayFault.notCarried(what)
  return { bind: () => ({ call: () => Promise.resolve(fault) }) }
}
