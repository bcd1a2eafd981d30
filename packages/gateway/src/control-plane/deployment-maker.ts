import { badRequest } from '../aws-protocol/service-error.ts'
import type { ApiDraft } from '../store/api-draft.ts'
import type { DeploymentDocument, StageDocument } from '../store/documents.ts'
import { type ControlPlane, timestamp } from './control-plane.ts'
import { draftId } from './ids.ts'
import { compact } from './patch.ts'

/** Why an API, as a draft has it, cannot be deployed; undefined where it can. AWS's texts, as recorded. */
export function deploymentProblem(draft: ApiDraft): string | undefined {
  if (draft.all('routes').size > 0) return undefined
  return draft.api.ProtocolType === 'HTTP'
    ? 'Unable to deploy API because no routes exist in this API'
    : 'At least one route is required before deploying the Api'
}

/** Puts a new deployment into a draft. */
export function putDeployment(
  plane: ControlPlane,
  draft: ApiDraft,
  about: Pick<DeploymentDocument, 'AutoDeployed' | 'Description' | 'Frozen'>,
): DeploymentDocument {
  const deployment = compact<DeploymentDocument>({
    ...about,
    CreatedDate: timestamp(plane),
    DeploymentId: draftId(draft, 'deployments'),
    DeploymentStatus: 'DEPLOYED',
  })
  draft.put('deployments', deployment.DeploymentId, deployment)
  return deployment
}

/** Throws where a stage is given a deployment although it deploys by itself. */
export function rejectAutoDeploy(stage: StageDocument): void {
  if (stage.AutoDeploy !== true) return
  throw badRequest('Deployment ID cannot be set on this stage because AutoDeploy is enabled')
}
