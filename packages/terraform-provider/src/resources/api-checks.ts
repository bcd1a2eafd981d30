import { checkLength } from '../checks/bounds.ts'
import { checkCors } from '../checks/cors.ts'
import { checkRouteKey } from '../checks/keys.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { checkUnsupported, type Protocol } from '../checks/protocol.ts'
import { checkRouteSelection } from '../checks/selection-expression.ts'
import { UNKNOWN } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { ApiState } from './api.ts'

type ApiConfig = Config<ApiState>

const LONGEST_NAME = 128
const LONGEST_DESCRIPTION = 1024
const LONGEST_VERSION = 64

/** `target` and its company are of quick create; WebSocket APIs are not imported. */
const HTTP_ONLY = ['body', 'cors_configuration', 'credentials_arn', 'route_key', 'target'] as const

/** What the API would refuse (spec control-plane.md 4.1). What is unknown is passed over. */
export function* checkApi(config: ApiConfig): Generator<Diagnostic> {
  if (config.name === '') yield problem('Invalid name', `A name has 1 to ${LONGEST_NAME} characters.`, ['name'])
  yield* checkLength('name', config.name, LONGEST_NAME)
  yield* checkLength('description', config.description, LONGEST_DESCRIPTION)
  yield* checkLength('version', config.version, LONGEST_VERSION)
  const { cors_configuration: cors } = config
  for (const [index, block] of cors === UNKNOWN ? [] : (cors ?? []).entries()) {
    yield* checkCors(block, ['cors_configuration', { index }])
  }
  const protocol = protocolOf(config)
  yield* checkRouteSelection('route_selection_expression', config.route_selection_expression, protocol)
  if (protocol === 'HTTP') yield* checkQuickCreate(config)
  if (protocol === 'WEBSOCKET') yield* checkWebSocket(config)
}

function protocolOf({ protocol_type: protocol }: ApiConfig): Protocol | undefined {
  return protocol === 'HTTP' || protocol === 'WEBSOCKET' ? protocol : undefined
}

/** The default of the attribute is for HTTP APIs. */
function* checkWebSocket(config: ApiConfig): Generator<Diagnostic> {
  if (isMissing(config.route_selection_expression)) {
    const detail =
      'A WebSocket API chooses the route of a message by route_selection_expression, such as "$request.body.action".'
    yield problem('Missing route_selection_expression', detail, ['protocol_type'])
  }
  yield* checkUnsupported(config, HTTP_ONLY, 'WEBSOCKET')
}

function* checkQuickCreate(config: ApiConfig): Generator<Diagnostic> {
  yield* checkRouteKey('route_key', config.route_key, 'HTTP')
  for (const name of ['route_key', 'credentials_arn'] as const) {
    if (isMissing(config[name]) || config[name] === UNKNOWN || !isMissing(config.target)) continue
    yield problem(`Needless ${name}`, `${name} is of quick create, which needs a target.`, [name])
  }
}
