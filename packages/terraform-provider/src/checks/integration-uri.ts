import { isFunctionUri, isPrivateTarget, isServiceActionUri, isUrlTemplate } from '@postern/expressions/integration-uri'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { isText, type MaybeText } from './known.ts'
import { problem, quoted } from './problem.ts'
import type { Protocol } from './protocol.ts'

interface Backend {
  readonly integration_type: MaybeText
  readonly connection_type: MaybeText
  readonly integration_uri: MaybeText
}

const URL_FORM = 'an http or https URL, such as "https://example.org/{proxy}"'
const PRIVATE = 'the ARN of a listener of a load balancer, or of a Cloud Map service'
const FUNCTION = 'the ARN of a Lambda function, or its invoke ARN'
const ACTION = 'arn:aws:apigateway:REGION:SERVICE:action/… or :path/…'

/**
 * Whether a URI suits type and connection (spec control-plane.md 5.2, 5.4). Where the protocol is not known, what either
 * kind of API has will do.
 */
export function* checkIntegrationUri(backend: Backend, protocol: Protocol | undefined): Generator<Diagnostic> {
  const { integration_uri: uri, integration_type: type } = backend
  if (!isText(uri)) return
  const forms = formsOf(type, backend.connection_type, protocol)
  if (forms.length === 0 || forms.some(([, isForm]) => isForm(uri))) return
  const allowed = forms.map(([form]) => form).join('; ')
  yield problem('Invalid integration_uri', `integration_uri is ${quoted(uri)}. Allowed: ${allowed}.`, [
    'integration_uri',
  ])
}

type Form = readonly [form: string, isForm: (uri: string) => boolean]

function formsOf(type: MaybeText, connection: MaybeText, protocol: Protocol | undefined): readonly Form[] {
  if (type === 'AWS' || type === 'AWS_PROXY') {
    const functions: Form = [FUNCTION, isFunctionUri]
    return protocol === 'HTTP' ? [functions] : [functions, [ACTION, isServiceActionUri]]
  }
  if (type !== 'HTTP' && type !== 'HTTP_PROXY') return []
  const url: Form = [URL_FORM, isUrlTemplate]
  const target: Form = [PRIVATE, isPrivateTarget]
  if (typeof connection === 'symbol') return [url, target]
  if (connection !== 'VPC_LINK') return [url]
  // The private integrations of WebSocket APIs are called by URL.
  if (protocol === 'HTTP') return [target]
  return protocol === 'WEBSOCKET' ? [url] : [url, target]
}
