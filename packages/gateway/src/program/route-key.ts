import { DefinitionError } from '../expression/definition-error.ts'

/** A segment of a route's path (spec/http-api.md section 2). */
export type RouteSegment =
  /** Percent-decoded: that is how it is compared. */
  | { readonly kind: 'literal'; readonly text: string }
  /** `{name}`: one whole segment. */
  | { readonly kind: 'variable'; readonly name: string }
  /** `{name+}`: one or more segments, the path's last. */
  | { readonly kind: 'greedy'; readonly name: string }

/** An HTTP API's route key, parsed. The route `$default` has no method and no path. */
export type RouteKey = { readonly method: string; readonly segments: readonly RouteSegment[] } | '$default'

const METHOD = /^[A-Z]+$/
const PLACEHOLDER = /^\{([^{}+]+)(\+?)\}$/

/** Parses `GET /pets/{id}`. Throws DefinitionError. */
export function parseRouteKey(key: string): RouteKey {
  if (key === '$default') return key
  const space = key.indexOf(' ')
  const method = key.slice(0, Math.max(space, 0))
  const path = key.slice(space + 1)
  if (!METHOD.test(method) || !path.startsWith('/')) throw new DefinitionError('its key is neither a path nor $default')
  if (path === '/') return { method, segments: [] }
  const texts = path.slice(1).split('/')
  const segments = texts.map((text, index): RouteSegment => {
    const [, name, plus] = PLACEHOLDER.exec(text) ?? []
    if (name === undefined) return { kind: 'literal', text: decoded(text) }
    if (plus === '') return { kind: 'variable', name }
    if (index < texts.length - 1) throw new DefinitionError(`{${name}+} is not the last segment of its path`)
    return { kind: 'greedy', name }
  })
  return { method, segments }
}

/** A literal may have escapes; where they are bad, its text stands for itself, and no request ever has it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The names of a key's path parameters, in order. */
export function parameterNames(key: RouteKey): readonly string[] {
  if (key === '$default') return []
  return key.segments.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]))
}
