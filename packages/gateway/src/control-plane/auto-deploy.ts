import type { ApiDraft } from '../store/api-draft.ts'
import type { Frozen, StageDocument } from '../store/documents.ts'
import { type ControlPlane, timestamp } from './control-plane.ts'
import { deploymentProblem, putDeployment } from './deployment-maker.ts'

/** Automatic deployments that are kept beside those that stages point to. AWS's number is not known (docs/differences.md). */
const MOST_AUTOMATIC = 100

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
  forgetOldest(draft)
}

/** Every change makes a deployment: without a bound, an API that changes for years would hold them all. */
function forgetOldest(draft: ApiDraft): void {
  const served = new Set([...draft.all('stages').values()].map((stage) => stage.DeploymentId))
  const idle = [...draft.all('deployments').values()].filter(
    ({ AutoDeployed, DeploymentId }) => AutoDeployed === true && !served.has(DeploymentId),
  )
  if (idle.length <= MOST_AUTOMATIC) return
  // Equal seconds stay in the order in which they were made.
  idle.sort((a, b) => (a.CreatedDate ?? '').localeCompare(b.CreatedDate ?? ''))
  for (const { DeploymentId } of idle.slice(0, idle.length - MOST_AUTOMATIC)) draft.remove('deployments', DeploymentId)
}

async function deploy(plane: ControlPlane, draft: ApiDraft, Frozen: Frozen): Promise<Partial<StageDocument>> {
  const problem = await deploymentProblem(await plane.apis.frozen({ Frozen }))
  if (problem !== undefined) return { LastDeploymentStatusMessage: `Deployment attempt failed: ${problem}` }
  const { DeploymentId } = putDeployment(plane, draft, { AutoDeployed: true, Description: DESCRIPTION, Frozen })
  return {
    DeploymentId,
    LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${DeploymentId}'`,
  }
}
