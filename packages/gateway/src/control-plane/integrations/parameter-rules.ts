import { parseMappingKey } from '@postern/expressions/mapping-key'
import { parseMappingValue } from '@postern/expressions/mapping-value'
import { requestMapping, responseMapping, type WebSocketMapping } from '@postern/expressions/websocket-mapping'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

/** AWS's frame around what its mapping validator says [live]; the inner texts are ours. */
function invalidMapping(problem: string): Error {
  return badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${problem}]`)
}

/** What no header's value may hold (RFC 9110 5.5): it would end the line. */
const BREAKS = /[\0\r\n]/

/** `requestParameters` and `responseParameters` of an HTTP API's integration (spec control-plane.md 5.5). */
export function checkHttpParameters(integration: IntegrationDocument): void {
  // Those of a first-class service integration are the service's own: subtypes.ts.
  if (integration.IntegrationSubtype === undefined) {
    for (const entry of Object.entries(integration.RequestParameters ?? {})) checkEntry(entry, 'request')
  }
  for (const [status, mapping] of Object.entries(integration.ResponseParameters ?? {})) {
    if (!/^[2-5]\d\d$/.test(status)) {
      throw invalidMapping(`Invalid Response Actioned Parameter status code: ${status}. Must be from 200 to 599`)
    }
    for (const entry of Object.entries(mapping)) checkEntry(entry, 'response')
  }
}

function checkEntry([key, value]: [string, string], side: 'request' | 'response'): void {
  const parsed = parseMappingKey(key, side)
  const what = side === 'request' ? 'Request' : 'Response'
  if ('problem' in parsed) throw invalidMapping(`Invalid ${what} Actioned Parameter: ${parsed.problem}`)
  // What a removal is given is ignored (spec http-api.md 6).
  if (parsed.action === 'remove') return
  if (value === '') throw invalidMapping('Mapping expression missing source or destination')
  const source = parseMappingValue(value, side)
  if ('problem' in source) throw invalidMapping(`Invalid ${what} Actioned Parameter: ${source.problem}`)
  if (parsed.location === 'header' && BREAKS.test(value)) {
    throw invalidMapping(`Invalid ${what} Actioned Parameter: Invalid header value`)
  }
}

/** `requestParameters` of a WebSocket API's integration: `integration.request.{where}.{name}` from a source or `'text'`. */
export function checkWebSocketParameters(integration: IntegrationDocument): void {
  if (integration.ResponseParameters !== undefined) {
    throw badRequest('ResponseParameters is only supported for integrations of HTTP APIs')
  }
  checkMappings(integration.RequestParameters, requestMapping)
}

/** `responseParameters` of an integration response. */
export function checkResponseParameters(parameters: Readonly<Record<string, string>> | undefined): void {
  checkMappings(parameters, responseMapping)
}

function checkMappings(mappings: Readonly<Record<string, string>> | undefined, grammar: WebSocketMapping): void {
  for (const [key, value] of Object.entries(mappings ?? {})) {
    if (!grammar.isKey(key)) {
      throw badRequest(`Invalid mapping expression specified: ${key}. Must be ${grammar.form}`)
    }
    if (!grammar.isValue(value)) throw badRequest(`Invalid mapping expression parameter specified: ${value}`)
  }
}
