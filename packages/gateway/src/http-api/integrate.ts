import type { CallContext } from '../data-plane/call-context.ts'
import type { IntegrationResult, IntegrationServices } from '../integrations/integration.ts'
import type { RouteSelection } from './match-route.ts'

/** Calls the route's backend. */
export function integrate(
  selection: RouteSelection,
  context: CallContext,
  services: IntegrationServices,
): IntegrationResult | Promise<IntegrationResult> {
  const { route, path, query, values } = selection
  return route.integration.call({ context, path, query, values }, services)
}
