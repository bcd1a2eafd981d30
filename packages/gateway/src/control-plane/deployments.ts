import { badRequest } from '../aws-protocol/service-error.ts'
import { type ApiGatewayHandlers, type ControlPlane, timestamp } from './control-plane.ts'
import { deploymentProblem, putDeployment } from './deployment-maker.ts'
import { draftResource, missingApi, readApi, readResource } from './lookup.ts'
import { page } from './paging.ts'
import { patch } from './patch.ts'

type Operation = 'CreateDeployment' | 'DeleteDeployment' | 'GetDeployment' | 'GetDeployments' | 'UpdateDeployment'

export function deploymentHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateDeployment({ ApiId, StageName, Description }) {
      return plane.apis.change(
        ApiId,
        async (draft) => {
          const problem = deploymentProblem(draft)
          if (problem !== undefined) throw badRequest(problem)
          const deployment = await putDeployment(plane, draft, { AutoDeployed: false, Description })
          if (StageName !== undefined && StageName !== '') {
            const stage = draftResource(draft, 'stages', StageName)
            if (stage.AutoDeploy === true) {
              throw badRequest('Deployment ID cannot be set on this stage because AutoDeploy is enabled')
            }
            const { DeploymentId } = deployment
            draft.put('stages', StageName, { ...stage, DeploymentId, LastUpdatedDate: timestamp(plane) })
          }
          return deployment
        },
        () => missingApi(ApiId),
      )
    },

    async GetDeployment({ ApiId, DeploymentId }) {
      return readResource(await readApi(plane, ApiId), 'deployments', DeploymentId)
    },

    async GetDeployments(input) {
      return page((await readApi(plane, input.ApiId)).deployments, input)
    },

    UpdateDeployment({ ApiId, DeploymentId, Description }) {
      return plane.apis.change(
        ApiId,
        (draft) => {
          const deployment = patch(draftResource(draft, 'deployments', DeploymentId), { Description })
          draft.put('deployments', DeploymentId, deployment)
          return deployment
        },
        () => missingApi(ApiId),
      )
    },

    async DeleteDeployment({ ApiId, DeploymentId }) {
      await plane.apis.change(
        ApiId,
        (draft) => {
          draftResource(draft, 'deployments', DeploymentId)
          const stages = [...draft.all('stages').values()].filter((stage) => stage.DeploymentId === DeploymentId)
          if (stages.length > 0) {
            throw badRequest('Active stages pointing to this deployment must be moved or deleted')
          }
          draft.remove('deployments', DeploymentId)
        },
        () => missingApi(ApiId),
      )
      return {}
    },
  }
}
