import { httpMethods } from './http-methods.ts'

/** A parsed route key. `segments` is undefined for `$default` and for WebSocket route keys. */
export interface RouteKey {
  readonly text: string
  readonly method?: string
  readonly segments?: readonly string[]
}

/** The characters that AWS's own test tool allows (spec http-api.md 2), and `$`, `~`, `%` escapes, which occur in practice. */
const LITERAL = /^[A-Za-z0-9._:$~!*'()@&=+,;%-]+$/
const VARIABLE = /^\{([\w.:-]+)(\+)?\}$/

/** A parsed key, or why it is none of such an API (spec control-plane.md 4.4). */
export function parseRouteKey(protocol: 'HTTP' | 'WEBSOCKET', text: string): RouteKey | { readonly problem: string } {
  if (text === '') return { problem: 'Route key is required' }
  if (protocol === 'WEBSOCKET' || text === '$default') {
    if (text.startsWith('$') && !['$connect', '$disconnect', '$default'].includes(text)) {
      const problem = `Invalid route key specified: ${text}. Route keys that start with $ must be one of [$connect, $disconnect, $default]`
      return { problem }
    }
    return { text }
  }
  const space = text.indexOf(' ')
  const method = text.slice(0, space)
  const path = text.slice(space + 1)
  if (space === -1 || !httpMethods.includes(method) || !path.startsWith('/')) {
    const problem = `The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default", with a method of [${httpMethods.join(', ')}]`
    return { problem }
  }
  const segments = path.slice(1).split('/')
  const problem = path === '/' ? undefined : problemOf(segments)
  return problem === undefined
    ? { text, method, segments }
    : { problem: `Invalid route key specified: ${text}. ${problem}` }
}

function problemOf(segments: readonly string[]): string | undefined {
  const names = new Set<string>()
  for (const [index, segment] of segments.entries()) {
    const variable = VARIABLE.exec(segment)
    const name = variable?.[1]
    if (name === undefined) {
      if (!LITERAL.test(segment)) return `Path segment "${segment}" is not valid`
      continue
    }
    if (names.has(name)) return `Path variable "${name}" occurs twice`
    if (variable?.[2] === '+' && index !== segments.length - 1) {
      return 'A greedy path variable must be the last segment'
    }
    names.add(name)
  }
  return undefined
}
