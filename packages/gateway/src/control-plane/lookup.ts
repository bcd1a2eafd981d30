import { notFound, type ServiceError } from '../aws-protocol/service-error.ts'
import type { ApiDraft } from '../store/api-draft.ts'
import type { ApiSnapshot } from '../store/api-snapshot.ts'
import type { Kinds } from '../store/documents.ts'
import { childKey } from './child-key.ts'
import type { ControlPlane } from './control-plane.ts'

/** What each kind is called in AWS's not-found texts (spec control-plane.md 3.5). */
const nouns: { readonly [Kind in keyof Kinds]: string } = {
  authorizers: 'Authorizer',
  deployments: 'Deployment',
  integrationresponses: 'IntegrationResponse',
  integrations: 'Integration',
  models: 'Model',
  routeresponses: 'RouteResponse',
  routes: 'Route',
  stages: 'stage',
}

export function missingApi(apiId: string): ServiceError {
  return notFound(`Invalid API identifier specified ${apiId}`)
}

export function missingDomainName(): ServiceError {
  return notFound('The domain name resource specified in the request was not found.')
}

export function missingVpcLink(id: string): ServiceError {
  return notFound(`Invalid VpcLink identifier specified ${id}`)
}

function missing(kind: keyof Kinds, id: string): ServiceError {
  // The text for stages names no id.
  return notFound(`Invalid ${nouns[kind]} identifier specified${kind === 'stages' ? '' : ` ${id}`}`)
}

/** An API as it stands, for reading. */
export async function readApi(plane: ControlPlane, apiId: string): Promise<ApiSnapshot> {
  const snapshot = await plane.apis.get(apiId)
  if (snapshot === undefined) throw missingApi(apiId)
  return snapshot
}

/** A resource of a snapshot. `parentId` is that of the integration or route whose child it is. */
export function readResource<Kind extends keyof Kinds>(
  snapshot: ApiSnapshot,
  kind: Kind,
  id: string,
  parentId?: string,
): Kinds[Kind] {
  const map = (snapshot as { readonly [K in keyof Kinds]: ReadonlyMap<string, Kinds[K]> })[kind]
  const document = map.get(childKey(id, parentId))
  if (document === undefined) throw missing(kind, id)
  return document
}

/** The same, of a draft. */
export function draftResource<Kind extends keyof Kinds>(
  draft: ApiDraft,
  kind: Kind,
  id: string,
  parentId?: string,
): Kinds[Kind] {
  const document = draft.get(kind, childKey(id, parentId))
  if (document === undefined) throw missing(kind, id)
  return document
}
