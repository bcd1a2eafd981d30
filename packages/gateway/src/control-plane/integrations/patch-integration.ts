import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { mergeMap, patch } from '../patch.ts'
import { settleIntegration } from './make-integration.ts'
import { invalidSelection, isRequiredParameter } from './subtypes.ts'

type Changes = Omit<sdk.UpdateIntegrationRequest, 'ApiId' | 'IntegrationId'>

/** An integration with a PATCH applied, member by member (spec control-plane.md 3.2), not yet checked. */
export function patchIntegration(
  protocol: sdk.ProtocolType,
  old: IntegrationDocument,
  changes: Changes,
): IntegrationDocument {
  checkSubtypePatch(old, changes)
  if (changes.IntegrationMethod === '') throw badRequest('Enumeration value for HttpMethod must be non-empty')
  // Templates are replaced as a whole, by `patch`: a removed one is simply missing, and `''` is a legitimate template.
  const { RequestParameters, ResponseParameters, ...plain } = changes
  return settleIntegration(protocol, {
    ...patch<IntegrationDocument>(forget(old, changes), plain),
    RequestParameters: mergeMap(old.RequestParameters, RequestParameters),
    ResponseParameters: mergeStatuses(old.ResponseParameters, ResponseParameters),
  })
}

/** What was filled in for, or can only belong to, a type that the integration no longer has. */
function forget(old: IntegrationDocument, { IntegrationType = old.IntegrationType }: Changes): IntegrationDocument {
  if (IntegrationType === old.IntegrationType) return old
  const next = { ...old }
  if (IntegrationType === 'MOCK') delete next.IntegrationUri
  if (IntegrationType === 'AWS_PROXY') delete next.IntegrationMethod
  return next
}

/**
 * A service integration is patched only by naming its subtype again, as AWS checks the shape against the patch itself
 * [live]. A tombstone removes an optional parameter and is refused for a required one (spec 10.2).
 */
function checkSubtypePatch(old: IntegrationDocument, changes: Changes): void {
  const subtype = old.IntegrationSubtype
  if (changes.IntegrationSubtype !== undefined && changes.IntegrationSubtype !== subtype) {
    throw badRequest('IntegrationSubtype cannot be changed')
  }
  if (subtype === undefined) return
  if (changes.IntegrationSubtype === undefined) throw badRequest('Invalid integration URI specified')
  for (const [key, value] of Object.entries(changes.RequestParameters ?? {})) {
    if (value === '' && isRequiredParameter(subtype, key)) {
      throw invalidSelection('Mapping expression missing source or destination')
    }
  }
}

type Statuses = Readonly<Record<string, Record<string, string>>>

/** Per status the mapping is replaced; `{}` removes the status (spec 3.2: the choice that converges with Terraform). */
function mergeStatuses(
  old: Statuses | undefined,
  changes: Statuses | undefined,
): Record<string, Record<string, string>> | undefined {
  const merged = new Map(Object.entries(old ?? {}))
  for (const [status, mapping] of Object.entries(changes ?? {})) {
    const kept = mergeMap(undefined, mapping)
    if (kept === undefined) merged.delete(status)
    else merged.set(status, kept)
  }
  return merged.size === 0 ? undefined : Object.fromEntries(merged)
}
