import type { IntegrationDocument } from '../../store/documents.ts'
import { compact } from '../patch.ts'

/** What AWS fills in, and does not write. */
const DEFAULT_TIMEOUT = 30_000

/** An integration as an `x-amazon-apigateway-integration`, its members in the order of AWS's exports. */
export function writeIntegration(integration: IntegrationDocument): object {
  const { TimeoutInMillis: timeout, TlsConfig } = integration
  return compact({
    responseParameters: integration.ResponseParameters,
    requestParameters: integration.RequestParameters,
    integrationSubtype: integration.IntegrationSubtype,
    credentials: integration.CredentialsArn,
    payloadFormatVersion: integration.PayloadFormatVersion,
    connectionId: integration.ConnectionId,
    type: integration.IntegrationType.toLowerCase(),
    httpMethod: integration.IntegrationMethod,
    uri: integration.IntegrationUri,
    connectionType: integration.ConnectionType,
    timeoutInMillis: timeout === DEFAULT_TIMEOUT ? undefined : timeout,
    tlsConfig: TlsConfig && { serverNameToVerify: TlsConfig.ServerNameToVerify },
  })
}
