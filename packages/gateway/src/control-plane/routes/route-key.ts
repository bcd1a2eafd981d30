import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { parseRouteKey as parse, type RouteKey } from '@postern/expressions/route-key'
import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { RouteDocument } from '../../store/documents.ts'

/** Throws where a text is no route key of such an API. */
export function parseRouteKey(protocol: sdk.ProtocolType, text: string): RouteKey {
  const key = parse(protocol, text)
  if ('problem' in key) throw badRequest(key.problem)
  return key
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
