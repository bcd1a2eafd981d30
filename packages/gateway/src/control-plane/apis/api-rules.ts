import { badRequest } from '../../aws-protocol/service-error.ts'
import { parseSelectionExpression } from '../../expression/selection-expression.ts'
import type { ApiDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'
import { checkTags } from '../tag-rules.ts'

/** What an HTTP API's route selection expression may be, and what WebSocket APIs that forget theirs are not given. */
export const HTTP_ROUTE_SELECTION = '$request.method $request.path'
const httpRouteSelections = new Set([HTTP_ROUTE_SELECTION, '${request.method} ${request.path}'])

export const API_KEY_SELECTION = '$request.header.x-api-key'
const apiKeySelections = new Set([
  API_KEY_SELECTION,
  '${request.header.x-api-key}',
  '$context.authorizer.usageIdentifierKey',
  '${context.authorizer.usageIdentifierKey}',
])

/** Throws where an API, as it would be stored, is none that AWS accepts (spec control-plane.md 4.1). */
export function checkApi(plane: ControlPlane, api: ApiDocument): void {
  const selection = api.RouteSelectionExpression
  if (api.ProtocolType === 'HTTP') {
    if (selection !== undefined && !httpRouteSelections.has(selection)) {
      throw badRequest(
        `Invalid route selection expression specified: ${selection}. HTTP APIs support only ${HTTP_ROUTE_SELECTION}`,
      )
    }
  } else {
    if (selection === undefined) throw badRequest('Route selection expression is required for WEBSOCKET APIs')
    if (!isMessageSelection(selection)) throw badRequest(`Invalid route selection expression specified: ${selection}`)
  }
  if (!apiKeySelections.has(api.ApiKeySelectionExpression ?? API_KEY_SELECTION)) {
    throw badRequest(
      `Invalid API key selection expression specified: ${api.ApiKeySelectionExpression}. Must be one of [${API_KEY_SELECTION}, $context.authorizer.usageIdentifierKey]`,
    )
  }
  if (api.DisableSchemaValidation === true && api.ProtocolType === 'HTTP') {
    throw badRequest('Schema validation is only supported for WEBSOCKET APIs')
  }
  checkTags(plane, api.Tags ?? {})
}

/** A WebSocket API selects routes by the message alone: `$request.body.…` and literals. */
function isMessageSelection(text: string): boolean {
  const parts = parseSelectionExpression(text)
  return parts?.every((part) => part.kind === 'literal' || part.name.startsWith('request.body')) ?? false
}
