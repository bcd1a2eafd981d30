import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import { isEqual } from '../framework/equal.ts'
import { fieldType } from '../framework/schema.ts'
import { changedEntries } from './changed-entries.ts'
import { type StageState, stageMembers, stageSchema } from './stage-schema.ts'
import { losesLimit, NO_SETTINGS, settingsOf } from './stage-settings.ts'

/** What makes one stage of another: settings of routes, and of the access log, that go by calls of their own, and a PATCH. */
export interface StageChanges {
  readonly goneRoutes: readonly string[]
  readonly isAccessLogGone: boolean
  readonly members: Partial<Sdk.UpdateStageCommandInput>
}

export function changesOf(prior: StageState, planned: StageState, isWebSocket: boolean): StageChanges {
  const members: Record<string, unknown> = stageMembers.changed(prior, planned)
  // Under auto-deploy the API moves it, and refuses to be told.
  if (planned.deployment_id !== null && planned.deployment_id !== prior.deployment_id) {
    members['DeploymentId'] = planned.deployment_id
  }
  const variables = changedEntries(prior.stage_variables, planned.stage_variables)
  if (variables !== undefined) members['StageVariables'] = variables
  if (differ('default_route_settings', prior, planned)) {
    members['DefaultRouteSettings'] = settingsOf(planned.default_route_settings[0] ?? NO_SETTINGS, isWebSocket)
  }
  const [log] = planned.access_log_settings
  if (log !== undefined && differ('access_log_settings', prior, planned)) {
    members['AccessLogSettings'] = { DestinationArn: log.destination_arn, Format: log.format }
  }
  const routes = routeChanges(prior, planned, isWebSocket)
  if (Object.keys(routes.changed).length > 0) members['RouteSettings'] = routes.changed
  return {
    goneRoutes: routes.gone,
    isAccessLogGone: log === undefined && prior.access_log_settings.length > 0,
    members,
  }
}

function differ(name: 'access_log_settings' | 'default_route_settings', prior: StageState, planned: StageState) {
  return !isEqual(fieldType(stageSchema[name]), prior[name], planned[name])
}

/** A PATCH merges settings: a limit that goes takes the whole entry with it, which is then made anew. */
function routeChanges(prior: StageState, planned: StageState, isWebSocket: boolean) {
  const before = new Map(prior.route_settings.map((settings) => [settings.route_key, settings]))
  const after = new Map(planned.route_settings.map((settings) => [settings.route_key, settings]))
  const gone = [...before].filter(
    ([key, settings]) => !after.has(key) || losesLimit({ ...settings }, { ...after.get(key) }),
  )
  const changed = [...after].filter(([key, settings]) => {
    const old = before.get(key)
    return (
      old === undefined ||
      JSON.stringify(settingsOf(old, isWebSocket)) !== JSON.stringify(settingsOf(settings, isWebSocket))
    )
  })
  return {
    gone: gone.map(([key]) => key),
    changed: Object.fromEntries(changed.map(([key, settings]) => [key, settingsOf(settings, isWebSocket)])),
  }
}
