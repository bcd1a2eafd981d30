import type { UpdateIntegrationCommandInput } from '@aws-sdk/client-apigatewayv2'
import { changedEntries, isSameMap, withTombstones } from './changed-entries.ts'
import type { IntegrationState } from './integration.ts'

type Texts = Readonly<Record<string, string>>
type Member = keyof UpdateIntegrationCommandInput

/** Attributes that are one text each, and the members that carry them. */
const TEXTS = {
  connection_id: 'ConnectionId',
  connection_type: 'ConnectionType',
  content_handling_strategy: 'ContentHandlingStrategy',
  credentials_arn: 'CredentialsArn',
  description: 'Description',
  integration_method: 'IntegrationMethod',
  integration_uri: 'IntegrationUri',
  passthrough_behavior: 'PassthroughBehavior',
  payload_format_version: 'PayloadFormatVersion',
  template_selection_expression: 'TemplateSelectionExpression',
} as const satisfies Partial<Record<keyof IntegrationState, Member>>

/** The members of a PATCH: what changed. An empty text, map or object clears. */
export function changesOf(prior: IntegrationState, planned: IntegrationState): Partial<UpdateIntegrationCommandInput> {
  const changes: Partial<Record<Member, unknown>> = {}
  for (const [name, member] of Object.entries(TEXTS) as [keyof typeof TEXTS, Member][]) {
    if ((prior[name] ?? '') !== (planned[name] ?? '')) changes[member] = planned[name] ?? ''
  }
  if (planned.timeout_milliseconds !== null && planned.timeout_milliseconds !== prior.timeout_milliseconds) {
    changes.TimeoutInMillis = planned.timeout_milliseconds
  }
  if (planned.integration_subtype) {
    // The API checks the shape of the patch by itself: without the subtype, and what it requires, it refuses.
    changes.IntegrationSubtype = planned.integration_subtype
    changes.RequestParameters = withTombstones(prior.request_parameters, planned.request_parameters)
  } else {
    const parameters = changedEntries(prior.request_parameters, planned.request_parameters)
    if (parameters !== undefined) changes.RequestParameters = parameters
  }
  if (!isSameMap(prior.request_templates, planned.request_templates)) {
    changes.RequestTemplates = planned.request_templates ?? {}
  }
  const responses = responseChanges(prior, planned)
  if (responses !== undefined) changes.ResponseParameters = responses
  const [before, after] = [prior.tls_config[0]?.server_name_to_verify, planned.tls_config[0]?.server_name_to_verify]
  if (before !== after) changes.TlsConfig = after ? { ServerNameToVerify: after } : {}
  return changes as Partial<UpdateIntegrationCommandInput>
}

/**
 * Statuses that changed, with the new mappings last: hashicorp/aws writes the marker of the removed old entry over
 * them, so that the status is lost until the next apply.
 */
function responseChanges(prior: IntegrationState, planned: IntegrationState): Record<string, Texts> | undefined {
  const before = new Map(prior.response_parameters.map(({ status_code, mappings }) => [status_code, mappings]))
  const after = new Map(planned.response_parameters.map(({ status_code, mappings }) => [status_code, mappings]))
  const changes: Record<string, Texts> = {}
  for (const status of before.keys()) if (!after.has(status)) changes[status] = {}
  for (const [status, mappings] of after) {
    const changed = changedEntries(before.get(status) ?? null, mappings)
    if (changed !== undefined) changes[status] = changed
  }
  return Object.keys(changes).length === 0 ? undefined : changes
}
