/**
 * The Store port: objects and refs, as Git has them (docs/architecture.md). Objects are immutable and named by the
 * SHA-256 of their bytes; refs are small, mutable, and move by compare-and-set.
 */

/** Lower-case hex SHA-256 of an object's bytes. */
export type Hash = string

/** Opaque to callers; a ref that is removed and made anew never repeats one. */
export type Revision = number

export interface Ref {
  readonly name: string
  readonly revision: Revision
  readonly bytes: Uint8Array
}

/** A ref moved; `bytes` is undefined where it was removed. */
export interface RefChange {
  readonly name: string
  readonly revision: Revision
  readonly bytes: Uint8Array | undefined
}

export interface Store {
  /** Throws ObjectMissing where no such object is stored, StoreDamaged where its bytes no longer match its name. */
  readObject(hash: Hash): Promise<Uint8Array>
  /** Durable at the latest when a ref that was moved after it is. Writing what is there already is harmless. */
  writeObject(bytes: Uint8Array): Promise<Hash>
  readRef(name: string): Promise<Ref | undefined>
  /**
   * Refs whose names start with `prefix`, in the order of their names' code points. No snapshot: each step yields the
   * next name that is there at that moment, as it is then, so a writer in between is neither missed nor seen twice.
   */
  listRefs(prefix: string): AsyncIterable<Ref>
  /**
   * Creates (`expected` undefined), replaces or removes (`next` undefined) a ref: durable when it resolves.
   * Throws RefConflict where the ref's revision is not `expected`, TypeError where the name is not well-formed Unicode.
   */
  moveRef(name: string, expected: Revision | undefined, next: Uint8Array | undefined): Promise<Revision>
  /**
   * Calls `listener` for each move of a ref with that prefix, in order, before the mover's promise resolves.
   * Returns a function that ends the watch. A listener must not throw; if one does, it is a process warning, for the
   * move is durable by then. (A callback and not an async iterable, as design.md first had it: the data
   * plane must learn of a change before its writer is answered, or a client could call what is not yet served.)
   */
  watchRefs(prefix: string, listener: (change: RefChange) => void): () => void
  /** Removes objects that no ref reaches; `reachable` names those that must stay. Answers how many went. */
  removeObjectsExcept(reachable: ReadonlySet<Hash>): Promise<number>
  /** Ends all watches; whatever is asked after it throws StoreClosed. Closing twice is harmless. */
  close(): Promise<void>
}

/** Someone else moved the ref first: read it again, and repeat the change. */
export class RefConflict extends Error {
  override readonly name = 'RefConflict'
  constructor(ref: string) {
    super(`ref ${ref} was moved by another writer`)
  }
}

export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing'
  readonly hash: Hash
  constructor(hash: Hash) {
    super(`object ${hash} is not in the store`)
    this.hash = hash
  }
}

export class StoreClosed extends Error {
  override readonly name = 'StoreClosed'
  constructor() {
    super('the store is closed')
  }
}

/** What is stored is not what was written. The message says what was found, in the middle of a line. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged'
}

/** The store cannot be opened. The message is one clear line that says what to do. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable'
}
