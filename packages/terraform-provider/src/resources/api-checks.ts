import { checkLength } from '../checks/bounds.ts'
import { type CorsConfig, checkCors } from '../checks/cors.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { checkUnsupported } from '../checks/protocol.ts'
import { checkRouteSelection } from '../checks/selection-expression.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { ApiState } from './api.ts'

type ApiConfig = Config<ApiState>

/** What only HTTP APIs have. `target` and its company are of quick create. */
const HTTP_ONLY = ['body', 'cors_configuration', 'credentials_arn', 'route_key', 'target']

/** What the API would refuse. What is unknown is passed over. */
export function* checkApi(config: ApiConfig): Generator<Diagnostic> {
  const { name, protocol_type: protocol, cors_configuration: cors } = config
  if (name === '') yield problem('Invalid name', 'An API has a name.', ['name'])
  yield* checkLength('name', name, 128)
  yield* checkLength('description', config.description, 1024)
  yield* checkLength('version', config.version, 64)
  const known = protocol === 'HTTP' || protocol === 'WEBSOCKET' ? protocol : undefined
  yield* checkRouteSelection('route_selection_expression', config.route_selection_expression, known)
  for (const [index, block] of (Array.isArray(cors) ? (cors as readonly CorsConfig[]) : []).entries()) {
    yield* checkCors(block, ['cors_configuration', { index }])
  }
  if (protocol === 'HTTP') yield* checkQuickCreate(config)
  if (protocol !== 'WEBSOCKET') return
  if (isMissing(config.route_selection_expression)) {
    const detail =
      'A WebSocket API chooses the route of a message by route_selection_expression, such as "$request.body.action".'
    yield problem('Missing route_selection_expression', detail, ['protocol_type'])
  }
  yield* checkUnsupported(config, HTTP_ONLY, 'WEBSOCKET')
}

function* checkQuickCreate(config: ApiConfig): Generator<Diagnostic> {
  for (const name of ['route_key', 'credentials_arn'] as const) {
    if (isMissing(config[name]) || !isMissing(config.target)) continue
    yield problem(`Needless ${name}`, `${name} is of quick create, which needs a target.`, [name])
  }
}
