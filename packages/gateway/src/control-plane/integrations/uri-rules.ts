import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { isFunctionUri, isServiceActionUri, isUrlTemplate } from '@postern/expressions/integration-uri'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

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
      : isFunctionUri(uri) || (protocol === 'WEBSOCKET' && isServiceActionUri(uri)))
  if (!isValid) throw badRequest('Invalid integration URI specified')
}
