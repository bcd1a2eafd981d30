import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiMappingDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'

/** Throws where an API is mapped to a custom domain name [live]. */
export async function rejectMappedApi(plane: ControlPlane, apiId: string): Promise<void> {
  if (!(await isMapped(plane, (mapping) => mapping.ApiId === apiId))) return
  throw badRequest(
    `Deleting API ${apiId} failed. Please remove all API mappings for the API from your custom domain names.`,
  )
}

/** The same of a stage. The text is after that of REST APIs: AWS's own is not recorded. */
export async function rejectMappedStage(plane: ControlPlane, apiId: string, stage: string): Promise<void> {
  if (!(await isMapped(plane, (mapping) => mapping.ApiId === apiId && mapping.Stage === stage))) return
  throw badRequest(
    `Deleting stage ${stage} failed. Please remove all API mappings related to the stage from your custom domain names.`,
  )
}

async function isMapped(plane: ControlPlane, isMeant: (mapping: ApiMappingDocument) => boolean): Promise<boolean> {
  const domains = await plane.domainNames.list()
  return domains.some((domain) => domain.ApiMappings.some(isMeant))
}
