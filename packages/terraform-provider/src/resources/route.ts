import type {
  CreateRouteCommandInput,
  GetRouteCommandOutput,
  ParameterConstraints,
  UpdateRouteCommandInput,
} from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { defineResource } from '../framework/resource.ts'
import { type State, setBlock, text, textMap, textSet, truth } from '../framework/schema.ts'
import { changedEntries } from './changed-entries.ts'
import { memberTable } from './members.ts'
import { refuseManaged } from './quick-create.ts'
import { checkRoute, checkRouteOfApi } from './route-checks.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  api_id: text('required', { replace: true }),
  api_key_required: truth('optional', { fallback: false }),
  authorization_scopes: textSet('optional'),
  authorization_type: text('optional', { fallback: 'NONE', oneOf: ['NONE', 'AWS_IAM', 'CUSTOM', 'JWT'] }),
  authorizer_id: text('optional'),
  id: text('optional-computed'),
  model_selection_expression: text('optional'),
  operation_name: text('optional'),
  request_models: textMap('optional'),
  route_key: text('required'),
  route_response_selection_expression: text('optional'),
  target: text('optional'),
  request_parameter: setBlock({ request_parameter_key: text('required'), required: truth('required') }),
}
export type RouteState = State<typeof schema>

const members = memberTable(schema, {
  api_key_required: 'ApiKeyRequired',
  authorization_scopes: 'AuthorizationScopes',
  authorization_type: 'AuthorizationType',
  authorizer_id: 'AuthorizerId',
  model_selection_expression: 'ModelSelectionExpression',
  operation_name: 'OperationName',
  request_models: 'RequestModels',
  route_key: 'RouteKey',
  route_response_selection_expression: 'RouteResponseSelectionExpression',
  target: 'Target',
})

export const route = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_route',
  schema,
  importId: ['api_id', 'id'],
  check: checkRoute,
  checkPlan: checkRouteOfApi,

  async create(planned, gateway) {
    const parameters = parametersOf(planned)
    const input = {
      ApiId: planned.api_id,
      ...members.created(planned),
      ...(parameters.size > 0 && { RequestParameters: Object.fromEntries(parameters) }),
    } as unknown as CreateRouteCommandInput
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateRouteCommand(input)))
    return { id: made.RouteId ?? null }
  },

  async read(state, gateway) {
    const found = await get(state, gateway)
    return found && { ...state, ...members.answered(found), request_parameter: parameterBlocks(found) }
  },

  async update(prior, planned, gateway) {
    await removeParameters(prior, planned, gateway)
    const input: UpdateRouteCommandInput = { ...idsOf(prior), ...changesOf(prior, planned) }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateRouteCommand(input)))
  },

  async delete(state, gateway) {
    const input = idsOf(state)
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteRouteCommand(input))))
  },

  async checkImport(state, gateway) {
    refuseManaged('Route', state.id, (await get(state, gateway))?.ApiGatewayManaged)
  },
})

const idsOf = ({ api_id, id }: RouteState) => ({ ApiId: api_id, RouteId: id ?? '' })

function get(state: RouteState, gateway: GatewayClient): Promise<GetRouteCommandOutput | undefined> {
  const input = idsOf(state)
  return unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetRouteCommand(input))))
}

function parametersOf({ request_parameter: blocks }: RouteState): ReadonlyMap<string, ParameterConstraints> {
  return new Map(blocks.map(({ request_parameter_key: key, required }) => [key, { Required: required }]))
}

function parameterBlocks({ RequestParameters = {} }: GetRouteCommandOutput): RouteState['request_parameter'] {
  return Object.entries(RequestParameters).map(([request_parameter_key, { Required: required }]) => ({
    request_parameter_key,
    required: required ?? false,
  }))
}

/** A PATCH merges parameters: what is to go has a call of its own. */
async function removeParameters(prior: RouteState, planned: RouteState, gateway: GatewayClient): Promise<void> {
  const after = parametersOf(planned)
  for (const RequestParameterKey of parametersOf(prior).keys()) {
    if (after.has(RequestParameterKey)) continue
    const input = { ...idsOf(prior), RequestParameterKey }
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteRouteRequestParameterCommand(input))))
  }
}

/** The members of a PATCH. */
export function changesOf(prior: RouteState, planned: RouteState): Partial<UpdateRouteCommandInput> {
  const changes: Record<string, unknown> = members.changed(prior, planned)
  // "Authorizer type is invalid or null" otherwise.
  if (Object.hasOwn(changes, 'AuthorizerId')) changes['AuthorizationType'] = planned.authorization_type
  // AWS merges models by key, and takes `{}` for no change: hashicorp/aws, which sends it, never gets rid of one.
  const models = changedEntries(prior.request_models, planned.request_models)
  if (models !== undefined) changes['RequestModels'] = models
  const before = parametersOf(prior)
  const changed = [...parametersOf(planned)].filter(([key, { Required }]) => before.get(key)?.Required !== Required)
  if (changed.length > 0) changes['RequestParameters'] = Object.fromEntries(changed)
  return changes
}
