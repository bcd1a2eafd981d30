import type {
  CreateApiCommandInput,
  GetApiCommandOutput,
  ReimportApiCommandInput,
  UpdateApiCommandInput,
} from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { isEqual } from '../framework/equal.ts'
import { defineResource } from '../framework/resource.ts'
import { fieldType, type State, text, truth } from '../framework/schema.ts'
import { checkApi } from './api-checks.ts'
import { arnOf, executionArnOf } from './arns.ts'
import { corsAnswered, corsBlock, corsMember } from './cors.ts'
import { memberTable } from './members.ts'
import { isSameJson } from './same-json.ts'
import { deriveTags, tagAttributes, tagsAnswered, tagsOfCreation, updateTags } from './tagging.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  api_endpoint: text('computed'),
  api_key_selection_expression: text('optional', {
    fallback: '$request.header.x-api-key',
    oneOf: ['$request.header.x-api-key', '$context.authorizer.usageIdentifierKey'],
  }),
  arn: text('computed'),
  body: text('optional', { same: isSameJson }),
  // What follows is of quick create, and is never answered.
  credentials_arn: text('optional', { replace: true }),
  description: text('optional'),
  disable_execute_api_endpoint: truth('optional'),
  execution_arn: text('computed'),
  fail_on_warnings: truth('optional'),
  id: text('optional-computed'),
  ip_address_type: text('optional-computed', { oneOf: ['ipv4', 'dualstack'] }),
  name: text('required'),
  protocol_type: text('required', { replace: true, oneOf: ['HTTP', 'WEBSOCKET'] }),
  route_key: text('optional', { replace: true }),
  route_selection_expression: text('optional', { fallback: '$request.method $request.path' }),
  target: text('optional', { replace: true }),
  version: text('optional'),
  ...tagAttributes,
  cors_configuration: corsBlock,
}
export type ApiState = State<typeof schema>

const members = memberTable(schema, {
  api_key_selection_expression: 'ApiKeySelectionExpression',
  description: 'Description',
  disable_execute_api_endpoint: 'DisableExecuteApiEndpoint',
  ip_address_type: 'IpAddressType',
  name: 'Name',
  route_selection_expression: 'RouteSelectionExpression',
  version: 'Version',
})

/** Members of a creation alone. */
const onceMembers = memberTable(schema, {
  credentials_arn: 'CredentialsArn',
  protocol_type: 'ProtocolType',
  route_key: 'RouteKey',
  target: 'Target',
})

export const api = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_api',
  schema,
  importId: ['id'],
  check: checkApi,
  derive: deriveTags,

  async create(planned, gateway) {
    const [cors] = planned.cors_configuration
    const input = {
      ...members.created(planned),
      ...onceMembers.created(planned),
      ...(cors && { CorsConfiguration: corsMember(cors) }),
      ...tagsOfCreation(planned),
    } as unknown as CreateApiCommandInput
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateApiCommand(input)))
    return { id: made.ApiId ?? null }
  },

  /** The definition comes after the API is in Terraform's state: where it is refused, the API is not lost. */
  async ready(state, gateway) {
    if (state.body && state.arn === null) await importBody(state, gateway)
  },

  async read(state, gateway) {
    const found = await get(state, gateway)
    return found && stateOf(found, state, gateway)
  },

  async update(prior, planned, gateway) {
    await updateTags(await arnOf(`apis/${prior.id}`, gateway), prior, planned, gateway)
    if (planned.body && (planned.body !== prior.body || prior.arn === null)) {
      await importBody({ ...planned, id: prior.id }, gateway)
      return
    }
    await updateMembers(prior, planned, gateway)
  },

  async delete({ id }, gateway) {
    const input = { ApiId: id ?? '' }
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteApiCommand(input))))
  },
})

function get({ id }: ApiState, gateway: GatewayClient): Promise<GetApiCommandOutput | undefined> {
  const input = { ApiId: id ?? '' }
  return unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetApiCommand(input))))
}

async function updateMembers(prior: ApiState, planned: ApiState, gateway: GatewayClient): Promise<void> {
  const [cors] = planned.cors_configuration
  const isSameCors = isEqual(fieldType(corsBlock), prior.cors_configuration, planned.cors_configuration)
  // The API takes an empty CORS configuration for no change: to remove it has a call of its own.
  if (!isSameCors && cors === undefined) await deleteCors(prior, gateway)
  const input = {
    ...members.changed(prior, planned),
    ...(!isSameCors && cors && { CorsConfiguration: corsMember(cors) }),
  }
  if (Object.keys(input).length > 0) await patch(prior, input, gateway)
}

async function patch({ id }: ApiState, changes: Partial<UpdateApiCommandInput>, gateway: GatewayClient): Promise<void> {
  const input = { ApiId: id ?? '', ...changes }
  await gateway.call((client, sdk) => client.send(new sdk.UpdateApiCommand(input)))
}

async function deleteCors({ id }: ApiState, gateway: GatewayClient): Promise<void> {
  const input = { ApiId: id ?? '' }
  await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteCorsConfigurationCommand(input))))
}

/**
 * Replaces the routes and integrations by those of an OpenAPI definition. That overwrites the name, the description, the
 * version, the CORS configuration and more: what the configuration says of them, and that it says nothing, is written
 * once more. hashicorp/aws compares first, and leaves what differs to the next apply.
 */
async function importBody(state: ApiState, gateway: GatewayClient): Promise<void> {
  const input: ReimportApiCommandInput = {
    ApiId: state.id ?? '',
    Body: state.body ?? '',
    ...(state.fail_on_warnings !== null && { FailOnWarnings: state.fail_on_warnings }),
  }
  const imported = await gateway.call((client, sdk) => client.send(new sdk.ReimportApiCommand(input)))
  const [cors] = state.cors_configuration
  if (cors === undefined && imported.CorsConfiguration !== undefined) await deleteCors(state, gateway)
  const tags = tagsAnswered(imported.Tags, state, gateway)
  await updateTags(await arnOf(`apis/${state.id}`, gateway), tags, state, gateway)
  const unset = { Description: '', DisableExecuteApiEndpoint: false, Version: '' }
  const changes = { ...unset, ...members.created(state), ...(cors && { CorsConfiguration: corsMember(cors) }) }
  await patch(state, changes, gateway)
}

async function stateOf(found: GetApiCommandOutput, state: ApiState, gateway: GatewayClient): Promise<ApiState> {
  const id = found.ApiId ?? state.id
  return {
    ...members.answered(found),
    api_endpoint: found.ApiEndpoint ?? null,
    arn: await arnOf(`apis/${id}`, gateway),
    body: state.body,
    cors_configuration: corsAnswered(found.CorsConfiguration),
    credentials_arn: state.credentials_arn,
    execution_arn: await executionArnOf(id ?? '', gateway),
    fail_on_warnings: state.fail_on_warnings,
    id,
    protocol_type: found.ProtocolType ?? '',
    route_key: state.route_key,
    target: state.target,
    ...tagsAnswered(found.Tags, state, gateway),
  }
}
