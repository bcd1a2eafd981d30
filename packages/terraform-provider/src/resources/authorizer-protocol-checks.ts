import type { GatewayClient } from '../aws/gateway-client.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { UNKNOWN } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { type AuthorizerConfig, textsOf } from './authorizer-checks.ts'

const SOURCES = {
  HTTP: {
    form: /^\$(request\.(header|querystring)\.[^\s,]+|context\.[\w.]+|stageVariables\.\w+)$/,
    allowed: '$request.header.NAME, $request.querystring.NAME, $context.NAME, $stageVariables.NAME',
  },
  WEBSOCKET: {
    form: /^(route\.request\.(header|querystring|multivalueheader|multivaluequerystring)\.[^\s,]+|context\.[\w.]+|stageVariables\.\w+)$/,
    allowed: 'route.request.header.NAME, route.request.querystring.NAME, context.NAME, stageVariables.NAME',
  },
} as const

/** What the API refuses because of the protocol of the API that the authorizer belongs to. */
export async function checkAuthorizerOfApi(config: AuthorizerConfig, gateway: GatewayClient): Promise<Diagnostic[]> {
  // An API that is only planned: Terraform asks once more when it is there.
  if (typeof config.api_id !== 'string') return []
  const protocol = await gateway.protocolOf(config.api_id)
  if (protocol === 'HTTP') return [...checkOnHttp(config)]
  return protocol === 'WEBSOCKET' ? [...checkOnWebSocket(config)] : []
}

function* checkOnHttp(config: AuthorizerConfig): Generator<Diagnostic> {
  if (config.authorizer_type !== 'REQUEST') return
  if (isMissing(config.authorizer_payload_format_version)) {
    const detail = 'A REQUEST authorizer of an HTTP API needs authorizer_payload_format_version: "1.0" or "2.0".'
    yield problem('Missing authorizer_payload_format_version', detail, ['authorizer_type'])
  }
  yield* checkSources(config, 'HTTP')
}

function* checkOnWebSocket(config: AuthorizerConfig): Generator<Diagnostic> {
  const is = `${config.api_id as string} is a WebSocket API`
  if (config.authorizer_type === 'JWT') {
    yield problem('Invalid authorizer_type', `${is}. Allowed there: "REQUEST".`, ['authorizer_type'])
    return
  }
  const version = config.authorizer_payload_format_version
  if (version !== UNKNOWN && !isMissing(version)) {
    const detail = `authorizer_payload_format_version is for HTTP APIs only, and ${is}.`
    yield problem('Unsupported authorizer_payload_format_version', detail, ['authorizer_payload_format_version'])
  }
  if (config.enable_simple_responses === true) {
    const detail = `enable_simple_responses is for HTTP APIs only, and ${is}.`
    yield problem('Unsupported enable_simple_responses', detail, ['enable_simple_responses'])
  }
  if (config.authorizer_type === 'REQUEST') yield* checkSources(config, 'WEBSOCKET')
}

function* checkSources(config: AuthorizerConfig, protocol: keyof typeof SOURCES): Generator<Diagnostic> {
  const { form, allowed } = SOURCES[protocol]
  for (const source of textsOf(config.identity_sources) ?? []) {
    if (source === UNKNOWN || form.test(source)) continue
    const detail = `${JSON.stringify(source)} is no identity source of ${protocol === 'HTTP' ? 'an HTTP' : 'a WebSocket'} API. Allowed: ${allowed}.`
    yield problem('Invalid identity_sources', detail, ['identity_sources'])
  }
}
