import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { RouteDocument } from '../../store/documents.ts'

/** A parsed route key. `segments` is undefined for `$default` and for WebSocket route keys. */
export interface RouteKey {
  readonly text: string
  readonly method?: string
  readonly segments?: readonly string[]
}

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']
/** The characters that AWS's own test tool allows (spec http-api.md 2), and `$`, `~`, `%` escapes, which occur in practice. */
const LITERAL = /^[A-Za-z0-9._:$~!*'()@&=+,;%-]+$/
const VARIABLE = /^\{([\w.:-]+)(\+)?\}$/

/** Throws where a text is no route key of such an API. */
export function parseRouteKey(protocol: sdk.ProtocolType, text: string): RouteKey {
  if (text === '') throw badRequest('Route key is required')
  if (protocol === 'WEBSOCKET' || text === '$default') {
    if (text.startsWith('$') && !['$connect', '$disconnect', '$default'].includes(text)) {
      throw badRequest(
        `Invalid route key specified: ${text}. Route keys that start with $ must be one of [$connect, $disconnect, $default]`,
      )
    }
    return { text }
  }
  const space = text.indexOf(' ')
  const method = text.slice(0, space)
  const path = text.slice(space + 1)
  if (space === -1 || !METHODS.includes(method) || !path.startsWith('/')) {
    throw badRequest(
      `The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default", with a method of [${METHODS.join(', ')}]`,
    )
  }
  const segments = path.slice(1).split('/')
  checkSegments(text, path, segments)
  return { text, method, segments }
}

function checkSegments(text: string, path: string, segments: readonly string[]): void {
  const names = new Set<string>()
  if (path === '/') return
  for (const [index, segment] of segments.entries()) {
    const variable = VARIABLE.exec(segment)
    const name = variable?.[1]
    if (name === undefined) {
      if (!LITERAL.test(segment))
        throw badRequest(`Invalid route key specified: ${text}. Path segment "${segment}" is not valid`)
      continue
    }
    if (names.has(name)) throw badRequest(`Invalid route key specified: ${text}. Path variable "${name}" occurs twice`)
    if (variable?.[2] === '+' && index !== segments.length - 1) {
      throw badRequest(`Invalid route key specified: ${text}. A greedy path variable must be the last segment`)
    }
    names.add(name)
  }
}

/**
 * Throws where another route has the same key, or the same path with another variable name in the same place, which
 * would make the choice between the two a matter of luck.
 */
export function rejectRouteConflict(draft: ApiDraft, key: RouteKey, ownId?: string): void {
  const shape = shapeOf(key.text)
  for (const route of draft.all('routes').values()) {
    if (route.RouteId === ownId) continue
    if (route.RouteKey === key.text) throw conflict(`Route with key ${key.text} already exists for this API`)
    if (key.segments !== undefined && knownShapeOf(route) === shape) {
      throw conflict(
        `The provided route key "${key.text}" has a conflicting variable on the same hierarchical level as "${route.RouteKey}"`,
      )
    }
  }
}

/** By the documents themselves, which are never changed: the thousandth route costs what the tenth does. */
const shapes = new WeakMap<RouteDocument, string>()

function knownShapeOf(route: RouteDocument): string {
  const known = shapes.get(route)
  if (known !== undefined) return known
  const shape = shapeOf(route.RouteKey)
  shapes.set(route, shape)
  return shape
}

/** What a key matches by: its text with the variables' names taken out, and escapes decoded as they are in requests. */
function shapeOf(text: string): string {
  const segments = text.replaceAll(/\{[^{}+]*(\+?)\}/g, '{$1}').split('/')
  return segments.map((segment) => decoded(segment)).join('/')
}

/** A `/` that was escaped stays so: it does not split. */
function decoded(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment).replaceAll('/', '%2F')
  } catch {
    return segment
  }
}
