import { checkRange } from '../checks/bounds.ts'
import { checkHttpMapping } from '../checks/http-parameters.ts'
import { checkIntegrationUri } from '../checks/integration-uri.ts'
import { caution, isMissing } from '../checks/problem.ts'
import { checkAllowed, checkByProtocol, checkUnsupported, type ProtocolAsked } from '../checks/protocol.ts'
import { checkWebSocketMapping } from '../checks/websocket-parameters.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { type IntegrationConfig, SHORTEST_TIMEOUT } from './integration-checks.ts'

const LONGEST_ON_WEBSOCKET = 29_000

/** What only WebSocket APIs have. */
const WEBSOCKET_ONLY = ['content_handling_strategy', 'request_templates', 'template_selection_expression'] as const

/** What the API refuses because of the protocol of the API that the integration belongs to (spec control-plane.md 5.2). */
export async function checkIntegrationOfApi(config: IntegrationConfig, gateway: ProtocolAsked): Promise<Diagnostic[]> {
  const found = await checkByProtocol(config.api_id, gateway, (protocol) =>
    protocol === 'HTTP' ? checkOnHttp(config) : checkOnWebSocket(config),
  )
  return [...checkTls(config), ...found]
}

function* checkOnHttp(config: IntegrationConfig): Generator<Diagnostic> {
  yield* checkAllowed('integration_type', config.integration_type, ['AWS_PROXY', 'HTTP_PROXY'], 'HTTP')
  yield* checkUnsupported(config, WEBSOCKET_ONLY, 'HTTP')
  if (isMissing(config.integration_subtype)) {
    yield* checkIntegrationUri(config, 'HTTP')
    yield* checkHttpMapping('request_parameters', 'request', config.request_parameters)
  }
  const { passthrough_behavior: passthrough } = config
  if (passthrough === 'NEVER' || passthrough === 'WHEN_NO_TEMPLATES') {
    const detail = 'HTTP APIs have no templates: they drop it, and Terraform would plan it again and again.'
    yield caution('Needless passthrough_behavior', detail, ['passthrough_behavior'])
  }
}

function* checkOnWebSocket(config: IntegrationConfig): Generator<Diagnostic> {
  yield* checkAllowed('payload_format_version', config.payload_format_version, ['1.0'], 'WEBSOCKET')
  yield* checkRange('timeout_milliseconds', config.timeout_milliseconds, SHORTEST_TIMEOUT, LONGEST_ON_WEBSOCKET)
  yield* checkUnsupported(config, ['integration_subtype', 'response_parameters'], 'WEBSOCKET')
  if (config.integration_type !== 'MOCK') yield* checkIntegrationUri(config, 'WEBSOCKET')
  if (isMissing(config.integration_subtype)) {
    yield* checkWebSocketMapping('request_parameters', config.request_parameters)
  }
}

/** AWS takes it, and drops it (spec control-plane.md 5.2). */
function* checkTls({ tls_config: tls, connection_type: connection }: IntegrationConfig): Generator<Diagnostic> {
  if (!Array.isArray(tls) || tls.length === 0 || connection === 'VPC_LINK' || typeof connection === 'symbol') return
  const detail =
    'It is for private integrations: without connection_type = "VPC_LINK" the API drops it, and Terraform would plan it again and again.'
  yield caution('Needless tls_config', detail, ['tls_config'])
}
