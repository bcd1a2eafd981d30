import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { Integration, IntegrationTemplate } from './integration.ts'

/** An integration that answers the same fault to every call. */
function fixedFault(fault: GatewayFault): Integration {
  return { call: () => fault }
}

/** E22: the route or its integration is not usable. `reason` is for the API's owner. */
export function misconfigured(reason: string): Integration {
  return fixedFault(GatewayFault.of('misconfigured', reason))
}

/**
 * What can be made but not yet called. `what` begins a sentence, such as `AWS_PROXY integrations are`. Not AWS's
 * behaviour, so it is a status of its own, 501, and says what is missing (docs/differences.md).
 */
export function notCarried(what: string): IntegrationTemplate {
  const integration = fixedFault(GatewayFault.notCarried(what))
  return { bind: () => integration }
}
