import { ApiDraft } from './api-draft.ts'
import type { ApiDefinition, ApiRef, ApiSnapshot } from './api-snapshot.ts'
import { readDefinition, readSnapshot } from './api-snapshot.ts'
import type { ApiDocument, DeploymentDocument, Frozen, Kinds } from './documents.ts'
import { definitionKinds, publicationKinds } from './documents.ts'
import type { Hash, Store } from './store.ts'
import { RefConflict } from './store.ts'
import { decodeJson, encodeJson, writeTree } from './tree.ts'
import { WriteQueue } from './write-queue.ts'

/** How often a change is repeated on what another process wrote meanwhile, before the conflict reaches the caller. */
const ATTEMPTS = 20

/** The APIs of one region: reads from memory, changes as one atomic ref move each. */
export class ApiRepository {
  readonly #store: Store
  readonly #prefix: string
  readonly #queue = new WriteQueue()
  readonly #snapshots = new Map<string, ApiSnapshot>()
  /** Definitions that deployments froze, by the hashes they froze; one per stage that does not deploy by itself. */
  readonly #frozen = new Map<string, WeakRef<ApiDefinition>>()

  constructor(store: Store, region: string) {
    this.#store = store
    this.#prefix = `apis/${region}/`
  }

  /** The API's present state, or undefined where there is none. */
  async get(apiId: string): Promise<ApiSnapshot | undefined> {
    const ref = await this.#store.readRef(this.#prefix + apiId)
    if (ref === undefined) {
      this.#snapshots.delete(apiId)
      return undefined
    }
    const known = this.#snapshots.get(apiId)
    if (known !== undefined && known.revision === ref.revision) return known
    const snapshot = await readSnapshot(this.#store, decodeJson<ApiRef>(ref.bytes), ref.revision)
    // A slow read must not put an older state over a newer one.
    if ((this.#snapshots.get(apiId)?.revision ?? 0) < snapshot.revision) this.#snapshots.set(apiId, snapshot)
    return snapshot
  }

  /** The documents of all APIs, ordered by id. */
  async list(): Promise<ApiDocument[]> {
    const documents: ApiDocument[] = []
    for await (const ref of this.#store.listRefs(this.#prefix)) documents.push(decodeJson<ApiRef>(ref.bytes).api)
    return documents
  }

  /** Makes an API, and whatever `fill` puts into it, in one move. */
  create<T>(api: ApiDocument, fill: (draft: ApiDraft) => T | Promise<T>): Promise<T> {
    return this.#queue.run(api.ApiId, async () => {
      const empty = await writeTree(this.#store, undefined, new Map())
      const nothing = Object.fromEntries([...definitionKinds, ...publicationKinds].map((kind) => [kind, new Map()]))
      const roots = { definition: empty, publication: empty }
      const draft = new ApiDraft({ api, revision: 0, roots, ...nothing } as unknown as ApiSnapshot)
      const result = await fill(draft)
      await this.#commit(draft, undefined)
      return result
    })
  }

  /**
   * Changes an API. `change` works on a draft, may be run again where another writer was first, and must not act on
   * the world. Throws what `change` throws, having written nothing. `missing` makes the error for an unknown API.
   */
  change<T>(apiId: string, change: (draft: ApiDraft) => T | Promise<T>, missing: () => Error): Promise<T> {
    return this.#queue.run(apiId, async () => {
      for (let attempt = 1; ; attempt++) {
        const base = await this.get(apiId)
        if (base === undefined) throw missing()
        const draft = new ApiDraft(base)
        const result = await change(draft)
        try {
          await this.#commit(draft, base.revision)
          return result
        } catch (error) {
          if (!(error instanceof RefConflict) || attempt >= ATTEMPTS) throw error
        }
      }
    })
  }

  /** Removes an API with everything in it, unless `check` throws. */
  remove(apiId: string, check: (snapshot: ApiSnapshot) => void | Promise<void>, missing: () => Error): Promise<void> {
    return this.#queue.run(apiId, async () => {
      const base = await this.get(apiId)
      if (base === undefined) throw missing()
      await check(base)
      await this.#store.moveRef(this.#prefix + apiId, base.revision, undefined)
      this.#snapshots.delete(apiId)
    })
  }

  /** Freezes a draft's definition as it stands, for a deployment. Objects only: nothing refers to them yet. */
  async freeze(draft: ApiDraft): Promise<Frozen> {
    const api = await this.#store.writeObject(encodeJson(draft.api))
    return { api, definition: await this.#writeKinds(draft, definitionKinds, draft.base.roots.definition) }
  }

  /** What a deployment froze. */
  async frozen(deployment: DeploymentDocument): Promise<ApiDefinition> {
    const key = `${deployment.Frozen.api} ${deployment.Frozen.definition}`
    const known = this.#frozen.get(key)?.deref()
    if (known !== undefined) return known
    const definition = await readDefinition(this.#store, deployment.Frozen)
    this.#frozen.set(key, new WeakRef(definition))
    for (const [other, reference] of this.#frozen) if (reference.deref() === undefined) this.#frozen.delete(other)
    return definition
  }

  /** Tells of each API that changed or went, before the one who changed it is answered. Returns the way to stop. */
  watch(listener: (apiId: string) => void): () => void {
    return this.#store.watchRefs(this.#prefix, (change) => listener(change.name.slice(this.#prefix.length)))
  }

  async #commit(draft: ApiDraft, expected: number | undefined): Promise<void> {
    const { base } = draft
    const definition = await this.#writeKinds(draft, definitionKinds, base.roots.definition)
    const publication = await this.#writeKinds(draft, publicationKinds, base.roots.publication)
    const ref: ApiRef = { api: draft.api, definition, publication }
    const kinds = Object.fromEntries([...definitionKinds, ...publicationKinds].map((kind) => [kind, draft.all(kind)]))
    const isSame = expected !== undefined && draft.api === base.api && definition === base.roots.definition
    if (isSame && publication === base.roots.publication) return
    const { ApiId } = draft.api
    const revision = await this.#store.moveRef(this.#prefix + ApiId, expected, encodeJson(ref))
    const roots = { definition, publication }
    this.#snapshots.set(ApiId, { api: draft.api, revision, roots, ...kinds } as unknown as ApiSnapshot)
  }

  async #writeKinds(draft: ApiDraft, kinds: readonly (keyof Kinds)[], base: Hash): Promise<Hash> {
    const changes = new Map<string, Hash | undefined>()
    for (const kind of kinds) {
      for (const [id, document] of draft.changes(kind)) {
        const hash = document === undefined ? undefined : await this.#store.writeObject(encodeJson(document))
        changes.set(`${kind}/${id}`, hash)
      }
    }
    return changes.size === 0 ? base : writeTree(this.#store, base, changes)
  }
}
