import type { ApiRef } from './api-snapshot.ts'
import type { DeploymentDocument } from './documents.ts'
import type { FunctionDocument } from './function-document.ts'
import type { Hash, Store } from './store.ts'
import { ObjectMissing, StoreDamaged } from './store.ts'
import { decodeJson, unseenEntries } from './tree.ts'

/**
 * The names of all objects that refs reach, each of them read and so checked by the store. One walk serves both the
 * check of a store that opens and the mark phase of its garbage collection. What trees share is read once, so fifty
 * deployments of an API cost little more than the API. Throws StoreDamaged where an object is missing or has changed.
 */
export async function reachableObjects(store: Store): Promise<Set<Hash>> {
  const walk = new Walk(store)
  for await (const ref of store.listRefs('')) {
    try {
      if (ref.name.startsWith('apis/')) await walk.api(decodeJson<ApiRef>(ref.bytes))
      // Refs of other prefixes hold their documents themselves (document-repository.ts).
      else if (ref.name.startsWith('functions/')) await walk.function(decodeJson<FunctionDocument>(ref.bytes))
    } catch (error) {
      if (!(error instanceof ObjectMissing)) throw error
      throw new StoreDamaged(`ref ${ref.name} needs an object that is missing: ${error.hash}`)
    }
  }
  return walk.reached()
}

class Walk {
  readonly #store: Store
  /** Roots and buckets, with all that they name. */
  readonly #opened = new Set<Hash>()
  readonly #documents = new Set<Hash>()

  constructor(store: Store) {
    this.#store = store
  }

  reached(): Set<Hash> {
    return this.#opened.union(this.#documents)
  }

  async api(ref: ApiRef): Promise<void> {
    await this.#tree(ref.definition)
    for (const [path, hash] of await this.#tree(ref.publication)) {
      if (!path.startsWith('deployments/')) continue
      const { Frozen } = decodeJson<DeploymentDocument>(await this.#store.readObject(hash))
      await this.#document(Frozen.api)
      await this.#tree(Frozen.definition)
    }
  }

  async function({ Latest, Versions }: FunctionDocument): Promise<void> {
    for (const { Code } of [Latest, ...Versions]) await this.#document(Code.Hash)
  }

  /** Reaches a tree and its entries; answers those entries that were not reached through another tree before. */
  async #tree(root: Hash): Promise<[path: string, hash: Hash][]> {
    const entries = await unseenEntries(this.#store, root, this.#opened)
    for (const [, hash] of entries) await this.#document(hash)
    return entries
  }

  async #document(hash: Hash): Promise<void> {
    if (this.#documents.has(hash)) return
    await this.#store.readObject(hash)
    this.#documents.add(hash)
  }
}
