import { problem } from '../checks/problem.ts'
import { checkByProtocol, checkUnsupported, type ProtocolAsked } from '../checks/protocol.ts'
import { checkStageName } from '../checks/stage-text.ts'
import type { Value } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { itemsOf } from '../framework/meaning.ts'
import type { StageConfig } from './stage-checks.ts'

/** What the API refuses, or passes over, because of the protocol of the API that the stage belongs to. */
export function checkStageOfApi(config: StageConfig, gateway: ProtocolAsked): Promise<Diagnostic[]> {
  return checkByProtocol(config.api_id, gateway, (protocol) =>
    protocol === 'HTTP' ? checkOnHttp(config) : checkStageName('name', config.name, 'WEBSOCKET'),
  )
}

function* checkOnHttp(config: StageConfig): Generator<Diagnostic> {
  for (const name of ['default_route_settings', 'route_settings'] as const) {
    for (const settings of itemsOf(config[name]) ?? []) {
      for (const field of executionLogs(settings)) {
        // Terraform has no path into a set.
        const path = name === 'route_settings' ? [name] : [name, { index: 0 }, field]
        yield problem(
          `Unsupported ${field}`,
          'Execution logs are for WebSocket APIs only, and this is an HTTP API.',
          path,
        )
      }
    }
  }
  yield* checkUnsupported(config, ['client_certificate_id'], 'HTTP')
  const destination = itemsOf(config.access_log_settings)?.[0]?.['destination_arn']
  if (typeof destination === 'string' && destination.includes(':firehose:')) {
    const detail = 'This is an HTTP API. Allowed there: the ARN of a log group of CloudWatch Logs.'
    yield problem('Invalid destination_arn', detail, ['access_log_settings', { index: 0 }, 'destination_arn'])
  }
}

/** hashicorp/aws does not send them to HTTP APIs, and plans them again for ever. */
function* executionLogs(settings: Readonly<Record<string, Value>>): Generator<string> {
  if (settings['data_trace_enabled'] === true) yield 'data_trace_enabled'
  const level = settings['logging_level'] ?? null
  if (typeof level === 'string' && level !== '' && level !== 'OFF') yield 'logging_level'
}
