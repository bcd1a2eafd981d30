import { isApiKeySelection, isHttpRouteSelection, isMessageSelection } from '@postern/expressions/api-selection'
import { parseSelectionExpression } from '@postern/expressions/selection-expression'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { isText, type MaybeText } from './known.ts'
import { problem, quoted } from './problem.ts'
import type { Protocol } from './protocol.ts'

/** Selection expressions. Guide: apigateway-websocket-api-selection-expressions; spec websocket-api.md 3.1, 3.2. */

const MESSAGE = '$request.body.PATH or ${request.body.PATH}, and text'

/** Of templates and models: which one, by a message. Every variable of the grammar may be in it. */
export function* checkSelection(name: string, expression: MaybeText): Generator<Diagnostic> {
  if (!isText(expression) || parseSelectionExpression(expression) !== undefined) return
  const variables = '$request.body.PATH, $context.NAME, $stageVariables.NAME, ${…} around any of them, and text'
  yield refused(name, expression, variables)
}

/** Which route a request or message takes. `protocol`: undefined where it is not known. */
export function* checkRouteSelection(
  name: string,
  expression: MaybeText,
  protocol: Protocol | undefined,
): Generator<Diagnostic> {
  if (!isText(expression)) return
  if (protocol !== 'WEBSOCKET' && isHttpRouteSelection(expression)) return
  if (protocol !== 'HTTP' && isMessageSelection(expression)) return
  const onHttp = '$request.method $request.path'
  const allowed = { HTTP: onHttp, WEBSOCKET: MESSAGE, '': `on an HTTP API ${onHttp}, on a WebSocket API ${MESSAGE}` }
  yield refused(name, expression, allowed[protocol ?? ''])
}

/** Where clients put their API key (spec websocket-api.md 2.6). */
export function* checkApiKeySelection(name: string, expression: MaybeText): Generator<Diagnostic> {
  if (!isText(expression) || isApiKeySelection(expression)) return
  yield refused(name, expression, '$request.header.x-api-key, $context.authorizer.usageIdentifierKey')
}

/** Of a route that answers; both spellings of the one constant are in use. */
export function* checkRouteResponseSelection(name: string, expression: MaybeText): Generator<Diagnostic> {
  if (!isText(expression) || expression === '$default' || expression === '\\$default') return
  yield refused(name, expression, '$default')
}

function refused(name: string, expression: string, allowed: string): Diagnostic {
  return problem(`Invalid ${name}`, `${name} is ${quoted(expression)}. Allowed: ${allowed}.`, [name])
}
