import type { CallContext } from '../data-plane/call-context.ts'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { HttpRoute } from '../program/http-stage-program.ts'
import { hasGoodEscapes } from '../program/route-table.ts'
import type { StageSelection } from './select-stage.ts'

/** A route that takes the call. */
export interface RouteSelection extends StageSelection {
  readonly route: HttpRoute
  /** Raw values of the route's path parameters, in the order of its key. */
  readonly values: readonly string[]
}

/** Spec/http-api.md section 2. The query takes no part. */
export function matchRoute(selection: StageSelection, context: CallContext): RouteSelection | GatewayFault {
  const { program, path, query } = selection
  if (!hasGoodEscapes(path)) return GatewayFault.of('bad-request')
  const match = program.findRoute(context.request.method, path)
  if (match === undefined) return GatewayFault.of('route-not-found')
  context.routeKey = match.route.routeKey
  return { program, path, query, route: match.route, values: match.values }
}
