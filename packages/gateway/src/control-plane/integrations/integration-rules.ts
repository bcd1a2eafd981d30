import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { isIntegrationCredentials } from '@postern/expressions/credentials-arn'
import { httpMethods } from '@postern/expressions/http-methods'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'
import { checkConnection } from './connection-rules.ts'
import { checkHttpParameters, checkWebSocketParameters } from './parameter-rules.ts'
import { checkSubtype } from './subtypes.ts'
import { checkTemplates } from './template-rules.ts'
import { checkUri } from './uri-rules.ts'

/**
 * Throws where an integration, as it would be stored, is none that AWS accepts: the cross-field rules of spec
 * control-plane.md 5.1 to 5.6, in AWS's texts where those are known.
 */
export async function checkIntegration(
  plane: ControlPlane,
  protocol: sdk.ProtocolType,
  integration: IntegrationDocument,
): Promise<void> {
  checkType(protocol, integration)
  checkSubtype(protocol, integration)
  checkPayload(protocol, integration)
  checkMethod(integration)
  await checkConnection(plane, protocol, integration)
  checkUri(protocol, integration)
  checkTimeout(protocol, integration.TimeoutInMillis)
  if (integration.CredentialsArn !== undefined && !isIntegrationCredentials(integration.CredentialsArn)) {
    throw badRequest(`Invalid ARN specified in the request: ${integration.CredentialsArn}`)
  }
  if (protocol === 'HTTP') checkHttpParameters(integration)
  else checkWebSocketParameters(integration)
  checkTemplates(protocol, integration)
}

function checkType(protocol: sdk.ProtocolType, { IntegrationType }: IntegrationDocument): void {
  if (protocol === 'HTTP' && IntegrationType !== 'AWS_PROXY' && IntegrationType !== 'HTTP_PROXY') {
    throw badRequest(
      'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)',
    )
  }
}

function checkPayload(protocol: sdk.ProtocolType, integration: IntegrationDocument): void {
  const version = integration.PayloadFormatVersion
  if (version === undefined) throw badRequest('PayloadFormatVersion is a required parameter for integration')
  const isFunction = integration.IntegrationType === 'AWS_PROXY' && integration.IntegrationSubtype === undefined
  const allowed = protocol === 'HTTP' && isFunction ? ['1.0', '2.0'] : ['1.0']
  if (!allowed.includes(version)) {
    throw badRequest(
      `Invalid PayloadFormatVersion specified: ${version}. Must be one of [${allowed.join(', ')}] for this integration`,
    )
  }
}

function checkMethod({ IntegrationType, IntegrationMethod, IntegrationSubtype }: IntegrationDocument): void {
  if (IntegrationType === 'MOCK' || IntegrationSubtype !== undefined) return
  if (IntegrationMethod === undefined) throw badRequest('Enumeration value for HttpMethod must be non-empty')
  if (!httpMethods.includes(IntegrationMethod)) {
    throw badRequest(`Invalid HttpMethod specified: ${IntegrationMethod}. Must be one of [${httpMethods.join(', ')}]`)
  }
  if (IntegrationType === 'AWS_PROXY' && IntegrationMethod !== 'POST') {
    throw badRequest('HttpMethod must be POST for AWS_PROXY IntegrationType')
  }
}

function checkTimeout(protocol: sdk.ProtocolType, timeout: number | undefined): void {
  const most = protocol === 'HTTP' ? 30_000 : 29_000
  if (timeout !== undefined && (timeout < 50 || timeout > most)) {
    throw badRequest(`Timeout should be between 50 ms and ${most} ms`)
  }
}
