import { requestMapping } from '@postern/expressions/websocket-mapping'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { checkLength } from './bounds.ts'
import { knownEntries, knownKeys, type MaybeTexts } from './known.ts'
import { problem } from './problem.ts'

const VALUES =
  "route.request.header.NAME, route.request.querystring.NAME, route.request.path.NAME, route.request.body, route.request.body.PATH, context.NAME, stageVariables.NAME, or 'text' in single quotes"

/** What a WebSocket API's integration is given of a request (spec control-plane.md 5.5, websocket-api.md 4.3). */
export function* checkWebSocketMapping(name: string, mapping: MaybeTexts): Generator<Diagnostic> {
  for (const key of knownKeys(mapping)) {
    if (requestMapping.isKey(key)) continue
    yield problem(`Invalid key in ${name}`, `Allowed on a WebSocket API: ${requestMapping.form}.`, [name, { key }])
  }
  for (const [key, value] of knownEntries(mapping)) {
    yield* checkLength(name, value, 512, [name, { key }])
    if (!requestMapping.isKey(key) || requestMapping.isValue(value)) continue
    const detail = `The value of ${key} is no mapping expression. Allowed on a WebSocket API: ${VALUES}.`
    yield problem(`Invalid value in ${name}`, detail, [name, { key }])
  }
}
