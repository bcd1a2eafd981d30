import type { GatewayClient } from '../aws/gateway-client.ts'
import { checkLength } from '../checks/bounds.ts'
import { checkRouteKey, checkRouteParameter, checkTarget } from '../checks/keys.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { checkAllowed, checkByProtocol, checkUnsupported } from '../checks/protocol.ts'
import { checkRouteResponseSelection, checkSelection } from '../checks/selection-expression.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { RouteState } from './route.ts'

type RouteConfig = Config<RouteState>
type ParameterConfig = Config<RouteState['request_parameter'][number]>

/** What only WebSocket APIs have. */
const WEBSOCKET_ONLY = [
  'api_key_required',
  'model_selection_expression',
  'request_models',
  'request_parameter',
  'route_response_selection_expression',
]

/** What the API would refuse whatever its protocol. What is unknown is passed over. */
export function* checkRoute(config: RouteConfig): Generator<Diagnostic> {
  const { authorization_type: type, request_parameter: parameters } = config
  if ((type === 'JWT' || type === 'CUSTOM') && isMissing(config.authorizer_id)) {
    const detail = `authorizer_id is required where authorization_type is ${type}: the id of an authorizer of the API.`
    yield problem('Missing authorizer_id', detail, ['authorization_type'])
  }
  yield* checkRouteKey('route_key', config.route_key, undefined)
  yield* checkTarget('target', config.target)
  yield* checkLength('operation_name', config.operation_name, 64)
  yield* checkSelection('model_selection_expression', config.model_selection_expression)
  yield* checkRouteResponseSelection('route_response_selection_expression', config.route_response_selection_expression)
  const blocks = Array.isArray(parameters) ? (parameters as readonly ParameterConfig[]) : []
  for (const { request_parameter_key: key } of blocks) {
    yield* checkRouteParameter('request_parameter', key)
  }
}

/** What the API refuses because of the protocol of the API that the route belongs to. */
export function checkRouteOfApi(
  config: RouteConfig,
  gateway: Pick<GatewayClient, 'protocolOf'>,
): Promise<Diagnostic[]> {
  return checkByProtocol(config.api_id, gateway, (protocol) =>
    protocol === 'HTTP' ? checkOnHttp(config) : checkOnWebSocket(config),
  )
}

function* checkOnHttp(config: RouteConfig): Generator<Diagnostic> {
  yield* checkRouteKey('route_key', config.route_key, 'HTTP')
  yield* checkUnsupported(config, WEBSOCKET_ONLY, 'HTTP')
}

function* checkOnWebSocket(config: RouteConfig): Generator<Diagnostic> {
  yield* checkAllowed('authorization_type', config.authorization_type, ['NONE', 'AWS_IAM', 'CUSTOM'], 'WEBSOCKET')
  yield* checkUnsupported(config, ['authorization_scopes'], 'WEBSOCKET')
}
