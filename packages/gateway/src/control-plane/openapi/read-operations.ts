import { isObject, listAt, type OpenApiObject, objectAt, textAt } from './document.ts'
import type { ImportMessages } from './import-messages.ts'
import { follow } from './references.ts'

export const ANY_METHOD = 'x-amazon-apigateway-any-method'

/** Members of a path item, in OpenAPI's order; OpenAPI has `trace` too, HTTP APIs have not. */
const METHODS = new Map([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['patch', 'PATCH'],
  [ANY_METHOD, 'ANY'],
])

/** One operation of a document, which becomes a route. */
export interface Operation {
  readonly routeKey: string
  /** As AWS's parser of OpenAPI documents writes it: `paths.'/pets'(get)`. */
  readonly location: string
  readonly definition: OpenApiObject
}

/** All operations, in the order of the document. `basePath` goes before each path, but not before `$default`. */
export function readOperations(document: OpenApiObject, basePath: string, messages: ImportMessages): Operation[] {
  if (!isObject(document.get('paths'))) messages.issue('paths', ' is missing')
  const operations: Operation[] = []
  for (const [path, value] of objectAt(document, 'paths')) {
    if (path.startsWith('x-')) continue
    // SAM writes `$default` so.
    if (!path.startsWith('/')) messages.issue('paths', `. Resource ${path} should start with /`)
    const item = follow(document, value)
    if (item === undefined) {
      messages.issue(`paths.'${path}'`, ' is not of type `object`')
      continue
    }
    for (const [name, method] of METHODS) {
      const definition = item.get(name)
      if (definition === undefined) continue
      const location = `paths.'${path}'(${name})`
      if (isObject(definition)) {
        checkVariables(path, [item, definition], messages)
        operations.push({ routeKey: routeKeyOf(path, basePath, method, definition), location, definition })
      } else {
        messages.issue(location, ' is not of type `object`')
      }
    }
    if (item.has('trace')) messages.info(`Method TRACE is not supported for HTTP APIs. Ignoring paths.'${path}'(trace)`)
  }
  return operations
}

function routeKeyOf(path: string, basePath: string, method: string, definition: OpenApiObject): string {
  const isDefaultPath = path === '/$default' || path === '$default'
  const isDefault = definition.get('isDefaultRoute') ?? isDefaultPath
  if (method === 'ANY' && isDefault === true) return '$default'
  return `${method} ${basePath !== '' && path === '/' ? basePath : basePath + path}`
}

/** A variable of the path is named with its `+` where it is greedy, as exports do, or without. */
function checkVariables(path: string, declaring: readonly OpenApiObject[], messages: ImportMessages): void {
  const variables = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => String(match[1]))
  if (variables.length === 0) return
  const parameters = declaring.flatMap((one) => listAt(one, 'parameters')).filter(isObject)
  // What a reference declares is not looked up: then nothing is claimed to be missing.
  if (parameters.some((parameter) => parameter.has('$ref'))) return
  const declared = new Set(
    parameters.filter((parameter) => textAt(parameter, 'in') === 'path').map((parameter) => textAt(parameter, 'name')),
  )
  for (const name of variables) {
    if (declared.has(name) || declared.has(name.replace(/\+$/, ''))) continue
    const rule = 'needs to be defined as a path parameter in path or operation level'
    messages.issue(`paths.'${path}'`, `. Declared path parameter ${name} ${rule}`)
  }
}
