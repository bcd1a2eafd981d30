import type { ApiSnapshot } from './api-snapshot.ts'
import type { ApiDocument, Kinds } from './documents.ts'

/** Changes to one API, collected by a handler and committed as one ref move. Reads see the changes made so far. */
export class ApiDraft {
  readonly base: ApiSnapshot
  #api: ApiDocument
  readonly #changes: { [Kind in keyof Kinds]?: Map<string, Kinds[Kind] | undefined> } = {}

  constructor(base: ApiSnapshot) {
    this.base = base
    this.#api = base.api
  }

  get api(): ApiDocument {
    return this.#api
  }

  set api(document: ApiDocument) {
    this.#api = document
  }

  get<Kind extends keyof Kinds>(kind: Kind, id: string): Kinds[Kind] | undefined {
    const changes = this.#changes[kind]
    if (changes?.has(id) === true) return changes.get(id)
    return this.#baseOf(kind).get(id)
  }

  /** All of a kind as it would be after this draft, id → document. */
  all<Kind extends keyof Kinds>(kind: Kind): ReadonlyMap<string, Kinds[Kind]> {
    const base = this.#baseOf(kind)
    const changes = this.#changes[kind]
    if (changes === undefined) return base
    const next = new Map(base)
    for (const [id, document] of changes) {
      if (document === undefined) next.delete(id)
      else next.set(id, document)
    }
    return next
  }

  put<Kind extends keyof Kinds>(kind: Kind, id: string, document: Kinds[Kind]): void {
    this.#changesOf(kind).set(id, document)
  }

  remove(kind: keyof Kinds, id: string): void {
    this.#changesOf(kind).set(id, undefined)
  }

  /** What changed of a kind: id → new document, or undefined where it was removed. */
  changes<Kind extends keyof Kinds>(kind: Kind): ReadonlyMap<string, Kinds[Kind] | undefined> {
    return this.#changes[kind] ?? new Map<string, never>()
  }

  #baseOf<Kind extends keyof Kinds>(kind: Kind): ReadonlyMap<string, Kinds[Kind]> {
    return (this.base as { readonly [K in keyof Kinds]: ReadonlyMap<string, Kinds[K]> })[kind]
  }

  #changesOf<Kind extends keyof Kinds>(kind: Kind): Map<string, Kinds[Kind] | undefined> {
    const known: Map<string, Kinds[Kind] | undefined> | undefined = this.#changes[kind]
    if (known !== undefined) return known
    const fresh = new Map<string, Kinds[Kind] | undefined>()
    Object.assign(this.#changes, { [kind]: fresh })
    return fresh
  }
}
