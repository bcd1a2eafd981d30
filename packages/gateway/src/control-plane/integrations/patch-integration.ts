import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { mergeMap, patch } from '../patch.ts'
import { settle } from './make-integration.ts'
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
  const { RequestParameters, ResponseParameters, RequestTemplates, IntegrationType, TlsConfig, ...plain } = changes
  const patched = patch<IntegrationDocument>(old, {
    ...plain,
    ...(IntegrationType === undefined ? {} : { IntegrationType }),
    // Replaced as a whole: a removed template is simply missing, and `''` is a legitimate template.
    ...(RequestTemplates === undefined ? {} : { RequestTemplates }),
    ...(TlsConfig === undefined ? {} : { TlsConfig }),
  })
  // A type that takes no URI, or another kind of URI, must not inherit what was filled in for the old one.
  const fresh =
    IntegrationType === undefined || IntegrationType === old.IntegrationType ? patched : forget(patched, changes)
  return settle(protocol, {
    ...fresh,
    RequestParameters: mergeMap(old.RequestParameters, RequestParameters),
    ResponseParameters: mergeStatuses(old.ResponseParameters, ResponseParameters),
  })
}

function forget(patched: IntegrationDocument, changes: Changes): IntegrationDocument {
  const next = { ...patched }
  if (next.IntegrationType === 'MOCK' && changes.IntegrationUri === undefined) delete next.IntegrationUri
  if (changes.IntegrationMethod === undefined && next.IntegrationType === 'AWS_PROXY') delete next.IntegrationMethod
  return next
}

/**
 * A service integration is patched only by naming its subtype again, as AWS checks the shape against the patch itself
 * [live]; a tombstone is refused where the parameter is required, which the check of the result finds.
 */
function checkSubtypePatch(old: IntegrationDocument, changes: Changes): void {
  const subtype = old.IntegrationSubtype
  if (changes.IntegrationSubtype !== undefined && changes.IntegrationSubtype !== subtype) {
    throw badRequest('IntegrationSubtype cannot be changed')
  }
  if (subtype !== undefined && changes.IntegrationSubtype === undefined) {
    throw badRequest('Invalid integration URI specified')
  }
  if (subtype === undefined) return
  for (const [key, value] of Object.entries(changes.RequestParameters ?? {})) {
    if (value === '' && isRequiredParameter(subtype, key)) {
      throw invalidSelection('Mapping expression missing source or destination')
    }
  }
}

type StatusMappings = Readonly<Record<string, Record<string, string>>>

/** Per status the mapping is replaced; `{}` removes the status (spec 3.2: the choice that converges with Terraform). */
function mergeStatuses(
  old: StatusMappings | undefined,
  changes: StatusMappings | undefined,
): StatusMappings | undefined {
  const merged = new Map(Object.entries(old ?? {}))
  for (const [status, mapping] of Object.entries(changes ?? {})) {
    const kept = mergeMap(undefined, mapping)
    if (kept === undefined) merged.delete(status)
    else merged.set(status, kept)
  }
  return merged.size === 0 ? undefined : Object.fromEntries(merged)
}
