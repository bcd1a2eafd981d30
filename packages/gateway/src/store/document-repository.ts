import { retryOnConflict } from './retry-on-conflict.ts'
import type { Store } from './store.ts'
import { decodeJson, encodeJson } from './tree.ts'
import { WriteQueue } from './write-queue.ts'

/** Small stand-alone resources, each a ref that holds its document: VPC links, and others to come. */
export class DocumentRepository<Document> {
  readonly #store: Store
  readonly #prefix: string
  readonly #queue = new WriteQueue()

  /** `prefix` ends with `/`, such as `vpclinks/eu-west-1/`. */
  constructor(store: Store, prefix: string) {
    this.#store = store
    this.#prefix = prefix
  }

  async get(id: string): Promise<Document | undefined> {
    const ref = await this.#store.readRef(this.#prefix + id)
    return ref === undefined ? undefined : decodeJson<Document>(ref.bytes)
  }

  /** All documents, ordered by id. */
  async list(): Promise<Document[]> {
    const documents: Document[] = []
    for await (const ref of this.#store.listRefs(this.#prefix)) documents.push(decodeJson<Document>(ref.bytes))
    return documents
  }

  /** Throws RefConflict where the id is taken. */
  async create(id: string, document: Document): Promise<void> {
    await this.#store.moveRef(this.#prefix + id, undefined, encodeJson(document))
  }

  /**
   * Replaces a document by what `change` makes of it, and answers that; undefined removes it. `change` may be run again
   * where another writer was first. `missing` makes the error for an unknown id.
   */
  change(
    id: string,
    change: (document: Document) => Document | undefined,
    missing: () => Error,
  ): Promise<Document | undefined> {
    return this.#queue.run(id, () =>
      retryOnConflict(async () => {
        const ref = await this.#store.readRef(this.#prefix + id)
        if (ref === undefined) throw missing()
        const next = change(decodeJson<Document>(ref.bytes))
        await this.#store.moveRef(this.#prefix + id, ref.revision, next === undefined ? undefined : encodeJson(next))
        return next
      }),
    )
  }
}
