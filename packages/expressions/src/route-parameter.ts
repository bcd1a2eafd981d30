import { isToken } from './mapping-key.ts'

/** A part of the handshake of a WebSocket API. */
interface RouteParameter {
  readonly location: 'header' | 'querystring'
  readonly name: string
}

/** A name is what stands after the location. */
const PARAMETER = /^route\.request\.(?:multivalue)?(header|querystring)\.(.+)$/

/** A key of a route's `request_parameters` (spec/websocket-api.md section 4.3). Undefined for what is none. */
export function parseRouteParameter(key: string): RouteParameter | undefined {
  const [, location, name = ''] = PARAMETER.exec(key) ?? []
  if (location === undefined || !isToken(name)) return undefined
  return { location: location as RouteParameter['location'], name }
}
