import { parseSelectionExpression } from './selection-expression.ts'

/** The selection expressions of an API itself (spec control-plane.md 4.1, websocket-api.md 2.6 and 3.2). */

/** What an HTTP API's route selection expression is. */
export const HTTP_ROUTE_SELECTION = '$request.method $request.path'
const httpRouteSelections = new Set([HTTP_ROUTE_SELECTION, '${request.method} ${request.path}'])

export const API_KEY_SELECTION = '$request.header.x-api-key'
const apiKeySelections = new Set([
  API_KEY_SELECTION,
  '${request.header.x-api-key}',
  '$context.authorizer.usageIdentifierKey',
  '${context.authorizer.usageIdentifierKey}',
])

export function isApiKeySelection(text: string): boolean {
  return apiKeySelections.has(text)
}

export function isHttpRouteSelection(text: string): boolean {
  return httpRouteSelections.has(text)
}

/** A WebSocket API selects routes by the message alone: `$request.body.…` and literals. */
export function isMessageSelection(text: string): boolean {
  const parts = parseSelectionExpression(text)
  return parts?.every((part) => part.kind === 'literal' || part.name.startsWith('request.body')) ?? false
}
