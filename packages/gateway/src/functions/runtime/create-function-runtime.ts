import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FunctionRuntime, Invocation, InvocationResult, RunnableFunction } from '../function-runtime.ts'
import { FamilySweeper } from './family-sweeper.ts'
import { pythonFinder } from './find-python.ts'
import { Fleet } from './fleet.ts'
import { MemoryWatch } from './memory-watch.ts'
import { NodeBootstrap } from './node-bootstrap.ts'
import { ProcessFamilies } from './process-families.ts'
import { RuntimeClosed } from './runtime-closed.ts'
import type { FunctionRuntimeOptions } from './runtime-options.ts'
import { TrustFiles } from './trust-files.ts'
import { Warden } from './warden.ts'
import type { WorkerServices } from './worker-services.ts'

const MINUTE_MS = 60_000
/** How long `close` waits for processes to be gone; they are killed, so that only a stuck kernel takes long. */
const CLOSE_MS = 5000

/** Runs functions in processes of this machine. Nothing is written before the first invocation. */
export function createFunctionRuntime(options: FunctionRuntimeOptions): PreparedRuntime {
  return new ProcessRuntime(options)
}

interface PreparedRuntime extends FunctionRuntime {
  /** Does ahead of time what the first invocation would have to wait for. Never rejects. */
  prepare(): Promise<void>
}

interface Opened {
  readonly services: WorkerServices
  readonly fleet: Fleet
}

class ProcessRuntime implements PreparedRuntime {
  readonly #options: FunctionRuntimeOptions
  readonly #nodeBootstrap: NodeBootstrap
  #opening: Promise<Opened> | undefined
  #fleet: Fleet | undefined
  #closing: Promise<void> | undefined

  constructor(options: FunctionRuntimeOptions) {
    this.#options = options
    this.#nodeBootstrap = new NodeBootstrap(options.bootstraps.node)
  }

  async prepare(): Promise<void> {
    // What fails here fails again, and is told, when a function is invoked.
    await Promise.allSettled([this.#nodeBootstrap.read(), this.#options.trust?.()])
  }

  invoke(target: RunnableFunction, invocation: Invocation): Promise<InvocationResult> {
    return this.#fleet?.invoke(target, invocation) ?? this.#invokeFirst(target, invocation)
  }

  retire(key: string): void {
    this.#fleet?.retire(key)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #invokeFirst(target: RunnableFunction, invocation: Invocation): Promise<InvocationResult> {
    if (this.#closing !== undefined) throw new RuntimeClosed()
    this.#opening ??= open(this.#options, this.#nodeBootstrap).catch((error: unknown) => {
      // The next invocation tries again: a full disk need not stay full.
      this.#opening = undefined
      throw error
    })
    const { fleet } = await this.#opening
    this.#fleet = fleet
    return fleet.invoke(target, invocation)
  }

  async #close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined)
    if (opened === undefined) return
    const { fleet, services } = opened
    await fleet.close(CLOSE_MS)
    services.memory.close()
    await services.warden.close(CLOSE_MS)
    await rm(services.workDirectory, { recursive: true, force: true })
  }
}

async function open(options: FunctionRuntimeOptions, bootstrap: NodeBootstrap): Promise<Opened> {
  const workDirectory = await mkdtemp(join(options.workDirectory ?? tmpdir(), 'postern-functions-'))
  const marker = `POSTERN_WORKER=${randomUUID()}.`
  const families = new ProcessFamilies(marker)
  const services: WorkerServices = {
    nodeBootstrap: () => bootstrap.writtenTo(workDirectory),
    pythonBootstrap: options.bootstraps.python,
    findPython: pythonFinder(),
    credentialsFor: options.credentialsFor ?? (() => undefined),
    environment: options.environment ?? {},
    trustFiles: new TrustFiles(options.trust ?? (() => Promise.resolve([])), workDirectory),
    initMs: options.initMs ?? 10_000,
    workDirectory,
    marker,
    warden: new Warden(marker, [workDirectory, ...(options.disposable ?? [])]),
    families,
    sweeper: new FamilySweeper(families),
    memory: new MemoryWatch(families),
  }
  const fleet = new Fleet(services, {
    processes: options.processes ?? 50,
    starts: options.starts ?? 2 * availableParallelism(),
    waiters: options.waiters ?? 1000,
    waitMs: options.waitMs ?? 10_000,
    idleMs: options.idleMs ?? 5 * MINUTE_MS,
    lifetimeMs: options.lifetimeMs ?? 120 * MINUTE_MS,
  })
  return { services, fleet }
}
