import type { CreateRouteResponseCommandInput, UpdateRouteResponseCommandInput } from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { checkByProtocol, onlyOnWebSocket } from '../checks/protocol.ts'
import { checkSelection } from '../checks/selection-expression.ts'
import { defineResource } from '../framework/resource.ts'
import { type State, text, textMap } from '../framework/schema.ts'
import { changedEntries } from './changed-entries.ts'
import { memberTable } from './members.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  api_id: text('required', { replace: true }),
  id: text('optional-computed'),
  model_selection_expression: text('optional'),
  response_models: textMap('optional'),
  route_id: text('required', { replace: true }),
  // The only key there is (API reference, CreateRouteResponse).
  route_response_key: text('required', { oneOf: ['$default'] }),
}
type RouteResponseState = State<typeof schema>

const members = memberTable(schema, {
  model_selection_expression: 'ModelSelectionExpression',
  response_models: 'ResponseModels',
  route_response_key: 'RouteResponseKey',
})

/** Makes a route of a WebSocket API two-way; HTTP APIs have none. */
export const routeResponse = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_route_response',
  schema,
  importId: ['api_id', 'route_id', 'id'],
  check: (config) => checkSelection('model_selection_expression', config.model_selection_expression),
  checkPlan: (config, gateway) => checkByProtocol(config.api_id, gateway, onlyOnWebSocket('Route responses')),

  async create(planned, gateway) {
    const { api_id: ApiId, route_id: RouteId } = planned
    const input = { ApiId, RouteId, ...members.created(planned) } as unknown as CreateRouteResponseCommandInput
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateRouteResponseCommand(input)))
    return { id: made.RouteResponseId ?? null }
  },

  async read(state, gateway) {
    const input = idsOf(state)
    const found = await unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetRouteResponseCommand(input))))
    return found && { ...state, ...members.answered(found) }
  },

  async update(prior, planned, gateway) {
    const changes = members.changed(prior, planned)
    const input: UpdateRouteResponseCommandInput = { ...idsOf(prior), ...changes, ...modelChanges(prior, planned) }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateRouteResponseCommand(input)))
  },

  async delete(state, gateway) {
    const input = idsOf(state)
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteRouteResponseCommand(input))))
  },
})

const idsOf = ({ api_id, route_id, id }: RouteResponseState) => ({
  ApiId: api_id,
  RouteId: route_id,
  RouteResponseId: id ?? '',
})

/** AWS merges models by key, and takes `{}` for no change: hashicorp/aws, which sends it, never gets rid of one. */
function modelChanges(prior: RouteResponseState, planned: RouteResponseState) {
  const changed = changedEntries(prior.response_models, planned.response_models)
  return changed && { ResponseModels: changed }
}
