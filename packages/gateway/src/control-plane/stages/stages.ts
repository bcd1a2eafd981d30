import { badRequest, conflict, notFound } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { StageDocument } from '../../store/documents.ts'
import { deployTo } from '../auto-deploy.ts'
import { changePublication } from '../change-api.ts'
import { type ApiGatewayHandlers, type ControlPlane, timestamp } from '../control-plane.ts'
import { rejectAutoDeploy } from '../deployment-maker.ts'
import { rejectMappedStage } from '../domain-names/mapped.ts'
import { draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { without } from '../patch.ts'
import { checkQuota } from '../quotas.ts'
import { newStage } from './make-stage.ts'
import { mergeRouteSettings, patchStage, settleStage } from './patch-stage.ts'
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

/** Stages (spec control-plane.md 4.6). They are no part of what is deployed: changing one deploys nothing by itself. */
export function stageHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  /** Changes one stage, unless it is quick create's own. */
  const changeStage = (
    apiId: string,
    name: string,
    change: (stage: StageDocument, draft: ApiDraft) => StageDocument | Promise<StageDocument>,
  ) =>
    changePublication(plane, apiId, async (draft) => {
      const old = draftResource(draft, 'stages', name)
      if (old.ApiGatewayManaged === true) {
        throw badRequest(`The stage ${name} is managed by API Gateway (quick create) and cannot be modified`)
      }
      const stage = { ...(await change(old, draft)), LastUpdatedDate: timestamp(plane) }
      draft.put('stages', name, stage)
      if (stage.AutoDeploy === true && old.AutoDeploy !== true)
        await deployTo(plane, draft, [stage], await plane.apis.freeze(draft))
      return draftResource(draft, 'stages', name)
    })

  return {
    CreateStage({ ApiId, ...given }) {
      return changePublication(plane, ApiId, async (draft) => {
        if (draft.get('stages', given.StageName) !== undefined) throw conflict('Stage already exists')
        checkQuota(draft.all('stages').size, plane.quotas.stages, 'Stages')
        const fresh = newStage(draft.api.ProtocolType, given.StageName, timestamp(plane))
        const stage = settleStage({
          ...fresh,
          ...given,
          DefaultRouteSettings: { ...fresh.DefaultRouteSettings, ...given.DefaultRouteSettings },
          RouteSettings: mergeRouteSettings({}, given.RouteSettings),
        })
        checkStage(plane, draft, stage, given)
        if (stage.DeploymentId !== undefined) checkDeployment(draft, stage, stage.DeploymentId)
        draft.put('stages', stage.StageName, stage)
        if (stage.AutoDeploy === true) await deployTo(plane, draft, [stage], await plane.apis.freeze(draft))
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
      return changeStage(ApiId, StageName, (old, draft) => {
        const stage = patchStage(old, changes)
        checkStage(plane, draft, stage, changes)
        if (changes.DeploymentId !== undefined) checkDeployment(draft, stage, changes.DeploymentId)
        return stage
      })
    },

    async DeleteStage({ ApiId, StageName }) {
      await changePublication(plane, ApiId, async (draft) => {
        draftResource(draft, 'stages', StageName)
        await rejectMappedStage(plane, ApiId, StageName)
        draft.remove('stages', StageName)
      })
      return {}
    },

    async DeleteAccessLogSettings({ ApiId, StageName }) {
      await changeStage(ApiId, StageName, (stage) => without(stage, 'AccessLogSettings'))
      return {}
    },

    async DeleteRouteSettings({ ApiId, StageName, RouteKey }) {
      await changeStage(ApiId, StageName, (stage) => {
        const RouteSettings = new Map(Object.entries(stage.RouteSettings ?? {}))
        if (!RouteSettings.delete(RouteKey)) {
          throw notFound(`Unable to find Route by key ${RouteKey} within the provided RouteSettings`)
        }
        return { ...stage, RouteSettings: Object.fromEntries(RouteSettings) }
      })
      return {}
    },

    async ResetAuthorizersCache({ ApiId, StageName }) {
      await changePublication(plane, ApiId, (draft) => {
        const stage: ResettableStage = draftResource(draft, 'stages', StageName)
        if (draft.api.ProtocolType !== 'HTTP') {
          throw badRequest('Resetting the authorizers cache is only supported for HTTP APIs')
        }
        const reset: ResettableStage = { ...stage, AuthorizersCacheResets: (stage.AuthorizersCacheResets ?? 0) + 1 }
        draft.put('stages', StageName, reset)
      })
      return {}
    },
  }
}

/** Never answered. That it moves is what tells the data plane: authorizer caches belong to a stage's program. */
interface ResettableStage extends StageDocument {
  AuthorizersCacheResets?: number
}

function checkDeployment(draft: ApiDraft, stage: StageDocument, deploymentId: string): void {
  rejectAutoDeploy(stage)
  draftResource(draft, 'deployments', deploymentId)
}
