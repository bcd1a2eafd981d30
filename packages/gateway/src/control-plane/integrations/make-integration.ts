import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { draftId } from '../ids.ts'
import { compact, unlessEmpty } from '../patch.ts'

type Given = Omit<IntegrationDocument, 'IntegrationId'>

/** A new integration with AWS's defaults, not yet checked (spec control-plane.md 5.2). */
export function makeIntegration(draft: ApiDraft, given: Given): IntegrationDocument {
  return settleIntegration(draft.api.ProtocolType, { ...given, IntegrationId: draftId(draft, 'integrations') })
}

/**
 * Gives an integration the members that AWS fills in, and takes away those that it accepts and drops. Used at creation
 * and after a PATCH: a change of type or connection changes what is filled in.
 */
export function settleIntegration(protocol: sdk.ProtocolType, given: IntegrationDocument): IntegrationDocument {
  const isHttp = protocol === 'HTTP'
  const ConnectionType = given.ConnectionType ?? 'INTERNET'
  const isPrivate = ConnectionType === 'VPC_LINK'
  return compact<IntegrationDocument>({
    ...given,
    ConnectionType,
    ConnectionId: isPrivate ? given.ConnectionId : undefined,
    IntegrationMethod: methodOf(given),
    IntegrationResponseSelectionExpression: isHttp ? undefined : responseSelection(given.IntegrationType),
    // Terraform never sends WHEN_NO_MATCH, and HTTP APIs never return it (spec 0.6).
    PassthroughBehavior: isHttp ? undefined : (given.PassthroughBehavior ?? 'WHEN_NO_MATCH'),
    PayloadFormatVersion: given.PayloadFormatVersion ?? (isHttp ? undefined : '1.0'),
    RequestParameters: unlessEmpty(given.RequestParameters),
    RequestTemplates: unlessEmpty(given.RequestTemplates),
    ResponseParameters: unlessEmpty(given.ResponseParameters),
    TimeoutInMillis: given.TimeoutInMillis ?? (isHttp ? 30_000 : 29_000),
    // On an INTERNET connection it is accepted and silently dropped [live].
    TlsConfig: isPrivate ? unlessEmpty(given.TlsConfig) : undefined,
  })
}

/** A mock and a first-class service integration have no method; a function is always called with POST. */
function methodOf({ IntegrationType, IntegrationSubtype, IntegrationMethod }: IntegrationDocument): string | undefined {
  if (IntegrationType === 'MOCK' || IntegrationSubtype !== undefined) return undefined
  const isFunctionLike = IntegrationType === 'AWS_PROXY' || IntegrationType === 'AWS'
  return IntegrationMethod ?? (isFunctionLike ? 'POST' : undefined)
}

/** Server-generated: an HTTP or MOCK backend is judged by its status, any other by its error text (spec 0.8). */
function responseSelection(type: sdk.IntegrationType): string | undefined {
  if (type === 'HTTP' || type === 'MOCK') return '${integration.response.statuscode}'
  return type === 'AWS' ? '${integration.response.body.errorMessage}' : undefined
}
