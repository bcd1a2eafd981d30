import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { stringify } from 'yaml'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDefinition, ApiSnapshot } from '../../store/api-snapshot.ts'
import type { ControlPlane } from '../control-plane.ts'
import { readApi, readResource } from '../lookup.ts'
import { writeDocument } from './write-document.ts'

type Given = Pick<sdk.ExportApiRequest, 'IncludeExtensions' | 'StageName'> & {
  readonly ApiId: string
  readonly OutputType: string
}

/** ExportApi: an HTTP API as a stage serves it, or as it stands, as an OpenAPI 3.0 document (spec http-api.md 10). */
export async function exportApi(plane: ControlPlane, given: Given): Promise<Uint8Array> {
  const snapshot = await readApi(plane, given.ApiId)
  if (snapshot.api.ProtocolType !== 'HTTP') throw badRequest('Export is only supported for HTTP APIs')
  const document = writeDocument(await definitionOf(plane, snapshot, given.StageName), {
    endpoint: plane.endpointOf(given.ApiId, 'HTTP'),
    // Tags and the id are no part of what is deployed.
    tags: snapshot.api.Tags ?? {},
    stage: given.StageName,
    withExtensions: given.IncludeExtensions ?? true,
  })
  return Buffer.from(given.OutputType === 'YAML' ? yamlOf(document) : `${JSON.stringify(document, undefined, 2)}\n`)
}

async function definitionOf(
  plane: ControlPlane,
  snapshot: ApiSnapshot,
  stageName: string | undefined,
): Promise<ApiDefinition> {
  if (stageName === undefined) return snapshot
  const { DeploymentId } = readResource(snapshot, 'stages', stageName)
  if (DeploymentId === undefined) throw badRequest(`Unable to export API: the stage ${stageName} has no deployment`)
  return plane.apis.frozen(readResource(snapshot, 'deployments', DeploymentId))
}

/** Quoted so that readers of YAML 1.1, which are many, find the same texts; no text is folded, and nothing shared. */
function yamlOf(document: object): string {
  return `---\n${stringify(document, { schema: 'yaml-1.1', aliasDuplicateObjects: false, lineWidth: 0 })}`
}
