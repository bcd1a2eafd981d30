import { checkLength } from '../checks/bounds.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { checkStageName, checkStageVariables } from '../checks/stage-text.ts'
import type { Value } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { itemsOf } from '../framework/meaning.ts'
import type { Config } from '../framework/schema.ts'
import type { StageState } from './stage-schema.ts'

export type StageConfig = Config<StageState>

const DESTINATION =
  /^arn:aws[\w-]*:(logs:[\w-]+:\d{12}:log-group:[^:*\s]+|firehose:[\w-]+:\d{12}:deliverystream\/amazon-apigateway-\S+)$/
const REQUEST_ID = /\$context\.(requestId|extendedRequestId)\b/
const LARGEST_BURST = 2 ** 31 - 1

/** What the API would refuse whatever the API's protocol (spec control-plane.md 4.6). What is unknown is passed over. */
export function* checkStage(config: StageConfig): Generator<Diagnostic> {
  const { auto_deploy: isAutomatic, deployment_id: deployment, description, name } = config
  yield* checkStageName('name', name, undefined)
  yield* checkLength('description', description, 1024)
  // What is not known yet may be null. No error: configuration that Terraform generates while importing has both.
  if (isAutomatic === true && typeof deployment === 'string' && !isMissing(deployment)) {
    const detail = 'A stage with auto_deploy makes its deployments itself: the API takes no other deployment_id then.'
    yield { ...problem('Needless deployment_id', detail, ['deployment_id']), severity: 'warning' }
  }
  yield* checkStageVariables('stage_variables', config.stage_variables)
  yield* checkAccessLog(config.access_log_settings)
  const [defaults] = itemsOf(config.default_route_settings) ?? []
  if (defaults !== undefined) {
    for (const [field, detail] of limitProblems(defaults)) {
      yield problem(`Invalid ${field}`, detail, ['default_route_settings', { index: 0 }, field])
    }
  }
  yield* checkRoutes(config.route_settings)
}

function* checkAccessLog(blocks: Value): Generator<Diagnostic> {
  const [log] = itemsOf(blocks) ?? []
  if (log === undefined) return
  const { destination_arn: destination, format } = log
  const at = ['access_log_settings', { index: 0 }] as const
  if (typeof destination === 'string' && !DESTINATION.test(destination)) {
    const detail = `destination_arn is ${JSON.stringify(destination)}. Allowed: the ARN of a log group of CloudWatch Logs without :* at its end, or of a Firehose delivery stream whose name begins with amazon-apigateway-.`
    yield problem('Invalid destination_arn', detail, [...at, 'destination_arn'])
  }
  if (typeof format !== 'string') return
  if (!REQUEST_ID.test(format)) {
    const detail = 'format must contain $context.requestId or $context.extendedRequestId.'
    yield problem('Invalid format', detail, [...at, 'format'])
  } else if (/\n./s.test(format)) {
    yield problem('Invalid format', 'format must be one line.', [...at, 'format'])
  }
}

function* checkRoutes(blocks: Value): Generator<Diagnostic> {
  const keys = new Set<string>()
  // Terraform has no path into a set.
  for (const settings of itemsOf(blocks) ?? []) {
    const key = settings['route_key'] ?? null
    for (const [field, detail] of limitProblems(settings)) {
      yield problem(`Invalid ${field}`, `${typeof key === 'string' ? `${key}: ` : ''}${detail}`, ['route_settings'])
    }
    if (typeof key !== 'string') continue
    if (keys.has(key)) yield problem('Invalid route_settings', `${key} has more than one block.`, ['route_settings'])
    keys.add(key)
  }
}

function* limitProblems(settings: Readonly<Record<string, Value>>): Generator<[string, string]> {
  const { throttling_burst_limit: burst, throttling_rate_limit: rate } = settings
  if (typeof burst === 'number' && !(Number.isInteger(burst) && burst >= 0 && burst <= LARGEST_BURST)) {
    yield [
      'throttling_burst_limit',
      `throttling_burst_limit is ${burst}. Allowed: whole numbers from 0 to ${LARGEST_BURST}.`,
    ]
  }
  if (typeof rate === 'number' && rate < 0) {
    yield ['throttling_rate_limit', `throttling_rate_limit is ${rate}. Allowed: numbers from 0.`]
  }
}
