import { badRequest } from '../aws-protocol/service-error.ts'
import type { ApiDraft } from '../store/api-draft.ts'
import { changePublication } from './change-api.ts'
import { type ApiGatewayHandlers, type ControlPlane, timestamp } from './control-plane.ts'
import { deploymentProblem, putDeployment, rejectAutoDeploy } from './deployment-maker.ts'
import { draftResource, readApi, readResource } from './lookup.ts'
import { page } from './paging.ts'
import { patch } from './patch.ts'

type Operation = 'CreateDeployment' | 'DeleteDeployment' | 'GetDeployment' | 'GetDeployments' | 'UpdateDeployment'

export function deploymentHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateDeployment({ ApiId, StageName, Description }) {
      return changePublication(plane, ApiId, async (draft) => {
        const Frozen = await plane.apis.freeze(draft)
        const problem = await deploymentProblem(await plane.apis.frozen({ Frozen }))
        if (problem !== undefined) throw badRequest(problem)
        const deployment = putDeployment(plane, draft, { AutoDeployed: false, Description, Frozen })
        if (StageName !== undefined) moveStage(plane, draft, StageName, deployment.DeploymentId)
        return deployment
      })
    },

    async GetDeployment({ ApiId, DeploymentId }) {
      return readResource(await readApi(plane, ApiId), 'deployments', DeploymentId)
    },

    async GetDeployments(input) {
      return page((await readApi(plane, input.ApiId)).deployments, input)
    },

    UpdateDeployment({ ApiId, DeploymentId, Description }) {
      return changePublication(plane, ApiId, (draft) => {
        const deployment = patch(draftResource(draft, 'deployments', DeploymentId), { Description })
        draft.put('deployments', DeploymentId, deployment)
        return deployment
      })
    },

    async DeleteDeployment({ ApiId, DeploymentId }) {
      await changePublication(plane, ApiId, (draft) => {
        draftResource(draft, 'deployments', DeploymentId)
        if ([...draft.all('stages').values()].some((stage) => stage.DeploymentId === DeploymentId)) {
          throw badRequest('Active stages pointing to this deployment must be moved or deleted')
        }
        draft.remove('deployments', DeploymentId)
      })
      return {}
    },
  }
}

/** Points a stage, unless it deploys by itself, at a deployment. */
function moveStage(plane: ControlPlane, draft: ApiDraft, name: string, deploymentId: string): void {
  const stage = draftResource(draft, 'stages', name)
  rejectAutoDeploy(stage)
  draft.put('stages', name, { ...stage, DeploymentId: deploymentId, LastUpdatedDate: timestamp(plane) })
}
