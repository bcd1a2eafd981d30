import {
  isHttpIdentitySource,
  isJwtIdentitySource,
  isWebSocketIdentitySource,
} from '@postern/expressions/identity-source'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { knownItems, type MaybeList, type MaybeText } from './known.ts'
import { problem, quoted } from './problem.ts'
import type { Protocol } from './protocol.ts'

const JWT = '$request.header.NAME, $request.querystring.NAME'
const HTTP = `${JWT}, $context.NAME, $stageVariables.NAME`
const WEBSOCKET = 'route.request.header.NAME, route.request.querystring.NAME, context.NAME, stageVariables.NAME'

/** Where an authorizer finds who a client is (spec control-plane.md 4.8). They are a set: it is what can be pointed at. */
export function* checkIdentitySources(
  name: string,
  sources: MaybeList,
  type: MaybeText,
  protocol: Protocol | undefined,
): Generator<Diagnostic> {
  if (type === 'JWT' && (sources === null || (Array.isArray(sources) && sources.length !== 1))) {
    yield problem(`Invalid ${name}`, `A JWT authorizer has one identity source. Allowed: ${JWT}.`, [name])
  }
  for (const source of knownItems(sources)) {
    const allowed = allowedFor(source, type, protocol)
    if (allowed !== undefined)
      yield problem(`Invalid ${name}`, `${quoted(source)} is none. Allowed: ${allowed}.`, [name])
  }
}

function allowedFor(source: string, type: MaybeText, protocol: Protocol | undefined): string | undefined {
  if (type === 'JWT') return isJwtIdentitySource(source) ? undefined : JWT
  if (protocol === 'HTTP') return isHttpIdentitySource(source) ? undefined : HTTP
  if (protocol === 'WEBSOCKET') return isWebSocketIdentitySource(source) ? undefined : WEBSOCKET
  const isEither = isHttpIdentitySource(source) || isWebSocketIdentitySource(source)
  return isEither ? undefined : `on an HTTP API ${HTTP}; on a WebSocket API ${WEBSOCKET}`
}
