import type { GatewayClient } from '../aws/gateway-client.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { type IntegrationConfig, timeoutText } from './integration-checks.ts'
import { isMissing, problem } from './problem.ts'

const LONGEST_ON_WEBSOCKET = 29_000

/** What only WebSocket APIs have. */
const WEBSOCKET_ONLY = ['content_handling_strategy', 'request_templates', 'template_selection_expression'] as const

/** What the API refuses because of the protocol of the API that the integration belongs to. */
export async function checkIntegrationOfApi(config: IntegrationConfig, gateway: GatewayClient): Promise<Diagnostic[]> {
  // An API that is only planned: Terraform asks once more when it is there.
  if (typeof config.api_id !== 'string') return []
  const protocol = await gateway.protocolOf(config.api_id)
  if (protocol === 'HTTP') return [...checkOnHttp(config)]
  return protocol === 'WEBSOCKET' ? [...checkOnWebSocket(config)] : []
}

function* checkOnHttp(config: IntegrationConfig): Generator<Diagnostic> {
  const { integration_type: type } = config
  if (type === 'AWS' || type === 'HTTP' || type === 'MOCK') {
    const detail = `${config.api_id as string} is an HTTP API. Allowed there: AWS_PROXY, HTTP_PROXY.`
    yield problem('Invalid integration_type', detail, ['integration_type'])
  }
  for (const name of WEBSOCKET_ONLY) {
    if (config[name] === null || isMissing(config[name])) continue
    const detail = `${name} is for WebSocket APIs only, and ${config.api_id as string} is an HTTP API.`
    yield problem(`Unsupported ${name}`, detail, [name])
  }
}

function* checkOnWebSocket(config: IntegrationConfig): Generator<Diagnostic> {
  const { payload_format_version: version, timeout_milliseconds: timeout, response_parameters: responses } = config
  if (version === '2.0') {
    const detail = `${config.api_id as string} is a WebSocket API. Allowed there: "1.0".`
    yield problem('Invalid payload_format_version', detail, ['payload_format_version'])
  }
  if (typeof timeout === 'number' && timeout > LONGEST_ON_WEBSOCKET) {
    yield problem('Invalid timeout_milliseconds', timeoutText(timeout, LONGEST_ON_WEBSOCKET), ['timeout_milliseconds'])
  }
  if (typeof config.integration_subtype === 'string' && config.integration_subtype !== '') {
    yield problem('Unsupported integration_subtype', 'Subtypes are for HTTP APIs only.', ['integration_subtype'])
  }
  if (Array.isArray(responses) && responses.length > 0) {
    yield problem('Unsupported response_parameters', 'They are for HTTP APIs only.', ['response_parameters'])
  }
}
