import { DefinitionError } from '../expression/definition-error.ts'
import { compileIntegration } from '../integrations/compile-integration.ts'
import { misconfigured, notCarried } from '../integrations/fixed-fault.ts'
import type { IntegrationTemplate } from '../integrations/integration.ts'
import type { ApiDefinition } from '../store/api-snapshot.ts'
import type { RouteDocument } from '../store/documents.ts'
import { blaming } from './blaming.ts'
import type { RouteKey } from './route-key.ts'
import { parameterNames, parseRouteKey } from './route-key.ts'
import { RouteTable } from './route-table.ts'

/** A route before it is bound to a stage. */
interface CompiledRoute {
  readonly routeKey: string
  readonly parameters: readonly string[]
  readonly integration: IntegrationTemplate
}

/** An HTTP API's definition, as far as it is the same for all stages. */
export interface CompiledDefinition {
  /** Leads to indexes of `routes`. */
  readonly table: RouteTable<number>
  readonly routes: readonly CompiledRoute[]
}

/** By the documents themselves, which are never changed: a change to one of 1,000 routes parses one. */
const definitions = new WeakMap<ApiDefinition, CompiledDefinition>()
const routeKeys = new WeakMap<RouteDocument, ParsedKey>()

interface ParsedKey {
  readonly key: RouteKey
  readonly parameters: readonly string[]
}

/** Compiles a definition, once. Throws DefinitionError, whose message names the resource that is to blame. */
export function compileDefinition(definition: ApiDefinition): CompiledDefinition {
  const known = definitions.get(definition)
  if (known !== undefined) return known
  const routes: CompiledRoute[] = []
  const table = new RouteTable<number>()
  for (const route of definition.routes.values()) {
    const { parameters } = blaming('Route', route.RouteId, () => {
      const parsed = routeKeyOf(route)
      table.add(parsed.key, routes.length)
      return parsed
    })
    const integration = integrationOf(definition, route)
    routes.push({ routeKey: route.RouteKey, parameters, integration })
  }
  const compiled = { table, routes }
  definitions.set(definition, compiled)
  return compiled
}

/** Why a definition cannot be deployed, as one line for the API's owner; or undefined where it can. */
export async function checkDefinition(definition: ApiDefinition): Promise<string | undefined> {
  try {
    if (definition.api.ProtocolType === 'HTTP') {
      compileDefinition(definition)
    } else {
      // Loaded with the template engine when the first WebSocket API is met: not every start needs them.
      const { compileWebSocketDefinition } = await import('./websocket-stage-program.ts')
      compileWebSocketDefinition(definition)
    }
    return undefined
  } catch (error) {
    if (error instanceof DefinitionError) return error.message
    throw error
  }
}

function routeKeyOf(route: RouteDocument): ParsedKey {
  const known = routeKeys.get(route)
  if (known !== undefined) return known
  const key = parseRouteKey(route.RouteKey)
  const parsed = { key, parameters: parameterNames(key) }
  routeKeys.set(route, parsed)
  return parsed
}

const TARGET = 'integrations/'

/** E22: routes without an integration exist, and answer 500 when called. */
function integrationOf(
  { integrations }: ApiDefinition,
  { Target, AuthorizationType }: RouteDocument,
): IntegrationTemplate {
  // Until authorizers are carried, a route that asks for one is closed: open would be the one answer that is never right.
  if (AuthorizationType !== undefined && AuthorizationType !== 'NONE') {
    return notCarried(`Routes with authorization type ${AuthorizationType} are`)
  }
  if (Target === undefined) return missing('the route has no integration')
  const document = integrations.get(Target.startsWith(TARGET) ? Target.slice(TARGET.length) : Target)
  if (document === undefined) return missing('the integration of the route does not exist')
  return blaming('Integration', document.IntegrationId, () => compileIntegration(document))
}

function missing(reason: string): IntegrationTemplate {
  const integration = misconfigured(reason)
  return { bind: () => integration }
}
