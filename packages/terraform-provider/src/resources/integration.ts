import type {
  CreateIntegrationCommandInput,
  GetIntegrationCommandOutput,
  UpdateIntegrationCommandInput,
} from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import type { Value } from '../conversion/value.ts'
import { defineResource } from '../framework/resource.ts'
import { listBlock, type Sibling, type State, setBlock, text, textMap, wholeNumber } from '../framework/schema.ts'
import { changesOf } from './integration-changes.ts'
import { checkIntegration } from './integration-checks.ts'
import { checkIntegrationOfApi } from './integration-protocol-checks.ts'
import { refuseManaged } from './quick-create.ts'
import { unlessGone } from './unless-gone.ts'

const nothing = (value: Value) => value === null || value === ''

/** hashicorp/aws 5.100.0's schema, to the letter; integration.test.ts compares. */
export const integrationSchema = {
  api_id: text('required', { replace: true }),
  connection_id: text('optional'),
  connection_type: text('optional', { fallback: 'INTERNET', oneOf: ['INTERNET', 'VPC_LINK'] }),
  // The API has no way to clear it (hashicorp/aws sends nothing, and plans the removal for ever).
  content_handling_strategy: text('optional', {
    oneOf: ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'],
    replace: (prior, planned) => !nothing(prior) && nothing(planned),
  }),
  credentials_arn: text('optional'),
  description: text('optional'),
  id: text('optional-computed'),
  integration_method: text('optional', { same: isMethodOfLambda }),
  integration_response_selection_expression: text('computed'),
  integration_subtype: text('optional', { replace: true }),
  integration_type: text('required', { replace: true, oneOf: ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'] }),
  integration_uri: text('optional'),
  // HTTP APIs have none, and answer none.
  passthrough_behavior: text('optional', {
    fallback: 'WHEN_NO_MATCH',
    oneOf: ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'],
    same: (prior, wanted) =>
      (nothing(prior) && wanted === 'WHEN_NO_MATCH') || (prior === 'WHEN_NO_MATCH' && nothing(wanted)),
  }),
  payload_format_version: text('optional', { fallback: '1.0', oneOf: ['1.0', '2.0'] }),
  request_parameters: textMap('optional'),
  request_templates: textMap('optional'),
  template_selection_expression: text('optional'),
  timeout_milliseconds: wholeNumber('optional-computed'),
  response_parameters: setBlock({ mappings: textMap('required'), status_code: text('required') }),
  tls_config: listBlock({ server_name_to_verify: text('optional') }, { maxItems: 1 }),
}

export type IntegrationState = State<typeof integrationSchema>

/** The API answers POST for functions where no method was given. */
function isMethodOfLambda(prior: Value, wanted: Value, sibling: Sibling): boolean {
  const type = sibling('integration_type')
  const isFunction = type === 'AWS' || type === 'AWS_PROXY'
  return isFunction && ((prior === 'POST' && nothing(wanted)) || (nothing(prior) && wanted === 'POST'))
}

export const integration = defineResource<typeof integrationSchema, GatewayClient>({
  name: 'aws_apigatewayv2_integration',
  schema: integrationSchema,
  importId: ['api_id', 'id'],
  check: checkIntegration,
  checkPlan: checkIntegrationOfApi,

  async create(planned, gateway) {
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateIntegrationCommand(creationOf(planned))))
    return { id: made.IntegrationId ?? null }
  },

  async read(state, gateway) {
    const found = await get(state, gateway)
    return found && stateOf(found, state)
  },

  async update(prior, planned, gateway) {
    const input: UpdateIntegrationCommandInput = {
      ApiId: planned.api_id,
      IntegrationId: prior.id ?? '',
      IntegrationType: planned.integration_type as never,
      ...changesOf(prior, planned),
    }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateIntegrationCommand(input)))
  },

  async delete({ api_id: ApiId, id }, gateway) {
    const input = { ApiId, IntegrationId: id ?? '' }
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteIntegrationCommand(input))))
  },

  async checkImport(state, gateway) {
    refuseManaged('Integration', state.id, (await get(state, gateway))?.ApiGatewayManaged)
  },
})

function get(state: IntegrationState, gateway: GatewayClient): Promise<GetIntegrationCommandOutput | undefined> {
  const input = { ApiId: state.api_id, IntegrationId: state.id ?? '' }
  return unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetIntegrationCommand(input))))
}

function stateOf(found: GetIntegrationCommandOutput, { api_id, id }: IntegrationState): IntegrationState {
  const responses = Object.entries(found.ResponseParameters ?? {})
  const serverName = found.TlsConfig?.ServerNameToVerify
  return {
    api_id,
    id,
    connection_id: found.ConnectionId ?? null,
    connection_type: found.ConnectionType ?? 'INTERNET',
    content_handling_strategy: found.ContentHandlingStrategy ?? null,
    credentials_arn: found.CredentialsArn ?? null,
    description: found.Description ?? null,
    integration_method: found.IntegrationMethod ?? null,
    integration_response_selection_expression: found.IntegrationResponseSelectionExpression ?? null,
    integration_subtype: found.IntegrationSubtype ?? null,
    integration_type: found.IntegrationType ?? '',
    integration_uri: found.IntegrationUri ?? null,
    passthrough_behavior: found.PassthroughBehavior ?? null,
    // Some servers leave both out where they are the default.
    payload_format_version: found.PayloadFormatVersion ?? '1.0',
    request_parameters: found.RequestParameters ?? null,
    request_templates: found.RequestTemplates ?? null,
    template_selection_expression: found.TemplateSelectionExpression ?? null,
    timeout_milliseconds: found.TimeoutInMillis ?? null,
    response_parameters: responses.map(([status_code, mappings]) => ({ status_code, mappings })),
    tls_config: serverName === undefined ? [] : [{ server_name_to_verify: serverName }],
  }
}

/** What is not set is not sent; nor is the pass-through that WebSocket APIs default to and HTTP APIs know nothing of. */
function creationOf(planned: IntegrationState): CreateIntegrationCommandInput {
  const tls = planned.tls_config[0]
  const responses = planned.response_parameters
  const passthrough = planned.passthrough_behavior === 'WHEN_NO_MATCH' ? null : planned.passthrough_behavior
  return {
    ApiId: planned.api_id,
    IntegrationType: planned.integration_type as never,
    ConnectionId: planned.connection_id || undefined,
    ConnectionType: (planned.connection_type ?? 'INTERNET') as never,
    ContentHandlingStrategy: (planned.content_handling_strategy || undefined) as never,
    CredentialsArn: planned.credentials_arn || undefined,
    Description: planned.description || undefined,
    IntegrationMethod: planned.integration_method || undefined,
    IntegrationSubtype: planned.integration_subtype || undefined,
    IntegrationUri: planned.integration_uri || undefined,
    PassthroughBehavior: (passthrough || undefined) as never,
    PayloadFormatVersion: planned.payload_format_version || '1.0',
    RequestParameters: planned.request_parameters ?? undefined,
    RequestTemplates: planned.request_templates ?? undefined,
    TemplateSelectionExpression: planned.template_selection_expression || undefined,
    TimeoutInMillis: planned.timeout_milliseconds ?? undefined,
    ResponseParameters:
      responses.length === 0
        ? undefined
        : Object.fromEntries(responses.map(({ status_code, mappings }) => [status_code, { ...mappings }])),
    TlsConfig: tls && { ServerNameToVerify: tls.server_name_to_verify ?? undefined },
  }
}
