import { followRefs } from '../store/follow-refs.ts'
import { type FunctionDocument, functionPrefix, type VersionDocument } from '../store/function-document.ts'
import type { Store } from '../store/store.ts'
import { decodeJson } from '../store/tree.ts'
import { FunctionEntry, type FunctionLoad } from './function-entry.ts'
import type { FunctionRuntime, RunnableFunction } from './function-runtime.ts'
import { functionArn, type LambdaHome } from './lambda-arn.ts'
import type { PackageCache } from './packages/package-cache.ts'

export interface FunctionTableOptions extends LambdaHome {
  readonly store: Pick<Store, 'listRefs' | 'readObject' | 'watchRefs'>
  readonly packages: Pick<PackageCache, 'directoryOf' | 'retain'>
  /** Told of what runs no longer. */
  readonly runtime: Pick<FunctionRuntime, 'retire'>
  /** Draws among an alias' versions; Math.random where it is left out. */
  readonly random?: () => number
}

/**
 * All functions of a region, in memory: whoever calls one never waits for the store. It follows the store, whose watch
 * is told before the writer is answered, so that a change holds as soon as its caller knows of it.
 */
export class FunctionTable {
  readonly #options: FunctionTableOptions
  readonly #entries = new Map<string, FunctionEntry>()
  /** By key: the package of a runnable that was started is kept until it is retired. */
  readonly #releases = new Map<string, () => void>()
  #unwatch: () => void = () => undefined

  private constructor(options: FunctionTableOptions) {
    this.#options = options
  }

  static async open(options: FunctionTableOptions): Promise<FunctionTable> {
    const table = new FunctionTable(options)
    const prefix = functionPrefix(options.region)
    table.#unwatch = await followRefs(options.store, prefix, (name, bytes) => table.#set(name, bytes))
    return table
  }

  get(name: string): FunctionEntry | undefined {
    return this.#entries.get(name)
  }

  /** Ordered by name. */
  list(): FunctionEntry[] {
    return [...this.#entries.values()].sort((a, b) => (a.document.FunctionName < b.document.FunctionName ? -1 : 1))
  }

  /** Hears of no further change. */
  close(): void {
    this.#unwatch()
  }

  #set(name: string, bytes: Uint8Array | undefined): void {
    const before = this.#entries.get(name)
    if (before !== undefined) before.isCurrent = false
    const after = bytes === undefined ? undefined : this.#entryOf(decodeJson<FunctionDocument>(bytes), before)
    if (after === undefined) this.#entries.delete(name)
    else this.#entries.set(name, after)

    const kept = new Set([...(after?.runnables.values() ?? [])].map(({ key }) => key))
    for (const { key } of before?.runnables.values() ?? []) if (!kept.has(key)) this.#retire(key)
  }

  #entryOf(document: FunctionDocument, before: FunctionEntry | undefined): FunctionEntry {
    const arn = functionArn(this.#options, document.FunctionName)
    const load: FunctionLoad = before?.load ?? { running: 0 }
    const runnableOf = (version: VersionDocument): RunnableFunction => {
      const known = before?.runnables.get(version.Version)
      return known?.key === keyOf(version) ? known : this.#runnableOf(document.FunctionName, arn, version)
    }
    return new FunctionEntry(document, arn, load, runnableOf, this.#options.random ?? Math.random)
  }

  #runnableOf(functionName: string, functionArn: string, version: VersionDocument): RunnableFunction {
    const { Settings, Code } = version
    const { store, packages } = this.#options
    const key = keyOf(version)
    return {
      key,
      functionName,
      functionArn,
      version: version.Version,
      runtime: Settings.Runtime,
      handler: Settings.Handler,
      timeout: Settings.Timeout,
      memorySize: Settings.MemorySize,
      environment: Settings.Environment?.Variables ?? {},
      role: Settings.Role,
      codeDirectory: () => {
        // What is retired already is never retired again: nobody would release its package. It was used last, so of all
        // packages that nobody retains it is the last to go.
        if (!this.#releases.has(key) && this.#isCurrent(functionName, version)) {
          this.#releases.set(key, packages.retain(Code.Hash))
        }
        return packages.directoryOf(Code.Hash, () => store.readObject(Code.Hash))
      },
    }
  }

  #isCurrent(name: string, version: VersionDocument): boolean {
    return this.#entries.get(name)?.runnables.get(version.Version)?.key === keyOf(version)
  }

  #retire(key: string): void {
    this.#options.runtime.retire(key)
    this.#releases.get(key)?.()
    this.#releases.delete(key)
  }
}

/** Of what runs: the change that made it, and the version, whose number the function sees. */
function keyOf({ ChangeId, Version }: VersionDocument): string {
  return `${ChangeId}:${Version}`
}
