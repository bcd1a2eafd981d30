import { badRequest } from '../aws-protocol/service-error.ts'
import { checkDefinition } from '../program/compile-definition.ts'
import type { ApiDraft } from '../store/api-draft.ts'
import type { ApiDefinition } from '../store/api-snapshot.ts'
import type { DeploymentDocument, StageDocument } from '../store/documents.ts'
import { type ControlPlane, timestamp } from './control-plane.ts'
import { draftId } from './ids.ts'
import { compact } from './patch.ts'

/**
 * Why a definition cannot be deployed; undefined where it can. AWS's texts, as recorded, for an API without routes; then
 * what the data plane would say when it came to serve it.
 */
export async function deploymentProblem(definition: ApiDefinition): Promise<string | undefined> {
  if (definition.routes.size > 0) return checkDefinition(definition)
  return definition.api.ProtocolType === 'HTTP'
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
