import { channel } from 'node:diagnostics_channel'
import type { ApiOwner } from '../integrations/integration.ts'
import type { ApiRepository } from '../store/api-repository.ts'
import type { ApiDefinition, ApiSnapshot } from '../store/api-snapshot.ts'
import type { StageDocument } from '../store/documents.ts'
import type { ApiProgram } from './api-program.ts'
import { compileStage, type HttpStageProgram } from './http-stage-program.ts'
import type { WebSocketStageProgram } from './websocket-stage-program.ts'

/** What the table needs of the repository: it reads, and never writes. */
export type ProgramSource = Pick<ApiRepository, 'get' | 'list' | 'frozen' | 'watch'>

/** Told on `postern:program:failure`: a change that the data plane could not take over; what was served goes on. */
export interface ProgramFailure {
  readonly apiId: string
  /** Undefined where the API as a whole could not be read. */
  readonly stage: string | undefined
  /** A DefinitionError where the definition is to blame. */
  readonly error: unknown
}

const failures = channel('postern:program:failure')

type StageProgram = HttpStageProgram | WebSocketStageProgram
type Stages<Program extends StageProgram> = ReadonlyMap<string, Program | 'undeployed' | 'broken'>
/** `before`: the program that is replaced. */
type CompileStage<Program extends StageProgram> = (
  definition: ApiDefinition,
  stage: StageDocument,
  before: Program | undefined,
) => Program

/** An API that exists, or did when last heard of. */
interface Entry {
  /** Counts changes. */
  wanted: number
  /** The change that `program` has taken in; less than `wanted` while there are newer ones. */
  served: number
  program: ApiProgram | undefined
  compiling: Promise<void> | undefined
  /** When it was last looked up, by the table's clock. */
  used: number
}

/** How many APIs keep their programs in memory. AWS: 600 APIs per Region (spec/http-api.md section 11). */
const MOST_PROGRAMS = 1_000

/**
 * The programs of all APIs. A change marks its API at once and is compiled when next somebody calls, so that a thousand
 * changes cost one compilation, an idle API none, and whoever has the control plane's answer finds what it promised.
 */
export class ProgramTable {
  readonly #source: ProgramSource
  readonly #owner: ApiOwner
  readonly #mostPrograms: number
  readonly #entries = new Map<string, Entry>()
  readonly #unwatch: () => void
  #clock = 0
  /** How many entries have a program. */
  #programs = 0
  /** APIs that changed since the last sweep. */
  #changed = new Set<string>()

  private constructor(source: ProgramSource, owner: ApiOwner, mostPrograms: number) {
    this.#source = source
    this.#owner = owner
    this.#mostPrograms = mostPrograms
    this.#unwatch = source.watch((apiId) => this.#mark(apiId))
  }

  /** Knows all APIs of the repository, which are `owner`'s, when it resolves. */
  static async open(
    source: ProgramSource,
    owner: ApiOwner,
    options: { readonly mostPrograms?: number } = {},
  ): Promise<ProgramTable> {
    // Watch first: what changes while the list is read is marked twice rather than missed.
    const table = new ProgramTable(source, owner, options.mostPrograms ?? MOST_PROGRAMS)
    for (const { ApiId } of await source.list()) table.#entryOf(ApiId)
    return table
  }

  /**
   * The program of an API as of the last acknowledged change, or undefined where there is no such API. A promise only
   * where something must be compiled first; it rejects where the API cannot be read and was not served before.
   */
  find(apiId: string): ApiProgram | undefined | Promise<ApiProgram | undefined> {
    const entry = this.#entries.get(apiId)
    if (entry === undefined) return undefined
    entry.used = ++this.#clock
    return entry.served === entry.wanted ? entry.program : this.#catchUp(apiId, entry, entry.wanted)
  }

  /** Ends the watch. */
  close(): void {
    this.#unwatch()
    this.#entries.clear()
  }

  #entryOf(apiId: string): Entry {
    const known = this.#entries.get(apiId)
    if (known !== undefined) return known
    const entry: Entry = { wanted: 0, served: -1, program: undefined, compiling: undefined, used: 0 }
    this.#entries.set(apiId, entry)
    return entry
  }

  #mark(apiId: string): void {
    this.#entryOf(apiId).wanted++
    if (this.#changed.size === 0) setImmediate(() => void this.#sweep())
    this.#changed.add(apiId)
  }

  /** Forgets changed APIs that are gone, so that making and removing APIs that nobody calls does not fill the table. */
  async #sweep(): Promise<void> {
    const changed = this.#changed
    this.#changed = new Set()
    for (const apiId of changed) {
      const entry = this.#entries.get(apiId)
      if (entry === undefined) continue
      const { wanted } = entry
      try {
        if ((await this.#source.get(apiId)) === undefined) this.#forget(apiId, entry, wanted)
      } catch {
        // Not a matter of this sweep: the next call meets the same error, and tells it.
      }
    }
  }

  /** Unless something happened since `wanted`. */
  #forget(apiId: string, entry: Entry, wanted: number): void {
    if (entry.wanted !== wanted || this.#entries.get(apiId) !== entry) return
    this.#entries.delete(apiId)
    this.#put(entry, undefined)
  }

  async #catchUp(apiId: string, entry: Entry, wanted: number): Promise<ApiProgram | undefined> {
    while (entry.served < wanted) {
      // A compilation that began before the change does not count: it is awaited, and then another one.
      entry.compiling ??= this.#compile(apiId, entry).finally(() => {
        entry.compiling = undefined
      })
      try {
        await entry.compiling
      } catch (error) {
        failures.publish({ apiId, stage: undefined, error } satisfies ProgramFailure)
        if (entry.program === undefined) throw error
        return entry.program
      }
    }
    return entry.program
  }

  async #compile(apiId: string, entry: Entry): Promise<void> {
    const { wanted } = entry
    const snapshot = await this.#source.get(apiId)
    if (snapshot === undefined) {
      this.#put(entry, undefined)
      entry.served = wanted
      this.#forget(apiId, entry, wanted)
      return
    }
    this.#put(entry, await this.#programOf(snapshot, entry.program))
    entry.served = wanted
    this.#evict()
  }

  async #programOf(snapshot: ApiSnapshot, previous: ApiProgram | undefined): Promise<ApiProgram> {
    if (snapshot.api.ProtocolType !== 'HTTP') {
      const before = previous?.protocolType === 'WEBSOCKET' ? previous.stages : undefined
      const { WebSocketStageProgram: Program } = await import('./websocket-stage-program.ts')
      const compile: CompileStage<WebSocketStageProgram> = (definition, stage, replaced) =>
        new Program(definition, stage, this.#owner, replaced)
      return { protocolType: 'WEBSOCKET', stages: await this.#stagesOf(snapshot, before, compile) }
    }
    const before = previous?.protocolType === 'HTTP' ? previous.stages : undefined
    const compile: CompileStage<HttpStageProgram> = (definition, stage, replaced) =>
      compileStage(definition, stage, this.#owner, replaced)
    return { protocolType: 'HTTP', stages: await this.#stagesOf(snapshot, before, compile) }
  }

  async #stagesOf<Program extends StageProgram>(
    snapshot: ApiSnapshot,
    previous: Stages<Program> | undefined,
    compile: CompileStage<Program>,
  ): Promise<Stages<Program>> {
    const stages = new Map<string, Program | 'undeployed' | 'broken'>()
    for (const stage of snapshot.stages.values()) {
      stages.set(stage.StageName, await this.#stageOf(snapshot, stage, previous, compile))
    }
    return stages
  }

  async #stageOf<Program extends StageProgram>(
    snapshot: ApiSnapshot,
    stage: StageDocument,
    previous: Stages<Program> | undefined,
    compile: CompileStage<Program>,
  ): Promise<Program | 'undeployed' | 'broken'> {
    const deployment = stage.DeploymentId === undefined ? undefined : snapshot.deployments.get(stage.DeploymentId)
    if (deployment === undefined) return 'undeployed'
    const before = previous?.get(stage.StageName)
    const definition = await this.#source.frozen(deployment)
    if (typeof before === 'object' && before.definition === definition && before.stage === stage) return before
    try {
      return compile(definition, stage, typeof before === 'object' ? before : undefined)
    } catch (error) {
      failures.publish({ apiId: snapshot.api.ApiId, stage: stage.StageName, error } satisfies ProgramFailure)
      return typeof before === 'object' ? before : 'broken'
    }
  }

  #put(entry: Entry, program: ApiProgram | undefined): void {
    this.#programs += Number(program !== undefined) - Number(entry.program !== undefined)
    entry.program = program
  }

  /** Drops the programs that were not looked up for longest. They are compiled again when they are. */
  #evict(): void {
    while (this.#programs > this.#mostPrograms) {
      let oldest: Entry | undefined
      for (const entry of this.#entries.values()) {
        if (entry.program !== undefined && entry.used < (oldest?.used ?? Infinity)) oldest = entry
      }
      if (oldest === undefined) return
      this.#put(oldest, undefined)
      oldest.served = -1
    }
  }
}
