import { parseRouteParameter } from '@postern/expressions/route-parameter'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { DefinitionError } from '../expression/definition-error.ts'
import type { EventSources } from '../integrations/websocket/event-sources.ts'
import type { RouteDocument } from '../store/documents.ts'

/** Answers the fault of a handshake that lacks something; undefined lets it pass. */
export type ParameterCheck = (sources: EventSources) => GatewayFault | undefined

/**
 * The headers and query parameters that a handshake must have (spec/websocket-api.md sections 2.2 and 4.3); undefined where
 * the route demands none. As with REST APIs, one that is blank is missing (guide:
 * api-gateway-method-request-validation). Throws DefinitionError.
 */
export function compileRequiredParameters({ RequestParameters = {} }: RouteDocument): ParameterCheck | undefined {
  const required = Object.entries(RequestParameters).flatMap(([key, { Required }]) => {
    const parameter = parseRouteParameter(key)
    if (parameter === undefined) throw new DefinitionError(`${JSON.stringify(key)} is no request parameter`)
    return Required === true ? [parameter] : []
  })
  if (required.length === 0) return undefined
  return (sources) => {
    const missing = required.filter(({ location, name }) => {
      const values = location === 'header' ? sources.headers(name) : sources.querystrings(name)
      return values.every((value) => value.trim() === '')
    })
    return missing.length === 0 ? undefined : GatewayFault.missingParameters(missing.map(({ name }) => name))
  }
}
