import type { GatewayClient } from '../aws/gateway-client.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { UNKNOWN, type Value } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { itemsOf } from '../framework/meaning.ts'
import type { StageConfig } from './stage-checks.ts'

/** What the API refuses, or passes over, because of the protocol of the API that the stage belongs to. */
export async function checkStageOfApi(config: StageConfig, gateway: GatewayClient): Promise<Diagnostic[]> {
  // An API that is only planned: Terraform asks once more when it is there.
  if (typeof config.api_id !== 'string') return []
  const protocol = await gateway.protocolOf(config.api_id)
  if (protocol === 'HTTP') return [...checkOnHttp(config, `${config.api_id} is an HTTP API`)]
  return protocol === 'WEBSOCKET' ? [...checkOnWebSocket(config, `${config.api_id} is a WebSocket API`)] : []
}

function* checkOnHttp(config: StageConfig, is: string): Generator<Diagnostic> {
  for (const name of ['default_route_settings', 'route_settings'] as const) {
    for (const settings of itemsOf(config[name]) ?? []) {
      for (const field of executionLogs(settings)) {
        // Terraform has no path into a set.
        const path = name === 'route_settings' ? [name] : [name, { index: 0 }, field]
        yield problem(`Unsupported ${field}`, `Execution logs are for WebSocket APIs only, and ${is}.`, path)
      }
    }
  }
  const certificate = config.client_certificate_id
  if (certificate !== UNKNOWN && !isMissing(certificate)) {
    const detail = `client_certificate_id is for WebSocket APIs only, and ${is}.`
    yield problem('Unsupported client_certificate_id', detail, ['client_certificate_id'])
  }
  const destination = itemsOf(config.access_log_settings)?.[0]?.['destination_arn']
  if (typeof destination === 'string' && destination.includes(':firehose:')) {
    const detail = `${is}. Allowed there: the ARN of a log group of CloudWatch Logs.`
    yield problem('Invalid destination_arn', detail, ['access_log_settings', { index: 0 }, 'destination_arn'])
  }
}

/** hashicorp/aws does not send them to HTTP APIs, and plans them again for ever. */
function* executionLogs(settings: Readonly<Record<string, Value>>): Generator<string> {
  if (settings['data_trace_enabled'] === true) yield 'data_trace_enabled'
  const level = settings['logging_level'] ?? null
  if (typeof level === 'string' && level !== '' && level !== 'OFF') yield 'logging_level'
}

function* checkOnWebSocket(config: StageConfig, is: string): Generator<Diagnostic> {
  if (config.name === '$default') {
    yield problem('Invalid name', `${is}. Allowed there: 1 to 128 letters, digits, _ and -.`, ['name'])
  }
}
