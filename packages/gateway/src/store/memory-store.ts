import { createHash } from 'node:crypto'
import { RefWatchers } from './ref-watchers.ts'
import type { Hash, Ref, RefChange, Revision, Store } from './store.ts'
import { ObjectMissing, RefConflict } from './store.ts'

/** A store that lives and dies with the process: tests, and `--ephemeral`. */
export class MemoryStore implements Store {
  readonly #objects = new Map<Hash, Uint8Array>()
  readonly #refs = new Map<string, Ref>()
  readonly #watchers = new RefWatchers()
  #lastRevision: Revision = 0

  async readObject(hash: Hash): Promise<Uint8Array> {
    const bytes = this.#objects.get(hash)
    if (bytes === undefined) throw new ObjectMissing(hash)
    return bytes
  }

  async writeObject(bytes: Uint8Array): Promise<Hash> {
    const hash = createHash('sha256').update(bytes).digest('hex')
    if (!this.#objects.has(hash)) this.#objects.set(hash, bytes.slice())
    return hash
  }

  async readRef(name: string): Promise<Ref | undefined> {
    return this.#refs.get(name)
  }

  async *listRefs(prefix: string): AsyncIterable<Ref> {
    const names = [...this.#refs.keys()].filter((name) => name.startsWith(prefix)).sort()
    for (const name of names) {
      const ref = this.#refs.get(name)
      if (ref !== undefined) yield ref
    }
  }

  async moveRef(name: string, expected: Revision | undefined, next: Uint8Array | undefined): Promise<Revision> {
    if (this.#refs.get(name)?.revision !== expected) throw new RefConflict(name)
    const revision = ++this.#lastRevision
    const bytes = next?.slice()
    if (bytes === undefined) this.#refs.delete(name)
    else this.#refs.set(name, { name, revision, bytes })
    this.#watchers.tell({ name, revision, bytes })
    return revision
  }

  watchRefs(prefix: string, listener: (change: RefChange) => void): () => void {
    return this.#watchers.add(prefix, listener)
  }

  async removeObjectsExcept(reachable: ReadonlySet<Hash>): Promise<number> {
    const gone = [...this.#objects.keys()].filter((hash) => !reachable.has(hash))
    for (const hash of gone) this.#objects.delete(hash)
    return gone.length
  }

  async close(): Promise<void> {
    this.#watchers.clear()
  }
}
