import { createHash, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { objectHash } from './object-hash.ts'
import { checkRefName } from './ref-name.ts'
import { RefWatchers } from './ref-watchers.ts'
import type { RefRow, Statements } from './sqlite-statements.ts'
import { prepareStatements } from './sqlite-statements.ts'
import type { Hash, Ref, RefChange, Revision, Store } from './store.ts'
import { ObjectMissing, RefConflict, StoreClosed, StoreDamaged, StoreUnusable } from './store.ts'

/** Objects wait in memory for the move of the ref that reaches them; past either bound they are written at once. */
const MOST_WAITING = 1000
const MOST_WAITING_BYTES = 4 * 1024 * 1024

/** Refs that a listing reads at a time. */
const PAGE = 128

/** A store in a SQLite database. Each move of a ref is one transaction, and one sync of the disk. */
export class SqliteStore implements Store {
  readonly #database: DatabaseSync
  readonly #release: () => void
  readonly #statements: Statements
  readonly #watchers = new RefWatchers()
  readonly #waiting = new Map<Hash, Uint8Array>()
  #waitingBytes = 0
  /** Marks the database as this process's own; whoever opens it next puts another mark over it. */
  readonly #owner: string = randomUUID()
  /** Counts the commits: a listing reads again after each. */
  #commits = 0
  #isOpen = true

  /** `database` as openDatabase answers it; `release` is called once it is closed. */
  constructor(database: DatabaseSync, release: () => void) {
    this.#database = database
    this.#release = release
    this.#statements = prepareStatements(database)
    this.#statements.own(this.#owner)
  }

  async readObject(hash: Hash): Promise<Uint8Array> {
    this.#checkOpen()
    const waiting = this.#waiting.get(hash)
    if (waiting !== undefined) return new Uint8Array(waiting)
    const bytes = this.#statements.readObject(hash)
    if (bytes === undefined) throw new ObjectMissing(hash)
    if (objectHash(bytes) !== hash) throw new StoreDamaged(`the bytes of object ${hash} have changed`)
    return bytes
  }

  async writeObject(bytes: Uint8Array): Promise<Hash> {
    this.#checkOpen()
    const hash = objectHash(bytes)
    if (this.#waiting.has(hash)) return hash
    this.#waiting.set(hash, new Uint8Array(bytes))
    this.#waitingBytes += bytes.length
    try {
      const isMany = this.#waiting.size >= MOST_WAITING || this.#waitingBytes >= MOST_WAITING_BYTES
      if (isMany) this.#commit(() => undefined)
    } catch (error) {
      // The others wait for another try; this one's writer knows that it failed. So the bounds hold on a full disk.
      this.#waiting.delete(hash)
      this.#waitingBytes -= bytes.length
      throw error
    }
    return hash
  }

  async readRef(name: string): Promise<Ref | undefined> {
    this.#checkOpen()
    const row = this.#statements.readRef(name)
    return row && checkedRef(row)
  }

  async *listRefs(prefix: string): AsyncIterable<Ref> {
    let page: RefRow[] = []
    let index = 0
    let last: string | undefined
    for (let commits: number | undefined; ; ) {
      this.#checkOpen()
      if (commits !== this.#commits || index === page.length) {
        commits = this.#commits
        page = last === undefined ? this.#statements.refsFrom(prefix, PAGE) : this.#statements.refsAfter(last, PAGE)
        index = 0
      }
      const row = page[index++]
      // In the order of their bytes, the names with a prefix stand together and start at the prefix: no upper bound.
      if (row?.name.startsWith(prefix) !== true) return
      last = row.name
      yield checkedRef(row)
    }
  }

  async moveRef(name: string, expected: Revision | undefined, next: Uint8Array | undefined): Promise<Revision> {
    this.#checkOpen()
    checkRefName(name)
    const bytes = next && new Uint8Array(next)
    const revision = this.#commit(() => {
      if (this.#statements.readRef(name)?.revision !== expected) throw new RefConflict(name)
      const revision = this.#statements.nextRevision(this.#owner)
      if (revision === undefined) throw new StoreUnusable('another process has taken over the data directory: stop one')
      if (bytes === undefined) this.#statements.removeRef(name)
      else this.#statements.writeRef({ name, revision, bytes, checksum: refChecksum(name, revision, bytes) })
      return revision
    })
    this.#watchers.tell({ name, revision, bytes })
    return revision
  }

  watchRefs(prefix: string, listener: (change: RefChange) => void): () => void {
    this.#checkOpen()
    return this.#watchers.add(prefix, listener)
  }

  async removeObjectsExcept(reachable: ReadonlySet<Hash>): Promise<number> {
    this.#checkOpen()
    return this.#commit(() => this.#statements.removeObjectsExcept(reachable))
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#watchers.clear()
    this.#waiting.clear()
    try {
      this.#database.close()
    } finally {
      this.#release()
    }
  }

  /** Writes the waiting objects and runs `work` in one transaction: durable when it returns, undone where it throws. */
  #commit<T>(work: () => T): T {
    this.#statements.begin()
    try {
      for (const [hash, bytes] of this.#waiting) this.#statements.writeObject(hash, bytes)
      const result = work()
      this.#statements.commit()
      this.#commits++
      this.#waiting.clear()
      this.#waitingBytes = 0
      return result
    } catch (error) {
      // SQLite itself has rolled back after some errors, such as that of a full disk.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #checkOpen(): void {
    if (!this.#isOpen) throw new StoreClosed()
  }
}

/** SQLite has no checksums of its own, and a ref is not named by its hash as an object is. */
function refChecksum(name: string, revision: Revision, bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(`${name}\0${revision}\0`).update(bytes).digest()
}

function checkedRef({ name, revision, bytes, checksum }: RefRow): Ref {
  if (!refChecksum(name, revision, bytes).every((byte, index) => byte === checksum[index])) {
    throw new StoreDamaged(`the bytes of ref ${name} have changed`)
  }
  return { name, revision, bytes }
}
