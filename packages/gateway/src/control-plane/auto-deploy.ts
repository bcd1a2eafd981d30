import type { ApiDraft } from '../store/api-draft.ts'
import type { StageDocument } from '../store/documents.ts'
import { definitionKinds } from '../store/documents.ts'
import { type ControlPlane, timestamp } from './control-plane.ts'
import { deploymentProblem, putDeployment } from './deployment-maker.ts'
import { missingApi } from './lookup.ts'

const DESCRIPTION = 'Automatic deployment triggered by changes to the Api configuration'

/** Changes an API, and deploys it to the stages that deploy by themselves if the change is to what is deployed. */
export function changeApi<T>(
  plane: ControlPlane,
  apiId: string,
  change: (draft: ApiDraft) => T | Promise<T>,
): Promise<T> {
  return plane.apis.change(
    apiId,
    async (draft) => {
      const result = await change(draft)
      const isTouched = draft.api !== draft.base.api || definitionKinds.some((kind) => draft.changes(kind).size > 0)
      if (isTouched) await deployTo(plane, draft, [...draft.all('stages').values()].filter(isAutomatic))
      return result
    },
    () => missingApi(apiId),
  )
}

function isAutomatic(stage: StageDocument): boolean {
  return stage.AutoDeploy === true
}

/**
 * Deploys a draft to stages with auto-deploy: one deployment for all of them. Where the API cannot be deployed the
 * stages keep what they serve, and say why (spec control-plane.md 4.6).
 */
export async function deployTo(plane: ControlPlane, draft: ApiDraft, stages: readonly StageDocument[]): Promise<void> {
  if (stages.length === 0) return
  const problem = deploymentProblem(draft)
  const LastUpdatedDate = timestamp(plane)
  if (problem !== undefined) {
    const LastDeploymentStatusMessage = `Deployment attempt failed: ${problem}`
    for (const stage of stages) {
      draft.put('stages', stage.StageName, { ...stage, LastDeploymentStatusMessage, LastUpdatedDate })
    }
    return
  }
  const { DeploymentId } = await putDeployment(plane, draft, { AutoDeployed: true, Description: DESCRIPTION })
  const LastDeploymentStatusMessage = `Successfully deployed stage with deployment ID '${DeploymentId}'`
  for (const stage of stages) {
    draft.put('stages', stage.StageName, { ...stage, DeploymentId, LastDeploymentStatusMessage, LastUpdatedDate })
  }
}
