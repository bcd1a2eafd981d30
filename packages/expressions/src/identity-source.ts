/** Where an authorizer finds who a client is (spec control-plane.md 4.8). */
const JWT_SOURCE = /^\$request\.(header|querystring)\.[^\s,]+$/
const HTTP_SOURCE = /^\$(request\.(header|querystring)\.[^\s,]+|context\.[\w.]+|stageVariables\.\w+)$/
const WEBSOCKET_SOURCE =
  /^(route\.request\.(header|querystring|multivalueheader|multivaluequerystring)\.[^\s,]+|context\.[\w.]+|stageVariables\.\w+)$/

/** Of a JWT authorizer, which has exactly one. */
export function isJwtIdentitySource(text: string): boolean {
  return JWT_SOURCE.test(text)
}

/** Of a REQUEST authorizer of an HTTP API. */
export function isHttpIdentitySource(text: string): boolean {
  return HTTP_SOURCE.test(text)
}

/** Of a REQUEST authorizer of a WebSocket API. */
export function isWebSocketIdentitySource(text: string): boolean {
  return WEBSOCKET_SOURCE.test(text)
}
