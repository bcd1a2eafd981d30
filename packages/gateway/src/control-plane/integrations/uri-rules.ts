import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

/**
 * An absolute http or https URL, its authority apart. The scheme is literal; host, path and query may hold
 * `${stageVariables.x}` and, in path and query, `{pathParameter}`. No user info: a backend's password does not belong
 * here, and an `@` would hide the real host.
 */
const URL_TEMPLATE = /^https?:\/\/((?:[^\s/?#@{}\\]|\$\{stageVariables\.\w+\})+)(?:[/?][^\s#]*)?$/i
const FUNCTION = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:\S+$/
/** `arn:aws:apigateway:{region}:{service}:(path|action)/{…}`, the service possibly with a subdomain before it. */
const SERVICE_ACTION = /^arn:aws[\w-]*:apigateway:[\w-]+:[\w.-]+:(path|action)\/\S*$/
const INVOCATION =
  /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:aws[\w-]*:lambda:\S+|\$\{\S+)\/invocations$/

/** Whether a URI is that of a Lambda function's invocation through API Gateway. */
export function isInvocationUri(uri: string): boolean {
  return INVOCATION.test(uri)
}

/** Throws where the URI does not suit type and connection (spec control-plane.md 5.2, 5.4). */
export function checkUri(protocol: sdk.ProtocolType, integration: IntegrationDocument): void {
  const { IntegrationType: type, IntegrationUri: uri, IntegrationSubtype: subtype } = integration
  if (type === 'MOCK' || subtype !== undefined) {
    const kind = type === 'MOCK' ? 'MOCK integrations' : 'integrations with an IntegrationSubtype'
    if (uri !== undefined) throw badRequest(`Integration URI is not supported for ${kind}`)
    return
  }
  // The URI of a private integration of an HTTP API is an ARN, which connection-rules.ts has seen.
  if (protocol === 'HTTP' && integration.ConnectionType === 'VPC_LINK') return
  const isValid =
    uri !== undefined &&
    (type === 'HTTP' || type === 'HTTP_PROXY'
      ? isUrlTemplate(uri)
      : FUNCTION.test(uri) || INVOCATION.test(uri) || (protocol === 'WEBSOCKET' && SERVICE_ACTION.test(uri)))
  if (!isValid) throw badRequest('Invalid integration URI specified')
}

/** Host and port are looked at where no stage variable stands in them. */
function isUrlTemplate(uri: string): boolean {
  const authority = URL_TEMPLATE.exec(uri)?.[1]
  return authority !== undefined && (authority.includes('${') || URL.canParse(`http://${authority}/`))
}
