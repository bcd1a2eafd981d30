import type { ApiDocument, DefinitionKinds, Frozen, Kinds, PublicationKinds } from './documents.ts'
import { definitionKinds, publicationKinds } from './documents.ts'
import type { Hash, Revision, Store } from './store.ts'
import { decodeJson, readTree } from './tree.ts'

/** Of each kind, id → document, in no particular order. */
export type Maps<K> = { readonly [Kind in keyof K]: ReadonlyMap<string, K[Kind]> }

/** What a deployment freezes, in memory. Documents are shared and never changed. */
export interface ApiDefinition extends Maps<DefinitionKinds> {
  readonly api: ApiDocument
}

/** All of an API at one revision, in memory. */
export interface ApiSnapshot extends ApiDefinition, Maps<PublicationKinds> {
  readonly revision: Revision
  readonly roots: { readonly definition: Hash; readonly publication: Hash }
}

/** What the ref `apis/{region}/{apiId}` holds. The API's own document is in it, so that a list is one scan. */
export interface ApiRef {
  readonly api: ApiDocument
  readonly definition: Hash
  readonly publication: Hash
}

export async function readSnapshot(store: Store, ref: ApiRef, revision: Revision): Promise<ApiSnapshot> {
  const definition = await readKinds(store, ref.definition, definitionKinds)
  const publication = await readKinds(store, ref.publication, publicationKinds)
  const roots = { definition: ref.definition, publication: ref.publication }
  return { api: ref.api, revision, roots, ...definition, ...publication }
}

export async function readDefinition(store: Store, frozen: Frozen): Promise<ApiDefinition> {
  const api = decodeJson<ApiDocument>(await store.readObject(frozen.api))
  return { api, ...(await readKinds(store, frozen.definition, definitionKinds)) }
}

export function emptyMaps<Kind extends keyof Kinds>(kinds: readonly Kind[]): Maps<Pick<Kinds, Kind>> {
  return mutableMaps(kinds)
}

function mutableMaps<Kind extends keyof Kinds>(kinds: readonly Kind[]): { [K in Kind]: Map<string, Kinds[K]> } {
  return Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as unknown as ReturnType<typeof mutableMaps<Kind>>
}

async function readKinds<Kind extends keyof Kinds>(
  store: Store,
  root: Hash,
  kinds: readonly Kind[],
): Promise<Maps<Pick<Kinds, Kind>>> {
  const maps = mutableMaps(kinds)
  const entries = await readTree(store, root)
  await Promise.all(
    entries.map(async ([path, hash]) => {
      const slash = path.indexOf('/')
      maps[path.slice(0, slash) as Kind].set(path.slice(slash + 1), decodeJson(await store.readObject(hash)))
    }),
  )
  return maps
}
