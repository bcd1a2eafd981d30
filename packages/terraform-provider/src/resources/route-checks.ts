import type { GatewayClient } from '../aws/gateway-client.ts'
import { isMissing, problem } from '../checks/problem.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { RouteState } from './route.ts'

type RouteConfig = Config<RouteState>

/** What only WebSocket APIs have. */
const WEBSOCKET_ONLY = [
  'model_selection_expression',
  'request_models',
  'request_parameter',
  'route_response_selection_expression',
] as const

const HTTP_KEY = /^(?:\$default|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) \/.*)$/s

/** What the API would refuse whatever its protocol. What is unknown is passed over. */
export function* checkRoute(config: RouteConfig): Generator<Diagnostic> {
  const { authorization_type: type, authorizer_id: authorizer, operation_name: operation, target } = config
  if ((type === 'JWT' || type === 'CUSTOM') && isMissing(authorizer)) {
    const detail = `authorizer_id is required where authorization_type is ${type}: the id of an authorizer of the API.`
    yield problem('Missing authorizer_id', detail, ['authorization_type'])
  }
  if (typeof operation === 'string' && operation.length > 64) {
    yield problem('Invalid operation_name', 'An operation name has at most 64 characters.', ['operation_name'])
  }
  if (typeof target === 'string' && target !== '' && !/^integrations\/[^/]+$/.test(target)) {
    const detail = `target is ${JSON.stringify(target)}. Allowed: integrations/ and the id of an integration.`
    yield problem('Invalid target', detail, ['target'])
  }
}

/** What the API refuses because of the protocol of the API that the route belongs to. */
export async function checkRouteOfApi(config: RouteConfig, gateway: GatewayClient): Promise<Diagnostic[]> {
  // An API that is only planned: Terraform asks once more when it is there.
  if (typeof config.api_id !== 'string') return []
  const protocol = await gateway.protocolOf(config.api_id)
  if (protocol === 'HTTP') return [...checkOnHttp(config)]
  return protocol === 'WEBSOCKET' ? [...checkOnWebSocket(config)] : []
}

function* checkOnHttp(config: RouteConfig): Generator<Diagnostic> {
  const { route_key: key, api_key_required: keyRequired } = config
  if (typeof key === 'string' && !HTTP_KEY.test(key)) {
    const detail = `route_key is ${JSON.stringify(key)}. Allowed on an HTTP API: "$default", or a method (or ANY), a space and a path, such as "GET /pets/{id}".`
    yield problem('Invalid route_key', detail, ['route_key'])
  }
  if (keyRequired === true) {
    yield problem('Unsupported api_key_required', 'API keys are for WebSocket APIs only.', ['api_key_required'])
  }
  for (const name of WEBSOCKET_ONLY) {
    const value = config[name]
    if (isMissing(value) || (Array.isArray(value) && value.length === 0)) continue
    const detail = `${name} is for WebSocket APIs only, and ${config.api_id as string} is an HTTP API.`
    yield problem(`Unsupported ${name}`, detail, [name])
  }
}

function* checkOnWebSocket(config: RouteConfig): Generator<Diagnostic> {
  const { authorization_type: type, authorization_scopes: scopes } = config
  if (type === 'JWT') {
    const detail = `${config.api_id as string} is a WebSocket API. Allowed there: "NONE", "AWS_IAM", "CUSTOM".`
    yield problem('Invalid authorization_type', detail, ['authorization_type'])
  }
  if (Array.isArray(scopes) && scopes.length > 0) {
    yield problem('Unsupported authorization_scopes', 'Scopes are for HTTP APIs only.', ['authorization_scopes'])
  }
}
