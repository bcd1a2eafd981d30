import type { ApiDefinition } from '../../store/api-snapshot.ts'
import type { RouteDocument } from '../../store/documents.ts'
import { compact, unlessEmpty } from '../patch.ts'
import { INTEGRATION } from './read-integration.ts'
import { ANY_METHOD } from './read-operations.ts'
import { writeIntegration } from './write-integration.ts'
import { writeSecurity } from './write-security.ts'

const TARGET = 'integrations/'
const DEFAULT = '$default'

/** All routes by path. Those for any method, `$default` among them, have no place in OpenAPI but AWS's own. */
export function writePaths(definition: ApiDefinition, withExtensions: boolean): object {
  const paths = new Map<string, Map<string, unknown>>()
  const routes = [...definition.routes.values()].sort((a, b) => compare(a.RouteKey, b.RouteKey))
  for (const route of routes) {
    const [method, path] = splitKey(route.RouteKey)
    const member = method === 'ANY' ? ANY_METHOD : method.toLowerCase()
    if (member === ANY_METHOD && !withExtensions) continue
    const item = paths.get(path) ?? new Map<string, unknown>()
    paths.set(path, item)
    // A route `ANY /$default` would have the same place: `$default` comes after it, and takes it.
    item.set(member, writeOperation(definition, route, withExtensions))
  }
  return Object.fromEntries(
    [...paths].map(([path, item]) => [path, compact({ ...Object.fromEntries(item), parameters: parametersOf(path) })]),
  )
}

/** By code units, so that an export is the same wherever it is made. */
function compare(a: string, b: string): number {
  const [pathA, pathB] = [splitKey(a)[1], splitKey(b)[1]]
  if (pathA !== pathB) return pathA < pathB ? -1 : 1
  return (a === DEFAULT ? 1 : 0) - (b === DEFAULT ? 1 : 0) || (a < b ? -1 : 1)
}

/** `$default` stands where AWS puts it. */
function splitKey(key: string): [method: string, path: string] {
  const space = key.indexOf(' ')
  return key === DEFAULT ? ['ANY', '/$default'] : [key.slice(0, space), key.slice(space + 1)]
}

function writeOperation(definition: ApiDefinition, route: RouteDocument, withExtensions: boolean): object {
  const id = route.Target?.startsWith(TARGET) === true ? route.Target.slice(TARGET.length) : ''
  const integration = withExtensions ? definition.integrations.get(id) : undefined
  return compact({
    operationId: route.OperationName,
    responses: { default: { description: `Default response for ${route.RouteKey}` } },
    ...writeSecurity(definition, route, withExtensions),
    [INTEGRATION]: integration && writeIntegration(integration),
    isDefaultRoute: withExtensions ? defaultMark(route) : undefined,
  })
}

/** Said of routes at the path of `$default`, which mean different things. */
function defaultMark({ RouteKey }: RouteDocument): boolean | undefined {
  if (RouteKey === DEFAULT) return true
  return RouteKey === 'ANY /$default' ? false : undefined
}

function parametersOf(path: string): object[] | undefined {
  return unlessEmpty(
    [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      description: `Generated path parameter for ${name}`,
      required: true,
      schema: { type: 'string' },
    })),
  )
}
