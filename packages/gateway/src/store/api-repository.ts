import { ApiDraft } from './api-draft.ts'
import type { ApiDefinition, ApiRef, ApiSnapshot } from './api-snapshot.ts'
import { emptyMaps, readSnapshot } from './api-snapshot.ts'
import type { ApiDocument, DeploymentDocument, Frozen, Kinds } from './documents.ts'
import { definitionKinds, publicationKinds } from './documents.ts'
import { FrozenDefinitions } from './frozen-definitions.ts'
import { retryOnConflict } from './retry-on-conflict.ts'
import type { Hash, RefChange, Store } from './store.ts'
import { decodeJson, encodeJson, writeTree } from './tree.ts'
import { WriteQueue } from './write-queue.ts'

/** An API's state on its way into the store: its ref's bytes, and all of it in memory. */
interface Moving {
  readonly bytes: Uint8Array
  readonly state: Omit<ApiSnapshot, 'revision'>
}

/** The APIs of one region: reads from memory, changes as one atomic ref move each. */
export class ApiRepository {
  readonly #store: Store
  readonly #prefix: string
  readonly #queue = new WriteQueue()
  readonly #snapshots = new Map<string, ApiSnapshot>()
  /** What this repository is about to move an API's ref to, by API. */
  readonly #moving = new Map<string, Moving>()
  /** The tree that was last written of a draft. */
  readonly #written = new WeakMap<ApiDraft, { kinds: readonly (keyof Kinds)[]; edits: number; root: Hash }>()
  readonly #frozen = new FrozenDefinitions()

  constructor(store: Store, region: string) {
    this.#store = store
    this.#prefix = `apis/${region}/`
    store.watchRefs(this.#prefix, (change) => this.#hear(change))
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
      const roots = { definition: empty, publication: empty }
      const draft = new ApiDraft({
        api,
        revision: 0,
        roots,
        ...emptyMaps(definitionKinds),
        ...emptyMaps(publicationKinds),
      })
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
    return this.#queue.run(apiId, () =>
      retryOnConflict(async () => {
        const base = await this.get(apiId)
        if (base === undefined) throw missing()
        const draft = new ApiDraft(base)
        const result = await change(draft)
        await this.#commit(draft, base.revision)
        return result
      }),
    )
  }

  /** Runs `work` on an API that nobody changes or removes meanwhile. */
  hold<T>(apiId: string, work: (snapshot: ApiSnapshot) => Promise<T>, missing: () => Error): Promise<T> {
    return this.#queue.run(apiId, async () => {
      const snapshot = await this.get(apiId)
      if (snapshot === undefined) throw missing()
      return work(snapshot)
    })
  }

  /** Removes an API with everything in it, unless `check` throws; it may be run again, as `change` may. */
  remove(apiId: string, check: (snapshot: ApiSnapshot) => void | Promise<void>, missing: () => Error): Promise<void> {
    return this.#queue.run(apiId, () =>
      retryOnConflict(async () => {
        const base = await this.get(apiId)
        if (base === undefined) throw missing()
        await check(base)
        await this.#store.moveRef(this.#prefix + apiId, base.revision, undefined)
      }),
    )
  }

  /** Freezes a draft's definition as it stands, for a deployment. Objects only: nothing refers to them yet. */
  async freeze(draft: ApiDraft): Promise<Frozen> {
    const maps = draft.maps(definitionKinds)
    const api = await this.#store.writeObject(encodeJson(draft.api))
    const frozen = { api, definition: await this.#writeKinds(draft, definitionKinds, draft.base.roots.definition) }
    this.#frozen.add(frozen, { api: draft.api, ...maps })
    return frozen
  }

  /** What a deployment froze. */
  frozen(deployment: Pick<DeploymentDocument, 'Frozen'>): Promise<ApiDefinition> {
    return this.#frozen.get(this.#store, deployment.Frozen)
  }

  /** Tells of each API that changed or went, before the one who changed it is answered. Returns the way to stop. */
  watch(listener: (apiId: string) => void): () => void {
    return this.#store.watchRefs(this.#prefix, (change) => listener(change.name.slice(this.#prefix.length)))
  }

  async #commit(draft: ApiDraft, expected: number | undefined): Promise<void> {
    const { api, base } = draft
    const definition = await this.#writeKinds(draft, definitionKinds, base.roots.definition)
    const publication = await this.#writeKinds(draft, publicationKinds, base.roots.publication)
    const isSame = api === base.api && definition === base.roots.definition && publication === base.roots.publication
    if (isSame && expected !== undefined) return
    const roots = { definition, publication }
    const state = { api, roots, ...draft.maps(definitionKinds), ...draft.maps(publicationKinds) }
    const bytes = encodeJson({ api, definition, publication } satisfies ApiRef)
    this.#moving.set(api.ApiId, { bytes, state })
    try {
      await this.#store.moveRef(this.#prefix + api.ApiId, expected, bytes)
    } finally {
      this.#moving.delete(api.ApiId)
    }
  }

  /**
   * Keeps what is in memory true to a move. The repository watches before anyone else can, so that the data plane,
   * which asks for the API as soon as it hears of a change, gets what is being committed, and not all of it from the
   * store once more: that would make a change cost as much as the API is large.
   */
  #hear({ name, revision, bytes }: RefChange): void {
    const apiId = name.slice(this.#prefix.length)
    const moving = this.#moving.get(apiId)
    // By the bytes, for they name all of the state: another writer's move may come first.
    const isOurs = bytes !== undefined && moving !== undefined && Buffer.compare(bytes, moving.bytes) === 0
    if (isOurs) this.#snapshots.set(apiId, { ...moving.state, revision })
    else this.#snapshots.delete(apiId)
    if (bytes === undefined) this.#frozen.forget(apiId)
  }

  /** Writes what a draft has of the definition or the publication, once: a draft that was frozen is committed next. */
  async #writeKinds(draft: ApiDraft, kinds: readonly (keyof Kinds)[], base: Hash): Promise<Hash> {
    const edits = draft.edits(kinds)
    const written = this.#written.get(draft)
    if (written?.kinds === kinds && written.edits === edits) return written.root
    const changes = new Map<string, Hash | undefined>()
    for (const kind of kinds) {
      for (const [id, document] of draft.changes(kind)) {
        const hash = document === undefined ? undefined : await this.#store.writeObject(encodeJson(document))
        changes.set(`${kind}/${id}`, hash)
      }
    }
    const root = changes.size === 0 ? base : await writeTree(this.#store, base, changes)
    this.#written.set(draft, { kinds, edits, root })
    return root
  }
}
