import { createHash } from 'node:crypto'
import { access, mkdir, readdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from './remove-tree.ts'
import { unpackPackage } from './unpack-package.ts'

/** A package that was asked for, retained or both. */
interface Held {
  /** Running, done or not begun; a failure is forgotten, so that the next call tries again. */
  unpacked: Promise<Unpacked> | undefined
  /** Bytes on disk, once unpacked. */
  bytes: number
  retains: number
  forgotten: boolean
}

interface Unpacked {
  readonly directory: string
  readonly bytes: number
}

/** What unpacked packages that nobody retains may take on disk, beside the retained ones. */
const DEFAULT_BYTES = 1_073_741_824

/** What we make in the root: nothing else there is ours to remove. */
const OUR_NAMES = /^\.?[0-9a-f]{64}\.\d+(-\w{6})?$/

/**
 * Unpacked packages, each once, in a directory for this cache alone. What an earlier process left there is removed
 * first. A directory may be dropped when room is needed, unless it is retained: retain what processes run in.
 */
export class PackageCache {
  readonly #root: string
  readonly #maxBytes: number
  /** The least recently used first. */
  readonly #held = new Map<string, Held>()
  readonly #removals = new Set<Promise<void>>()
  #prepared: Promise<boolean> | undefined
  #serial = 0
  #closed = false

  constructor(root: string, maxBytes: number = DEFAULT_BYTES) {
    this.#root = root
    this.#maxBytes = maxBytes
  }

  /**
   * Where the package is unpacked, read-only. `readZip` is called if it is not. Calls at the same time share the work.
   * Rejects with PackageError, with what `readZip` rejects with, or with the file system's error.
   */
  async directoryOf(codeHash: string, readZip: () => Promise<Uint8Array>): Promise<string> {
    const held = this.#use(codeHash)
    const before = held.unpacked
    if (before !== undefined) {
      const { directory } = await before
      // Cleaners of temporary directories take what looks unused.
      if (await isThere(directory)) return directory
      if (held.unpacked === before) this.#letGo(held)
    }
    this.#refuseIfClosed()
    held.unpacked ??= this.#unpack(codeHash, held, readZip)
    return (await held.unpacked).directory
  }

  /** Keeps the package's directory, now or once it is there, until the function that this returns is called. */
  retain(codeHash: string): () => void {
    const held = this.#use(codeHash)
    held.retains++
    let released = false
    return () => {
      if (released) return
      released = true
      held.retains--
      if (held.forgotten && held.retains === 0) this.#drop(codeHash, held)
    }
  }

  /** The package is not needed any more: its directory goes as soon as nobody retains it. */
  forget(codeHash: string): void {
    const held = this.#held.get(codeHash)
    if (held === undefined) return
    held.forgotten = true
    if (held.retains === 0) this.#drop(codeHash, held)
  }

  /** Removes everything, retained or not; calls that come later are refused. */
  async close(): Promise<void> {
    this.#closed = true
    for (const [codeHash, held] of this.#held) this.#drop(codeHash, held)
    await Promise.all(this.#removals)
    // Only if we made it, and nobody else has put anything there.
    if (await this.#prepared?.catch(() => false)) await rmdir(this.#root).catch(() => undefined)
  }

  #use(codeHash: string): Held {
    this.#refuseIfClosed()
    const held = this.#held.get(codeHash) ?? { unpacked: undefined, bytes: 0, retains: 0, forgotten: false }
    held.forgotten = false
    this.#held.delete(codeHash)
    this.#held.set(codeHash, held)
    return held
  }

  #unpack(codeHash: string, held: Held, readZip: () => Promise<Uint8Array>): Promise<Unpacked> {
    const unpacked = this.#unpackAnew(codeHash, readZip)
    void this.#account(held, unpacked)
    return unpacked
  }

  async #account(held: Held, unpacked: Promise<Unpacked>): Promise<void> {
    try {
      const { bytes } = await unpacked
      if (held.unpacked !== unpacked) return
      held.bytes = bytes
      this.#makeRoom(held)
    } catch {
      // Who asked for it is told. The next call tries again.
      if (held.unpacked === unpacked) held.unpacked = undefined
    }
  }

  async #unpackAnew(codeHash: string, readZip: () => Promise<Uint8Array>): Promise<Unpacked> {
    await this.#prepare()
    // A hash in base64 is no file name, and an older directory of the same package may still be going.
    const name = createHash('sha256').update(codeHash).digest('hex')
    const directory = join(this.#root, `${name}.${++this.#serial}`)
    return { directory, bytes: await unpackPackage(await readZip(), directory) }
  }

  async #prepare(): Promise<void> {
    const prepared = (this.#prepared ??= prepareRoot(this.#root))
    try {
      await prepared
    } catch (error) {
      if (this.#prepared === prepared) this.#prepared = undefined
      throw error
    }
  }

  #makeRoom(newest: Held): void {
    const loose = [...this.#held].filter(([, held]) => held.retains === 0 && held.bytes > 0)
    let bytes = loose.reduce((sum, [, held]) => sum + held.bytes, 0)
    for (const [codeHash, held] of loose) {
      if (bytes <= this.#maxBytes) return
      if (held === newest) continue
      bytes -= held.bytes
      this.#drop(codeHash, held)
    }
  }

  #drop(codeHash: string, held: Held): void {
    if (this.#held.get(codeHash) === held) this.#held.delete(codeHash)
    this.#letGo(held)
  }

  #letGo(held: Held): void {
    const { unpacked } = held
    held.unpacked = undefined
    held.bytes = 0
    if (unpacked === undefined) return
    // What cannot be removed now, the next process removes.
    const removal = unpacked.then(({ directory }) => removeTree(directory)).catch(() => undefined)
    this.#removals.add(removal)
    void removal.then(() => this.#removals.delete(removal))
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new Error('The cache of function packages is closed')
  }
}

/** Whether the root had to be made. */
async function prepareRoot(root: string): Promise<boolean> {
  const made = await mkdir(root, { recursive: true, mode: 0o700 })
  for (const name of await readdir(root)) if (OUR_NAMES.test(name)) await removeTree(join(root, name))
  return made !== undefined
}

async function isThere(directory: string): Promise<boolean> {
  return access(directory).then(
    () => true,
    () => false,
  )
}
