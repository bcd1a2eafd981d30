import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

/**
 * An absolute http or https URL. The scheme is literal; host, path and query may hold `${stageVariables.x}` and, in
 * path and query, `{pathParameter}`. No user info: a backend's password does not belong here.
 */
const URL_TEMPLATE = /^https?:\/\/([^\s/?#@{}]|\$\{stageVariables\.\w+\})+([/?][^\s#]*)?$/
const FUNCTION = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:\S+$/
/** `arn:aws:apigateway:{region}:{service}:(path|action)/{…}`, the service possibly with a subdomain before it. */
const SERVICE_ACTION = /^arn:aws[\w-]*:apigateway:[\w-]+:[\w.-]+:(path|action)\/\S*$/
const INVOCATION =
  /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:aws[\w-]*:lambda:\S+|\$\{\S+)\/invocations$/

const invalid = () => badRequest('Invalid integration URI specified')

/** Throws where the URI does not suit type and connection (spec control-plane.md 5.2, 5.4). */
export function checkUri(protocol: sdk.ProtocolType, integration: IntegrationDocument): void {
  const { IntegrationType: type, IntegrationUri: uri } = integration
  if (type === 'MOCK') {
    if (uri !== undefined) throw badRequest('Integration URI is not supported for MOCK integrations')
    return
  }
  if (integration.IntegrationSubtype !== undefined) {
    if (uri !== undefined)
      throw badRequest('Integration URI is not supported for integrations with an IntegrationSubtype')
    return
  }
  if (uri === undefined) throw invalid()
  // The URI of a private integration of an HTTP API is an ARN, which connection-rules.ts has seen.
  if (integration.ConnectionType === 'VPC_LINK' && protocol === 'HTTP') return
  if (type === 'HTTP' || type === 'HTTP_PROXY') {
    if (!URL_TEMPLATE.test(uri)) throw invalid()
    return
  }
  const isFunction = FUNCTION.test(uri) || INVOCATION.test(uri)
  if (!isFunction && (protocol === 'HTTP' || !SERVICE_ACTION.test(uri))) throw invalid()
}
