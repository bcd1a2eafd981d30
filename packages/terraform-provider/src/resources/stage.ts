import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { defineResource } from '../framework/resource.ts'
import { refuseManaged } from './quick-create.ts'
import { changesOf } from './stage-changes.ts'
import { checkStage } from './stage-checks.ts'
import { stageNames } from './stage-names.ts'
import { checkStageOfApi } from './stage-protocol-checks.ts'
import { type StageState, stageMembers, stageSchema } from './stage-schema.ts'
import { settingsFrom, settingsOf } from './stage-settings.ts'
import { deriveTags, tagsAnswered, updateTags } from './tagging.ts'
import { unlessGone } from './unless-gone.ts'

export const stage = defineResource<typeof stageSchema, GatewayClient>({
  name: 'aws_apigatewayv2_stage',
  schema: stageSchema,
  importId: ['api_id', 'id'],
  check: checkStage,
  checkPlan: checkStageOfApi,
  derive: deriveTags,

  async create(planned, gateway) {
    const input = creationOf(planned, (await gateway.protocolOf(planned.api_id)) === 'WEBSOCKET')
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateStageCommand(input)))
    return { id: made.StageName ?? null }
  },

  async read(state, gateway) {
    const found = await get(state, gateway)
    return found && { ...stateOf(found, state, gateway), ...(await stageNames(state.api_id, state.id ?? '', gateway)) }
  },

  async update(prior, planned, gateway) {
    const isWebSocket = (await gateway.protocolOf(prior.api_id)) === 'WEBSOCKET'
    await updateTags(prior.arn ?? '', prior, planned, gateway)
    const { goneRoutes, isAccessLogGone, members } = changesOf(prior, planned, isWebSocket)
    const identity = identityOf(prior)
    for (const RouteKey of goneRoutes) {
      const input = { ...identity, RouteKey }
      await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteRouteSettingsCommand(input))))
    }
    if (isAccessLogGone) {
      await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteAccessLogSettingsCommand(identity))))
    }
    if (Object.keys(members).length === 0) return
    const input = { ...identity, ...members }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateStageCommand(input)))
  },

  async delete(state, gateway) {
    const input = identityOf(state)
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteStageCommand(input))))
  },

  async checkImport(state, gateway) {
    refuseManaged('Stage', state.id, (await get(state, gateway))?.ApiGatewayManaged)
  },
})

function identityOf({ api_id: ApiId, id }: StageState) {
  return { ApiId, StageName: id ?? '' }
}

function get(state: StageState, gateway: GatewayClient): Promise<Sdk.GetStageCommandOutput | undefined> {
  const input = identityOf(state)
  return unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetStageCommand(input))))
}

function creationOf(planned: StageState, isWebSocket: boolean): Sdk.CreateStageCommandInput {
  const [log] = planned.access_log_settings
  const [defaults] = planned.default_route_settings
  const routes = planned.route_settings.map((it) => [it.route_key, settingsOf(it, isWebSocket)] as const)
  return {
    ApiId: planned.api_id,
    StageName: planned.name,
    ...stageMembers.created(planned),
    ...(planned.deployment_id && { DeploymentId: planned.deployment_id }),
    ...(planned.stage_variables && { StageVariables: { ...planned.stage_variables } }),
    ...(log && { AccessLogSettings: { DestinationArn: log.destination_arn, Format: log.format } }),
    ...(defaults && { DefaultRouteSettings: settingsOf(defaults, isWebSocket) }),
    ...(routes.length > 0 && { RouteSettings: Object.fromEntries(routes) }),
    Tags: { ...planned.tags_all },
  }
}

function stateOf(found: Sdk.GetStageCommandOutput, state: StageState, gateway: GatewayClient): StageState {
  const { AccessLogSettings: log, DefaultRouteSettings: defaults, RouteSettings: routes = {} } = found
  return {
    ...state,
    ...stageMembers.answered(found),
    name: found.StageName ?? state.name,
    // Left out where it is off.
    auto_deploy: found.AutoDeploy ?? false,
    deployment_id: found.DeploymentId ?? null,
    stage_variables: found.StageVariables ?? null,
    ...tagsAnswered(found.Tags, state, gateway),
    access_log_settings: log ? [{ destination_arn: log.DestinationArn ?? '', format: log.Format ?? '' }] : [],
    default_route_settings: defaults ? [settingsFrom(defaults)] : [],
    route_settings: Object.entries(routes).map(([route_key, it]) => ({ ...settingsFrom(it), route_key })),
  }
}
