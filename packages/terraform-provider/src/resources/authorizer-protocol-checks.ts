import { checkIdentitySources } from '../checks/identity-sources.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { checkAllowed, checkByProtocol, checkUnsupported, type ProtocolAsked } from '../checks/protocol.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import type { AuthorizerConfig } from './authorizer-checks.ts'

/** What only HTTP APIs have. */
const HTTP_ONLY = ['authorizer_payload_format_version', 'enable_simple_responses']

/** What the API refuses because of the protocol of the API that the authorizer belongs to. */
export function checkAuthorizerOfApi(config: AuthorizerConfig, gateway: ProtocolAsked): Promise<Diagnostic[]> {
  return checkByProtocol(config.api_id, gateway, (protocol) =>
    protocol === 'HTTP' ? checkOnHttp(config) : checkOnWebSocket(config),
  )
}

function* checkOnHttp(config: AuthorizerConfig): Generator<Diagnostic> {
  const { authorizer_type: type, identity_sources: sources } = config
  if (type !== 'REQUEST') return
  if (isMissing(config.authorizer_payload_format_version)) {
    const detail = 'A REQUEST authorizer of an HTTP API needs authorizer_payload_format_version: "1.0" or "2.0".'
    yield problem('Missing authorizer_payload_format_version', detail, ['authorizer_type'])
  }
  yield* checkIdentitySources('identity_sources', sources, type, 'HTTP')
}

function* checkOnWebSocket(config: AuthorizerConfig): Generator<Diagnostic> {
  const { authorizer_type: type, identity_sources: sources } = config
  yield* checkAllowed('authorizer_type', type, ['REQUEST'], 'WEBSOCKET')
  if (type === 'JWT') return
  yield* checkUnsupported(config, HTTP_ONLY, 'WEBSOCKET')
  if (type === 'REQUEST') yield* checkIdentitySources('identity_sources', sources, type, 'WEBSOCKET')
}
