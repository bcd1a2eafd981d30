import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { ApiState } from './api.ts'
import { isMissing, problem } from './problem.ts'

type ApiConfig = Config<ApiState>

const LONGEST_NAME = 128
const LONGEST_VERSION = 64

/** What only HTTP APIs have. `target` and its company are of quick create. */
const HTTP_ONLY = ['body', 'credentials_arn', 'route_key', 'target'] as const

/** What the API would refuse. What is unknown is passed over. */
export function* checkApi(config: ApiConfig): Generator<Diagnostic> {
  const { name, version, protocol_type: protocol, cors_configuration: cors } = config
  if (typeof name === 'string' && (name === '' || name.length > LONGEST_NAME)) {
    yield problem('Invalid name', `A name has 1 to ${LONGEST_NAME} characters.`, ['name'])
  }
  if (typeof version === 'string' && version.length > LONGEST_VERSION) {
    yield problem('Invalid version', `A version has at most ${LONGEST_VERSION} characters.`, ['version'])
  }
  if (protocol === 'HTTP') yield* checkHttp(config)
  if (protocol !== 'WEBSOCKET') return
  if (isMissing(config.route_selection_expression)) {
    const detail =
      'A WebSocket API chooses the route of a message by route_selection_expression, such as "$request.body.action".'
    yield problem('Missing route_selection_expression', detail, ['protocol_type'])
  }
  for (const name of HTTP_ONLY) {
    if (isMissing(config[name])) continue
    yield problem(`Unsupported ${name}`, `${name} is for HTTP APIs only.`, [name])
  }
  if (Array.isArray(cors) && cors.length > 0) {
    yield problem('Unsupported cors_configuration', 'CORS configuration is only supported for HTTP APIs.', [
      'cors_configuration',
    ])
  }
}

function* checkHttp(config: ApiConfig): Generator<Diagnostic> {
  const { route_selection_expression: expression, target } = config
  const isTheOne = /^\$(?:request\.method|\{request\.method\}) \$(?:request\.path|\{request\.path\})$/
  if (typeof expression === 'string' && expression !== '' && !isTheOne.test(expression)) {
    const detail = `route_selection_expression is ${JSON.stringify(expression)}. Allowed on an HTTP API: "$request.method $request.path".`
    yield problem('Invalid route_selection_expression', detail, ['route_selection_expression'])
  }
  for (const name of ['route_key', 'credentials_arn'] as const) {
    if (isMissing(config[name]) || !isMissing(target)) continue
    yield problem(`Needless ${name}`, `${name} is of quick create, which needs a target.`, [name])
  }
}
