import {
  HostObject,
  isDefinite,
  JsonError,
  JsonPathError,
  jsonPath,
  nullLike,
  parseJson,
  toJson,
  UnprintableJson,
} from '@postern/velocity'
import type { BindingAllowance } from './binding-allowance.ts'
import { BindingError } from './binding-error.ts'

/** Where `$input.params` looks, in the order in which it looks. */
export const PARAMETER_PLACES = ['path', 'querystring', 'header'] as const

export type ParameterPlace = (typeof PARAMETER_PLACES)[number]

/** The parameters of a handshake, by name. */
export type TemplateParameters = Readonly<Partial<Record<ParameterPlace, Readonly<Record<string, string>>>>>

/** What `$input.json` prints where there is nothing: the JSON text of an empty string. */
const NOTHING_AS_JSON = '""'

const NOT_FOUND: unique symbol = Symbol('not found')

/**
 * `$input` of a mapping template (spec/websocket-api.md section 6.1). The body is read when a path is first asked for, and
 * once; what `path` gives is that document itself, so that what a template puts into it is there for later calls.
 */
export function inputBinding(body: string, parameters: TemplateParameters, allowance: BindingAllowance): HostObject {
  let document: { readonly root: unknown } | undefined
  let parameterMap: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined

  const find = (method: string, path: string): unknown => {
    document ??= { root: readBody(body) }
    const { root } = document
    // A path needs a document, and null is none for Jayway, which then throws.
    if (root === NOT_FOUND || root === null) return NOT_FOUND
    try {
      // A definite path goes straight to its place; any other, and arguments of functions, may walk the whole document.
      const isStraight = isDefinite(path) && !path.includes('(')
      allowance.spend(path.length + (isStraight ? 0 : body.length))
      return jsonPath(path)(root)
    } catch (error) {
      if (error instanceof JsonPathError) {
        if (error.kind === 'path-not-found') return NOT_FOUND
        throw new BindingError(`$input.${method}: ${error.message}`)
      }
      throw error
    }
  }

  const allParameters = () => (parameterMap ??= mapOfParameters(parameters))

  // A call with other arguments is one of a method that is not there: undefined, a reference without a value.
  return new HostObject({
    body: body === '' ? '{}' : body,
    path: (...args: readonly unknown[]) => {
      const path = onlyText(args)
      if (path === undefined) return undefined
      const found = find('path', path)
      return found === NOT_FOUND || found === null ? nullLike : found
    },
    json: (...args: readonly unknown[]) => {
      const path = onlyText(args)
      if (path === undefined) return undefined
      const found = find('json', path)
      return found === NOT_FOUND ? NOTHING_AS_JSON : allowance.grant(jsonText(found))
    },
    params: (...args: readonly unknown[]) => {
      if (args.length === 0) return allParameters()
      const name = onlyText(args)
      return name === undefined ? undefined : firstParameter(allParameters(), name)
    },
  })
}

function readBody(body: string): unknown {
  try {
    return parseJson(body)
  } catch (error) {
    if (error instanceof JsonError) return NOT_FOUND
    throw error
  }
}

/** A template can put into the document what has no JSON text, such as the document itself. */
function jsonText(value: unknown): string {
  try {
    return toJson(value)
  } catch (error) {
    if (error instanceof UnprintableJson) throw new BindingError(`$input.json: ${error.message}`)
    throw error
  }
}

function onlyText(args: readonly unknown[]): string | undefined {
  const [first] = args
  return args.length === 1 && typeof first === 'string' ? first : undefined
}

function mapOfParameters(parameters: TemplateParameters): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(PARAMETER_PLACES.map((place) => [place, new Map(Object.entries(parameters[place] ?? {}))]))
}

function firstParameter(parameters: ReadonlyMap<string, ReadonlyMap<string, string>>, name: string): string {
  for (const place of PARAMETER_PLACES) {
    const value = parameters.get(place)?.get(name)
    if (value !== undefined) return value
  }
  return ''
}
