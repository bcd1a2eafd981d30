import { badRequest } from '../../aws-protocol/service-error.ts'
import { parseMappingKey } from '../../expression/mapping-key.ts'
import { parseMappingValue } from '../../expression/mapping-value.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

/** AWS's frame around what its mapping validator says [live]; the inner texts are ours. */
function invalidMapping(problem: string): Error {
  return badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${problem}]`)
}

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
  if (parsed.action === 'remove') return
  if (value === '') throw invalidMapping('Mapping expression missing source or destination')
  const source = parseMappingValue(value, side)
  if ('problem' in source) throw invalidMapping(`Invalid ${what} Actioned Parameter: ${source.problem}`)
}

const WEBSOCKET_KEY = /^integration\.request\.(header|querystring|path)\.[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const WEBSOCKET_VALUE =
  /^('[^']*'|route\.request\.(header|querystring|multivalueheader|multivaluequerystring|path)\.\S+|route\.request\.body(\.\S+)?|context\.[\w.]+|stageVariables\.\w+)$/

/** The same of a WebSocket API's integration: `integration.request.{where}.{name}` from a source or `'static'` text. */
export function checkWebSocketParameters(integration: IntegrationDocument): void {
  for (const [key, value] of Object.entries(integration.RequestParameters ?? {})) {
    if (!WEBSOCKET_KEY.test(key)) {
      throw badRequest(
        `Invalid mapping expression specified: ${key}. Must be integration.request.{header|querystring|path}.{name}`,
      )
    }
    if (!WEBSOCKET_VALUE.test(value)) {
      throw badRequest(`Invalid mapping expression parameter specified: ${value}`)
    }
  }
  if (integration.ResponseParameters !== undefined) {
    throw badRequest('ResponseParameters is only supported for integrations of HTTP APIs')
  }
}
