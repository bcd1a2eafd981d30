import { listBlock, type State, setBlock, text, textMap, truth } from '../framework/schema.ts'
import { memberTable } from './members.ts'
import { blocksLoseLimit, isAsNone, settingFields } from './stage-settings.ts'

export const stageSchema = {
  api_id: text('required', { replace: true }),
  arn: text('computed'),
  auto_deploy: truth('optional', { fallback: false }),
  client_certificate_id: text('optional'),
  // With auto-deploy any change of the API, and of the stage, may move it.
  deployment_id: text('optional-computed', { volatile: true }),
  description: text('optional'),
  execution_arn: text('computed'),
  id: text('optional-computed'),
  invoke_url: text('computed'),
  name: text('required', { replace: true }),
  stage_variables: textMap('optional'),
  tags: textMap('optional'),
  tags_all: textMap('optional-computed'),
  access_log_settings: listBlock({ destination_arn: text('required'), format: text('required') }, { maxItems: 1 }),
  default_route_settings: listBlock(settingFields, {
    maxItems: 1,
    same: isAsNone,
    // Limits of all routes can be changed, and not taken away.
    replace: blocksLoseLimit,
  }),
  route_settings: setBlock({ ...settingFields, route_key: text('required') }),
}

export type StageState = State<typeof stageSchema>

/** deployment_id and the blocks have rules of their own. */
export const stageMembers = memberTable(stageSchema, {
  auto_deploy: 'AutoDeploy',
  client_certificate_id: 'ClientCertificateId',
  description: 'Description',
})
