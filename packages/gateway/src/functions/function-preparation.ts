import { randomUUID } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import type { DocumentRepository } from '../store/document-repository.ts'
import type { FunctionDocument, VersionDocument, VersionState } from '../store/function-document.ts'
import type { Hash, Store } from '../store/store.ts'
import type { FunctionTable } from './function-table.ts'
import { functionNotFound } from './lambda-errors.ts'
import type { PackageCache } from './packages/package-cache.ts'

/** Told on `postern:functions:preparation`: a function's package could not be unpacked, or its state not be stored. */
export interface PreparationFailure {
  readonly functionName: string
  readonly error: unknown
}

const failures = channel('postern:functions:preparation')

export interface PreparationOptions {
  readonly store: Pick<Store, 'readObject'>
  readonly functions: DocumentRepository<FunctionDocument>
  readonly table: Pick<FunctionTable, 'get' | 'list'>
  readonly packages: Pick<PackageCache, 'directoryOf'>
}

/**
 * Makes functions ready in the background: unpacks what is new, and then says so in their documents (Pending → Active,
 * InProgress → Successful). What a server that died left half done is done by the next, in `resume`.
 */
export class FunctionPreparation {
  readonly #options: PreparationOptions
  readonly #running = new Map<string, Promise<void>>()
  #isClosed = false

  constructor(options: PreparationOptions) {
    this.#options = options
  }

  /** Begins with all functions that are not ready. */
  resume(): void {
    for (const { document } of this.#options.table.list()) {
      if (versionsOf(document).some(isUnready)) this.begin(document.FunctionName)
    }
  }

  /** A function was made or changed. */
  begin(name: string): void {
    const before = this.#running.get(name) ?? Promise.resolve()
    const run = before.then(() => this.#prepare(name))
    this.#running.set(name, run)
    void run.finally(() => {
      if (this.#running.get(name) === run) this.#running.delete(name)
    })
  }

  /** Until the function is not being prepared. */
  async settled(name: string): Promise<void> {
    for (let run = this.#running.get(name); run !== undefined; run = this.#running.get(name)) await run
  }

  /** Ends when nothing is being prepared; what is left undone is done after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#running.values())
  }

  /** Never rejects. */
  async #prepare(name: string): Promise<void> {
    const { store, packages, functions, table } = this.#options
    try {
      const document = table.get(name)?.document
      if (document === undefined || this.#isClosed) return
      const outcomes = new Map<Hash, { error?: unknown }>()
      for (const { Code } of versionsOf(document).filter(isUnready)) {
        const { Hash } = Code
        const outcome = await packages
          .directoryOf(Hash, () => store.readObject(Hash))
          .then(
            () => ({}),
            (error: unknown) => ({ error }),
          )
        outcomes.set(Hash, outcome)
        if ('error' in outcome && !this.#isClosed) failures.publish({ functionName: name, error: outcome.error })
      }
      if (outcomes.size === 0 || this.#isClosed) return
      const settle = (version: VersionDocument) => settled(version, outcomes)
      const gone = () => functionNotFound(name)
      await functions.change(
        name,
        (now) => ({ ...now, Latest: settle(now.Latest), Versions: now.Versions.map(settle) }),
        gone,
      )
    } catch (error) {
      // A function that was deleted meanwhile needs nothing.
      const isGone = table.get(name) === undefined
      if (!this.#isClosed && !isGone) failures.publish({ functionName: name, error } satisfies PreparationFailure)
    }
  }
}

function versionsOf({ Latest, Versions }: FunctionDocument): readonly VersionDocument[] {
  return [Latest, ...Versions]
}

function isUnready({ Status }: VersionDocument): boolean {
  return Status.State === 'Pending' || Status.LastUpdateStatus === 'InProgress'
}

function settled(version: VersionDocument, outcomes: ReadonlyMap<Hash, { error?: unknown }>): VersionDocument {
  const outcome = outcomes.get(version.Code.Hash)
  if (!isUnready(version) || outcome === undefined) return version
  return {
    ...version,
    Status: 'error' in outcome ? failedState(version.Status) : activeState,
    RevisionId: randomUUID(),
  }
}

/** A package that was unpacked. */
const activeState: VersionState = { State: 'Active', LastUpdateStatus: 'Successful' }

/** A function that was made just now. */
export const pendingState: VersionState = {
  State: 'Pending',
  StateReason: 'The function is being created.',
  StateReasonCode: 'Creating',
}

/** A function that was changed just now. One that could never be unpacked has another chance. */
export function updatingState({ State }: VersionState): VersionState {
  if (State !== 'Active') return pendingState
  return {
    State,
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: 'The function is being created.',
  }
}

function failedState(before: VersionState): VersionState {
  const reason = 'The package could not be unpacked; the log of the server says why.'
  if (before.State === 'Pending') return { State: 'Failed', StateReason: reason, StateReasonCode: 'InternalError' }
  return {
    State: before.State,
    LastUpdateStatus: 'Failed',
    LastUpdateStatusReason: reason,
    LastUpdateStatusReasonCode: 'InternalError',
  }
}
