import type { ApiSnapshot, Maps } from './api-snapshot.ts'
import type { ApiDocument, Kinds } from './documents.ts'

type Changes = { [Kind in keyof Kinds]?: Map<string, Kinds[Kind] | undefined> }
type Merged = { [Kind in keyof Kinds]?: ReadonlyMap<string, Kinds[Kind]> }

/** Changes to one API, collected by a handler and committed as one ref move. Reads see the changes made so far. */
export class ApiDraft {
  readonly base: ApiSnapshot
  #api: ApiDocument
  readonly #changes: Changes = {}
  /** What `all` made, until the kind changes: it copies, and both handlers and the commit ask. */
  readonly #merged: Merged = {}
  readonly #edits = new Map<keyof Kinds, number>()

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

  /** All of a kind as this draft has it now, id → document, in no particular order. Later changes do not show in it. */
  all<Kind extends keyof Kinds>(kind: Kind): ReadonlyMap<string, Kinds[Kind]> {
    const base = this.#baseOf(kind)
    const changes = this.#changes[kind]
    if (changes === undefined) return base
    const known: ReadonlyMap<string, Kinds[Kind]> | undefined = this.#merged[kind]
    if (known !== undefined) return known
    const next = new Map(base)
    for (const [id, document] of changes) {
      if (document === undefined) next.delete(id)
      else next.set(id, document)
    }
    Object.assign(this.#merged, { [kind]: next })
    return next
  }

  maps<Kind extends keyof Kinds>(kinds: readonly Kind[]): Maps<Pick<Kinds, Kind>> {
    return Object.fromEntries(kinds.map((kind) => [kind, this.all(kind)])) as unknown as Maps<Pick<Kinds, Kind>>
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

  /** How many puts and removals there were of these kinds: while it stands, so does what was made of them. */
  edits(kinds: readonly (keyof Kinds)[]): number {
    return kinds.reduce((sum, kind) => sum + (this.#edits.get(kind) ?? 0), 0)
  }

  #baseOf<Kind extends keyof Kinds>(kind: Kind): ReadonlyMap<string, Kinds[Kind]> {
    return (this.base as { readonly [K in keyof Kinds]: ReadonlyMap<string, Kinds[K]> })[kind]
  }

  /** For a change that comes now. */
  #changesOf<Kind extends keyof Kinds>(kind: Kind): Map<string, Kinds[Kind] | undefined> {
    delete this.#merged[kind]
    this.#edits.set(kind, (this.#edits.get(kind) ?? 0) + 1)
    const known: Map<string, Kinds[Kind] | undefined> | undefined = this.#changes[kind]
    if (known !== undefined) return known
    const fresh = new Map<string, Kinds[Kind] | undefined>()
    Object.assign(this.#changes, { [kind]: fresh })
    return fresh
  }
}
