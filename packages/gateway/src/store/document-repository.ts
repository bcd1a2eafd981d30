import type { Store } from './store.ts'
import { RefConflict } from './store.ts'
import { decodeJson, encodeJson } from './tree.ts'

const ATTEMPTS = 20

/** Small stand-alone resources, each a ref that holds its document: VPC links, and others to come. */
export class DocumentRepository<Document> {
  readonly #store: Store
  readonly #prefix: string

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

  /** Replaces a document by what `change` makes of it; undefined removes it. `missing` makes the error for an unknown id. */
  async change(
    id: string,
    change: (document: Document) => Document | undefined,
    missing: () => Error,
  ): Promise<Document | undefined> {
    for (let attempt = 1; ; attempt++) {
      const ref = await this.#store.readRef(this.#prefix + id)
      if (ref === undefined) throw missing()
      const next = change(decodeJson<Document>(ref.bytes))
      try {
        await this.#store.moveRef(this.#prefix + id, ref.revision, next === undefined ? undefined : encodeJson(next))
        return next
      } catch (error) {
        if (!(error instanceof RefConflict) || attempt >= ATTEMPTS) throw error
      }
    }
  }
}
