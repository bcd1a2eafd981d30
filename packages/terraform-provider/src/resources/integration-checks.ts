import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { IntegrationState } from './integration.ts'
import { isMissing, problem } from './problem.ts'

export type IntegrationConfig = Config<IntegrationState>

/** The bounds of either kind of API; which of the upper ones holds depends on the API. */
const SHORTEST_TIMEOUT = 50
const LONGEST_TIMEOUT = 30_000

/** What the API would refuse whatever the API's protocol. What is unknown is passed over. */
export function* checkIntegration(config: IntegrationConfig): Generator<Diagnostic> {
  const { integration_type: type, integration_method: method, timeout_milliseconds: timeout } = config
  if ((type === 'HTTP' || type === 'HTTP_PROXY') && isMissing(method)) {
    const detail = `integration_method is required where integration_type is ${type}: an HTTP method, or ANY.`
    yield problem('Missing integration_method', detail, ['integration_type'])
  }
  if (
    (type === 'AWS' || type === 'AWS_PROXY') &&
    typeof method === 'string' &&
    method !== 'POST' &&
    isFunction(config)
  ) {
    yield problem('Invalid integration_method', `Functions are called with POST, not with ${method}.`, [
      'integration_method',
    ])
  }
  if (type === 'MOCK' && typeof config.integration_uri === 'string' && config.integration_uri !== '') {
    yield problem('Needless integration_uri', 'A MOCK integration calls nothing: it has no URI.', ['integration_uri'])
  }
  if (config.connection_type === 'VPC_LINK' && isMissing(config.connection_id)) {
    yield problem('Missing connection_id', 'A VPC_LINK connection needs the id of its VPC link.', ['connection_type'])
  }
  if (typeof timeout === 'number' && (timeout < SHORTEST_TIMEOUT || timeout > LONGEST_TIMEOUT)) {
    yield problem('Invalid timeout_milliseconds', timeoutText(timeout, LONGEST_TIMEOUT), ['timeout_milliseconds'])
  }
  yield* checkStatuses(config)
}

/** 5.100.0 has the same bounds (200 to 599). */
function* checkStatuses({ response_parameters: blocks }: IntegrationConfig): Generator<Diagnostic> {
  if (!Array.isArray(blocks)) return
  for (const { status_code: status } of blocks as readonly Config<{ status_code: string }>[]) {
    if (typeof status !== 'string' || /^[2-5]\d\d$/.test(status)) continue
    const detail = `status_code is ${JSON.stringify(status)}. Allowed: 200 to 599.`
    yield problem('Invalid status_code', detail, ['response_parameters'])
  }
}

export const timeoutText = (timeout: number, longest: number) =>
  `timeout_milliseconds is ${timeout}. Allowed: ${SHORTEST_TIMEOUT} to ${longest}.`

function isFunction({ integration_uri: uri, integration_subtype: subtype }: IntegrationConfig): boolean {
  return typeof uri === 'string' && /:lambda:/.test(uri) && isMissing(subtype)
}
