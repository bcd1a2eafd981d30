import type {
  CreateIntegrationResponseCommandInput,
  UpdateIntegrationResponseCommandInput,
} from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { checkIntegrationResponseKey } from '../checks/keys.ts'
import { checkByProtocol, onlyOnWebSocket } from '../checks/protocol.ts'
import { checkSelection } from '../checks/selection-expression.ts'
import { checkTemplates } from '../checks/template.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { defineResource } from '../framework/resource.ts'
import { type Config, type State, text, textMap } from '../framework/schema.ts'
import { memberTable } from './members.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  api_id: text('required', { replace: true }),
  // The API has no way to clear it.
  content_handling_strategy: text('optional', {
    oneOf: ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'],
    replace: (prior, planned) => Boolean(prior) && !planned,
  }),
  id: text('optional-computed'),
  integration_id: text('required', { replace: true }),
  integration_response_key: text('required'),
  response_templates: textMap('optional'),
  template_selection_expression: text('optional'),
}
type IntegrationResponseState = State<typeof schema>

const members = memberTable(schema, {
  content_handling_strategy: 'ContentHandlingStrategy',
  integration_response_key: 'IntegrationResponseKey',
  response_templates: 'ResponseTemplates',
  template_selection_expression: 'TemplateSelectionExpression',
})

/** What an integration of a WebSocket API answers; HTTP APIs have none. */
export const integrationResponse = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_integration_response',
  schema,
  importId: ['api_id', 'integration_id', 'id'],
  check: checkIntegrationResponse,
  checkPlan: (config, gateway) => checkByProtocol(config.api_id, gateway, onlyOnWebSocket('Integration responses')),

  async create(planned, gateway) {
    const { api_id: ApiId, integration_id: IntegrationId } = planned
    const input = {
      ApiId,
      IntegrationId,
      ...members.created(planned),
    } as unknown as CreateIntegrationResponseCommandInput
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateIntegrationResponseCommand(input)))
    return { id: made.IntegrationResponseId ?? null }
  },

  async read(state, gateway) {
    const input = idsOf(state)
    const asked = gateway.call((client, sdk) => client.send(new sdk.GetIntegrationResponseCommand(input)))
    const found = await unlessGone(asked)
    return found && { ...state, ...members.answered(found) }
  },

  async update(prior, planned, gateway) {
    const input: UpdateIntegrationResponseCommandInput = { ...idsOf(prior), ...members.changed(prior, planned) }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateIntegrationResponseCommand(input)))
  },

  async delete(state, gateway) {
    const input = idsOf(state)
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteIntegrationResponseCommand(input))))
  },
})

const idsOf = ({ api_id, integration_id, id }: IntegrationResponseState) => ({
  ApiId: api_id,
  IntegrationId: integration_id,
  IntegrationResponseId: id ?? '',
})

async function checkIntegrationResponse(config: Config<IntegrationResponseState>): Promise<Diagnostic[]> {
  return [
    ...checkIntegrationResponseKey('integration_response_key', config.integration_response_key),
    ...checkSelection('template_selection_expression', config.template_selection_expression),
    ...(await checkTemplates('response_templates', config.response_templates)),
  ]
}
