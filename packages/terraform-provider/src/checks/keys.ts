import { isIntegrationResponseKey } from '@postern/expressions/integration-response-key'
import { parseRouteKey } from '@postern/expressions/route-key'
import { parseRouteParameter } from '@postern/expressions/route-parameter'
import { integrationOfTarget } from '@postern/expressions/route-target'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { isText, type MaybeText } from './known.ts'
import { problem, quoted } from './problem.ts'
import type { Protocol } from './protocol.ts'

/** Spec control-plane.md 4.4. Where the protocol is not known, a key that either kind of API has will do. */
export function* checkRouteKey(name: string, key: MaybeText, protocol: Protocol | undefined): Generator<Diagnostic> {
  if (typeof key !== 'string') return
  // A WebSocket API has every key that an HTTP API has.
  const parsed = parseRouteKey(protocol ?? 'WEBSOCKET', key)
  if ('problem' in parsed) yield problem(`Invalid ${name}`, `${parsed.problem}.`, [name])
}

/** Spec control-plane.md 4.5. */
export function* checkRouteResponseKey(name: string, key: MaybeText): Generator<Diagnostic> {
  if (typeof key !== 'string' || key === '$default') return
  yield problem(`Invalid ${name}`, `${name} is ${quoted(key)}. Allowed: $default.`, [name])
}

/** Spec control-plane.md 4.3, websocket-api.md 7.1. */
export function* checkIntegrationResponseKey(name: string, key: MaybeText): Generator<Diagnostic> {
  if (typeof key !== 'string' || isIntegrationResponseKey(key)) return
  const allowed = '$default, a regular expression between slashes such as /4\\d\\d/, a text such as 200'
  yield problem(`Invalid ${name}`, `${name} is ${quoted(key)}. Allowed: ${allowed}.`, [name])
}

/** Spec control-plane.md 4.4. */
export function* checkTarget(name: string, target: MaybeText): Generator<Diagnostic> {
  if (!isText(target) || integrationOfTarget(target) !== undefined) return
  yield problem(
    `Invalid ${name}`,
    `${name} is ${quoted(target)}. Allowed: integrations/ and the id of an integration.`,
    [name],
  )
}

/** What a `$connect` route requires (spec websocket-api.md 4.3). The blocks are a set: it is what can be pointed at. */
export function* checkRouteParameter(block: string, key: MaybeText): Generator<Diagnostic> {
  if (typeof key !== 'string' || parseRouteParameter(key) !== undefined) return
  const detail = `request_parameter_key is ${quoted(key)}. Allowed: route.request.header.NAME, route.request.querystring.NAME.`
  yield problem('Invalid request_parameter_key', detail, [block])
}
