import type { ApiDraft } from '../store/api-draft.ts'
import type { DeploymentDocument } from '../store/documents.ts'
import { type ControlPlane, timestamp } from './control-plane.ts'
import { newId } from './ids.ts'
import { compact } from './patch.ts'

/** Why an API, as a draft has it, cannot be deployed; undefined where it can. AWS's texts, as recorded. */
export function deploymentProblem(draft: ApiDraft): string | undefined {
  if (draft.all('routes').size > 0) return undefined
  return draft.api.ProtocolType === 'HTTP'
    ? 'Unable to deploy API because no routes exist in this API'
    : 'At least one route is required before deploying the Api'
}

/** Freezes the API's definition as the draft has it, and puts the deployment that holds it into the draft. */
export async function putDeployment(
  plane: ControlPlane,
  draft: ApiDraft,
  about: Pick<DeploymentDocument, 'AutoDeployed' | 'Description'>,
): Promise<DeploymentDocument> {
  const DeploymentId = newId('deployment', (id) => draft.get('deployments', id) !== undefined)
  const deployment = compact<DeploymentDocument>({
    ...about,
    DeploymentId,
    CreatedDate: timestamp(plane),
    DeploymentStatus: 'DEPLOYED',
    Frozen: await plane.apis.freeze(draft),
  })
  draft.put('deployments', DeploymentId, deployment)
  return deployment
}
