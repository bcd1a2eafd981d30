import { DocumentRepository } from './document-repository.ts'
import { followRefs } from './follow-refs.ts'
import type { Store } from './store.ts'
import { decodeJson } from './tree.ts'

/**
 * The documents under a prefix, kept in memory as they are stored: reads are free and need no wait. A change is seen
 * before its writer is answered, whoever made it.
 */
export class DocumentTable<Document> {
  readonly #repository: DocumentRepository<Document>
  readonly #documents = new Map<string, Document>()
  #unwatch: () => void = () => undefined

  private constructor(store: Store, prefix: string) {
    this.#repository = new DocumentRepository(store, prefix)
  }

  /** `prefix` ends with `/`, such as `roles/`. */
  static async open<Document>(store: Store, prefix: string): Promise<DocumentTable<Document>> {
    const table = new DocumentTable<Document>(store, prefix)
    table.#unwatch = await followRefs(store, prefix, (id, bytes) => table.#keep(id, bytes))
    return table
  }

  get(id: string): Document | undefined {
    return this.#documents.get(id)
  }

  /** In no particular order. */
  values(): Iterable<Document> {
    return this.#documents.values()
  }

  get size(): number {
    return this.#documents.size
  }

  /** As DocumentRepository.create. */
  create(id: string, document: Document): Promise<void> {
    return this.#repository.create(id, document)
  }

  /** As DocumentRepository.change. */
  change(
    id: string,
    change: (document: Document) => Document | undefined,
    missing: () => Error,
  ): Promise<Document | undefined> {
    return this.#repository.change(id, change, missing)
  }

  close(): void {
    this.#unwatch()
  }

  #keep(id: string, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.#documents.delete(id)
    else this.#documents.set(id, decodeJson<Document>(bytes))
  }
}
