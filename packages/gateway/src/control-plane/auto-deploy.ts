import type { ApiDraft } from '../store/api-draft.ts'
import type { Frozen, StageDocument } from '../store/documents.ts'
import { type ControlPlane, timestamp } from './control-plane.ts'
import { deploymentProblem, putDeployment } from './deployment-maker.ts'

const DESCRIPTION = 'Automatic deployment triggered by changes to the Api configuration'

/**
 * Deploys a draft, as it was frozen, to stages with auto-deploy: one deployment for all of them. Where the API cannot
 * be deployed the stages keep what they serve, and say why (spec control-plane.md 4.6).
 */
export async function deployTo(
  plane: ControlPlane,
  draft: ApiDraft,
  stages: readonly StageDocument[],
  frozen: Frozen,
): Promise<void> {
  const outcome = await deploy(plane, draft, frozen)
  const LastUpdatedDate = timestamp(plane)
  for (const stage of stages) draft.put('stages', stage.StageName, { ...stage, ...outcome, LastUpdatedDate })
}

async function deploy(plane: ControlPlane, draft: ApiDraft, Frozen: Frozen): Promise<Partial<StageDocument>> {
  const problem = deploymentProblem(await plane.apis.frozen({ Frozen }))
  if (problem !== undefined) return { LastDeploymentStatusMessage: `Deployment attempt failed: ${problem}` }
  const { DeploymentId } = putDeployment(plane, draft, { AutoDeployed: true, Description: DESCRIPTION, Frozen })
  return {
    DeploymentId,
    LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${DeploymentId}'`,
  }
}
