import { objectHash } from './object-hash.ts'
import { checkRefName, compareRefNames } from './ref-name.ts'
import { RefWatchers } from './ref-watchers.ts'
import type { Hash, Ref, RefChange, Revision, Store } from './store.ts'
import { ObjectMissing, RefConflict, StoreClosed } from './store.ts'

/** A store that lives and dies with the process: tests, and `--ephemeral`. */
export class MemoryStore implements Store {
  readonly #objects = new Map<Hash, Uint8Array>()
  readonly #refs = new Map<string, Ref>()
  readonly #watchers = new RefWatchers()
  #lastRevision: Revision = 0
  #isOpen = true

  async readObject(hash: Hash): Promise<Uint8Array> {
    this.#checkOpen()
    const bytes = this.#objects.get(hash)
    if (bytes === undefined) throw new ObjectMissing(hash)
    return copyOf(bytes)
  }

  async writeObject(bytes: Uint8Array): Promise<Hash> {
    this.#checkOpen()
    const hash = objectHash(bytes)
    if (!this.#objects.has(hash)) this.#objects.set(hash, copyOf(bytes))
    return hash
  }

  async readRef(name: string): Promise<Ref | undefined> {
    this.#checkOpen()
    const ref = this.#refs.get(name)
    return ref && { ...ref, bytes: copyOf(ref.bytes) }
  }

  async *listRefs(prefix: string): AsyncIterable<Ref> {
    let names: string[] = []
    let index = 0
    let last: string | undefined
    for (let known: Revision | undefined; ; ) {
      this.#checkOpen()
      if (known !== this.#lastRevision) {
        known = this.#lastRevision
        names = this.#namesAfter(last, prefix)
        index = 0
      }
      last = names[index++]
      const ref = last === undefined ? undefined : this.#refs.get(last)
      if (ref === undefined) return
      yield { ...ref, bytes: copyOf(ref.bytes) }
    }
  }

  async moveRef(name: string, expected: Revision | undefined, next: Uint8Array | undefined): Promise<Revision> {
    this.#checkOpen()
    checkRefName(name)
    if (this.#refs.get(name)?.revision !== expected) throw new RefConflict(name)
    const revision = ++this.#lastRevision
    if (next === undefined) this.#refs.delete(name)
    else this.#refs.set(name, { name, revision, bytes: copyOf(next) })
    this.#watchers.tell({ name, revision, bytes: next && copyOf(next) })
    return revision
  }

  watchRefs(prefix: string, listener: (change: RefChange) => void): () => void {
    this.#checkOpen()
    return this.#watchers.add(prefix, listener)
  }

  async removeObjectsExcept(reachable: ReadonlySet<Hash>): Promise<number> {
    this.#checkOpen()
    const gone = [...this.#objects.keys()].filter((hash) => !reachable.has(hash))
    for (const hash of gone) this.#objects.delete(hash)
    return gone.length
  }

  async close(): Promise<void> {
    this.#isOpen = false
    this.#watchers.clear()
    this.#objects.clear()
    this.#refs.clear()
  }

  #namesAfter(last: string | undefined, prefix: string): string[] {
    return [...this.#refs.keys()]
      .filter((name) => name.startsWith(prefix) && (last === undefined || compareRefNames(name, last) > 0))
      .sort(compareRefNames)
  }

  #checkOpen(): void {
    if (!this.#isOpen) throw new StoreClosed()
  }
}

/** Not `bytes.slice()`: that of a Buffer shares its memory. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}
