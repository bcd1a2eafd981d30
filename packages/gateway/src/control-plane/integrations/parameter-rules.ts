import { badRequest } from '../../aws-protocol/service-error.ts'
import { isToken, parseMappingKey } from '../../expression/mapping-key.ts'
import { parseMappingValue } from '../../expression/mapping-value.ts'
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

/**
 * WebSocket APIs (spec websocket-api.md 4.3, 7.3). A name is what stands after the location. `method.request` is how the
 * API reference calls `route.request`, and `route.response` how the guide calls `method.response`.
 */
const REQUEST_KEY = /^integration\.request\.(?:header|querystring|path)\.(.+)$/
const REQUEST_VALUE =
  /^('[^'\0\r\n]*'|(route|method)\.request\.((header|querystring|multivalueheader|multivaluequerystring|path)\.\S+|body(\.\S+)?)|context\.[\w.]+|stageVariables\.\w+)$/
const RESPONSE_KEY = /^(?:method|route)\.response\.(?:header|multivalueheader)\.(.+)$/
const RESPONSE_VALUE =
  /^('[^'\0\r\n]*'|integration\.response\.((header|multivalueheader)\.\S+|body(\.\S+)?)|context\.[\w.]+|stageVariables\.\w+)$/

/** `requestParameters` of a WebSocket API's integration: `integration.request.{where}.{name}` from a source or `'text'`. */
export function checkWebSocketParameters(integration: IntegrationDocument): void {
  if (integration.ResponseParameters !== undefined) {
    throw badRequest('ResponseParameters is only supported for integrations of HTTP APIs')
  }
  const form = 'integration.request.{header|querystring|path}.{name}'
  checkMappings(integration.RequestParameters, REQUEST_KEY, REQUEST_VALUE, form)
}

/** `responseParameters` of an integration response. */
export function checkResponseParameters(parameters: Readonly<Record<string, string>> | undefined): void {
  checkMappings(parameters, RESPONSE_KEY, RESPONSE_VALUE, 'method.response.header.{name}')
}

function checkMappings(
  mappings: Readonly<Record<string, string>> | undefined,
  keys: RegExp,
  values: RegExp,
  form: string,
): void {
  for (const [key, value] of Object.entries(mappings ?? {})) {
    const name = keys.exec(key)?.[1]
    if (name === undefined || !isToken(name)) {
      throw badRequest(`Invalid mapping expression specified: ${key}. Must be ${form}`)
    }
    if (!values.test(value)) throw badRequest(`Invalid mapping expression parameter specified: ${value}`)
  }
}
