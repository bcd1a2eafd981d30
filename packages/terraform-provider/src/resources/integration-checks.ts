import { isIntegrationCredentials } from '@postern/expressions/credentials-arn'
import { httpMethods } from '@postern/expressions/http-methods'
import { checkLength, checkRange } from '../checks/bounds.ts'
import { checkHttpMapping, checkResponseBlocks } from '../checks/http-parameters.ts'
import { checkIntegrationUri } from '../checks/integration-uri.ts'
import { isText, knownKeys } from '../checks/known.ts'
import { isMissing, problem, quoted } from '../checks/problem.ts'
import { checkSelection } from '../checks/selection-expression.ts'
import { checkService } from '../checks/service-parameters.ts'
import { checkTemplates } from '../checks/template.ts'
import { checkWebSocketMapping } from '../checks/websocket-parameters.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { IntegrationState } from './integration.ts'

export type IntegrationConfig = Config<IntegrationState>

/** The bounds of either kind of API; which of the upper ones holds depends on the API. */
export const SHORTEST_TIMEOUT = 50
const LONGEST_TIMEOUT = 30_000

/** What the API would refuse whatever the API's protocol (spec control-plane.md 5). What is unknown is passed over. */
export async function checkIntegration(config: IntegrationConfig): Promise<Diagnostic[]> {
  return [
    ...checkMethod(config),
    ...checkUri(config),
    ...checkConnection(config),
    ...checkSubtype(config),
    ...checkParameters(config),
    ...checkTexts(config),
    ...checkRange('timeout_milliseconds', config.timeout_milliseconds, SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
    ...checkResponseBlocks('response_parameters', config.response_parameters),
    ...checkSelection('template_selection_expression', config.template_selection_expression),
    ...(await checkTemplates('request_templates', config.request_templates)),
  ]
}

function* checkMethod(config: IntegrationConfig): Generator<Diagnostic> {
  const { integration_type: type, integration_method: method } = config
  // Neither has a method of its own, and the API drops what it is given.
  if (type === 'MOCK' || !isMissing(config.integration_subtype)) return
  if ((type === 'HTTP' || type === 'HTTP_PROXY') && isMissing(method)) {
    const detail = `integration_method is required where integration_type is ${type}: ${httpMethods.join(', ')}.`
    yield problem('Missing integration_method', detail, ['integration_type'])
  }
  if (!isText(method) || typeof type !== 'string') return
  if (!httpMethods.includes(method)) {
    const detail = `integration_method is ${quoted(method)}. Allowed: ${httpMethods.join(', ')}.`
    yield problem('Invalid integration_method', detail, ['integration_method'])
  } else if (type === 'AWS_PROXY' && method !== 'POST') {
    yield problem('Invalid integration_method', `Functions are called with POST, not with ${method}.`, [
      'integration_method',
    ])
  }
}

function* checkUri(config: IntegrationConfig): Generator<Diagnostic> {
  const { integration_type: type, integration_uri: uri, integration_subtype: subtype } = config
  if (type === 'MOCK' && isText(uri)) {
    yield problem('Needless integration_uri', 'A MOCK integration calls nothing: it has no URI.', ['integration_uri'])
  } else if (isText(subtype) && isText(uri)) {
    const detail = 'An integration with a subtype calls the service that it names: it has no URI.'
    yield problem('Needless integration_uri', detail, ['integration_uri'])
  }
  if (typeof type !== 'string' || type === 'MOCK' || !isMissing(subtype)) return
  if (isMissing(uri)) {
    const detail = `integration_uri is required where integration_type is ${type}${type === 'AWS_PROXY' ? ' and there is no integration_subtype' : ''}.`
    yield problem('Missing integration_uri', detail, ['integration_type'])
  }
  yield* checkIntegrationUri(config, undefined)
}

function* checkConnection(config: IntegrationConfig): Generator<Diagnostic> {
  const { integration_type: type } = config
  if (config.connection_type !== 'VPC_LINK') return
  if (isMissing(config.connection_id)) {
    yield problem('Missing connection_id', 'A VPC_LINK connection needs the id of its VPC link.', ['connection_type'])
  }
  if (typeof type === 'string' && type !== 'HTTP' && type !== 'HTTP_PROXY') {
    const detail = `A VPC link leads to HTTP backends. Allowed where integration_type is ${type}: INTERNET.`
    yield problem('Invalid connection_type', detail, ['connection_type'])
  }
}

function* checkSubtype(config: IntegrationConfig): Generator<Diagnostic> {
  const { integration_subtype: subtype, integration_type: type, payload_format_version: version } = config
  const isFunction = type === 'AWS_PROXY' && !isText(subtype)
  if (version === '2.0' && typeof type === 'string' && !isFunction) {
    const detail = 'Format 2.0 is for functions: AWS_PROXY without a subtype. Allowed here: "1.0".'
    yield problem('Invalid payload_format_version', detail, ['payload_format_version'])
  }
  if (!isText(subtype)) return
  if (typeof type === 'string' && type !== 'AWS_PROXY') {
    const detail = `integration_type is ${type}. Allowed with a subtype: AWS_PROXY.`
    yield problem('Invalid integration_type', detail, ['integration_type'])
  }
  if (isMissing(config.credentials_arn)) {
    const detail = 'The service is called with the role that credentials_arn names.'
    yield problem('Missing credentials_arn', detail, ['integration_subtype'])
  }
  yield* checkService('integration_subtype', subtype, 'request_parameters', config.request_parameters)
}

/** Keys tell which kind of API they are for; whether the API is of that kind is asked while planning. */
function* checkParameters({ integration_subtype: subtype, request_parameters: parameters }: IntegrationConfig) {
  if (!isMissing(subtype)) return
  const isWebSocket = knownKeys(parameters).some((key) => key.startsWith('integration.request.'))
  if (isWebSocket) yield* checkWebSocketMapping('request_parameters', parameters)
  else yield* checkHttpMapping('request_parameters', 'request', parameters)
}

function* checkTexts(config: IntegrationConfig): Generator<Diagnostic> {
  yield* checkLength('description', config.description, 1024)
  yield* checkLength('integration_uri', config.integration_uri, 2048)
  yield* checkLength('connection_id', config.connection_id, 1024)
  yield* checkLength('credentials_arn', config.credentials_arn, 2048)
  const { credentials_arn: credentials } = config
  if (isText(credentials) && !isIntegrationCredentials(credentials)) {
    const detail = `credentials_arn is ${quoted(credentials)}. Allowed: the ARN of a role, or arn:aws:iam::*:user/* for the caller's own.`
    yield problem('Invalid credentials_arn', detail, ['credentials_arn'])
  }
}
