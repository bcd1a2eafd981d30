import { badRequest, conflict, notFound } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { StageDocument } from '../../store/documents.ts'
import { deployTo } from '../auto-deploy.ts'
import { type ApiGatewayHandlers, type ControlPlane, timestamp } from '../control-plane.ts'
import { draftResource, missingApi, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, without } from '../patch.ts'
import { checkQuota } from '../quotas.ts'
import { defaultRouteSettings, newStage } from './make-stage.ts'
import { mergeRouteSettings, patchStage } from './patch-stage.ts'
import { checkStage } from './stage-rules.ts'

type Operation =
  | 'CreateStage'
  | 'DeleteAccessLogSettings'
  | 'DeleteRouteSettings'
  | 'DeleteStage'
  | 'GetStage'
  | 'GetStages'
  | 'ResetAuthorizersCache'
  | 'UpdateStage'

export function stageHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  /** Stages are no part of what is deployed: changing one deploys nothing by itself. */
  const change = <T>(apiId: string, work: (draft: ApiDraft) => T | Promise<T>) =>
    plane.apis.change(apiId, work, () => missingApi(apiId))
  const put = (draft: ApiDraft, stage: StageDocument) =>
    draft.put('stages', stage.StageName, { ...stage, LastUpdatedDate: timestamp(plane) })

  return {
    CreateStage({ ApiId, ...given }) {
      return change(ApiId, async (draft) => {
        const { ProtocolType } = draft.api
        if (draft.get('stages', given.StageName) !== undefined) throw conflict('Stage already exists')
        checkQuota(draft.all('stages').size, plane.quotas.stages, 'Stages')
        const stage = compact<StageDocument>({
          ...newStage(ProtocolType, given.StageName, timestamp(plane)),
          ...given,
          AccessLogSettings:
            Object.keys(given.AccessLogSettings ?? {}).length === 0 ? undefined : given.AccessLogSettings,
          // AWS returns the member only where it is on.
          AutoDeploy: given.AutoDeploy === true ? true : undefined,
          DefaultRouteSettings: { ...defaultRouteSettings(ProtocolType), ...given.DefaultRouteSettings },
          RouteSettings: mergeRouteSettings({}, given.RouteSettings),
          StageVariables: given.StageVariables ?? {},
          Tags: given.Tags ?? {},
        })
        checkStage(plane, draft, stage, given)
        if (stage.DeploymentId !== undefined) checkDeployment(draft, stage, stage.DeploymentId)
        draft.put('stages', stage.StageName, stage)
        if (stage.AutoDeploy === true) await deployTo(plane, draft, [stage])
        return draftResource(draft, 'stages', stage.StageName)
      })
    },

    async GetStage({ ApiId, StageName }) {
      return readResource(await readApi(plane, ApiId), 'stages', StageName)
    },

    async GetStages(input) {
      return page((await readApi(plane, input.ApiId)).stages, input)
    },

    UpdateStage({ ApiId, StageName, ...changes }) {
      return change(ApiId, async (draft) => {
        const old = draftResource(draft, 'stages', StageName)
        rejectManaged(old, changes)
        const patched = patchStage(old, changes)
        const isAutomatic = patched.AutoDeploy === true
        const stage = isAutomatic ? patched : (without(patched, 'AutoDeploy') as StageDocument)
        checkStage(plane, draft, stage, changes)
        if (changes.DeploymentId !== undefined && changes.DeploymentId !== '') {
          checkDeployment(draft, stage, changes.DeploymentId)
        }
        put(draft, stage)
        if (isAutomatic && old.AutoDeploy !== true) await deployTo(plane, draft, [stage])
        return draftResource(draft, 'stages', StageName)
      })
    },

    async DeleteStage({ ApiId, StageName }) {
      await change(ApiId, (draft) => {
        draftResource(draft, 'stages', StageName)
        draft.remove('stages', StageName)
      })
      return {}
    },

    async DeleteAccessLogSettings({ ApiId, StageName }) {
      await change(ApiId, (draft) => {
        const stage = draftResource(draft, 'stages', StageName)
        put(draft, without(stage, 'AccessLogSettings') as StageDocument)
      })
      return {}
    },

    async DeleteRouteSettings({ ApiId, StageName, RouteKey }) {
      await change(ApiId, (draft) => {
        const stage = draftResource(draft, 'stages', StageName)
        const settings = new Map(Object.entries(stage.RouteSettings ?? {}))
        if (!settings.delete(RouteKey)) {
          throw notFound(`Unable to find Route by key ${RouteKey} within the provided RouteSettings`)
        }
        put(draft, { ...stage, RouteSettings: Object.fromEntries(settings) })
      })
      return {}
    },

    async ResetAuthorizersCache({ ApiId, StageName }) {
      const api = await readApi(plane, ApiId)
      readResource(api, 'stages', StageName)
      if (api.api.ProtocolType !== 'HTTP') {
        throw badRequest('Resetting the authorizers cache is only supported for HTTP APIs')
      }
      // Moving the stage's date is what tells the data plane: authorizer caches belong to a stage's program.
      await change(ApiId, (draft) => put(draft, draftResource(draft, 'stages', StageName)))
      return {}
    },
  }
}

function checkDeployment(draft: ApiDraft, stage: StageDocument, deploymentId: string): void {
  if (stage.AutoDeploy === true) {
    throw badRequest('Deployment ID cannot be set on this stage because AutoDeploy is enabled')
  }
  draftResource(draft, 'deployments', deploymentId)
}

/** A stage that quick create made keeps its auto-deploy (spec control-plane.md 4.1.2). */
function rejectManaged(stage: StageDocument, changes: { AutoDeploy?: boolean | undefined }): void {
  if (stage.ApiGatewayManaged === true && changes.AutoDeploy === false) {
    throw badRequest('AutoDeploy cannot be turned off for a stage that is managed by API Gateway (quick create)')
  }
}
