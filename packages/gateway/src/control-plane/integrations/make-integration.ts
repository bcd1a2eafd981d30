import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { Documented } from '../../model/documented.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { newId } from '../ids.ts'
import { compact, unlessEmpty } from '../patch.ts'

type Given = Omit<Documented<sdk.Integration>, 'IntegrationId' | 'IntegrationType'> & {
  readonly IntegrationType: sdk.IntegrationType
}

/** A new integration with AWS's defaults, not yet checked (spec control-plane.md 5.2). */
export function makeIntegration(draft: ApiDraft, protocol: sdk.ProtocolType, given: Given): IntegrationDocument {
  const IntegrationId = newId('integration', (id) => draft.get('integrations', id) !== undefined)
  return settle(protocol, { ...given, IntegrationId })
}

/**
 * Gives an integration the members that AWS fills in, and takes away those that it accepts and drops. Used at creation
 * and after a PATCH: a change of type or connection changes what is filled in.
 */
export function settle(protocol: sdk.ProtocolType, given: IntegrationDocument): IntegrationDocument {
  const type = given.IntegrationType
  const isHttp = protocol === 'HTTP'
  const connection = given.ConnectionType ?? 'INTERNET'
  const isPrivate = connection === 'VPC_LINK'
  const isService = given.IntegrationSubtype !== undefined
  const isLambdaLike = (type === 'AWS_PROXY' || type === 'AWS') && !isService
  return compact<IntegrationDocument>({
    ...given,
    ConnectionType: connection,
    ConnectionId: isPrivate ? given.ConnectionId : undefined,
    IntegrationMethod:
      type === 'MOCK' || isService ? undefined : (given.IntegrationMethod ?? (isLambdaLike ? 'POST' : undefined)),
    IntegrationResponseSelectionExpression: isHttp ? undefined : responseSelection(type),
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

/** Server-generated: an HTTP or MOCK backend is judged by its status, any other by its error text (spec 0.8). */
function responseSelection(type: sdk.IntegrationType): string | undefined {
  if (type === 'HTTP' || type === 'MOCK') return '${integration.response.statuscode}'
  return type === 'AWS' ? '${integration.response.body.errorMessage}' : undefined
}
