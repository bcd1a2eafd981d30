import type { ChildProcess } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Invocation, InvocationResult, RunnableFunction } from '../function-runtime.ts'
import { sendEvent } from './event-head.ts'
import { killGroup } from './family-sweeper.ts'
import { warnOfFunction } from './function-warnings.ts'
import {
  errorDocument,
  exited,
  type InvocationError,
  invalidEntrypoint,
  responseTooLarge,
  streamingRefused,
  timedOut,
} from './invocation-error.ts'
import type { WatchedFamily } from './memory-watch.ts'
import { type RuntimeAnswer, RuntimeApi, type RuntimeApiCalls } from './runtime-api.ts'
import type { RuntimeApiProblem } from './runtime-api-answers.ts'
import { RuntimeClosed } from './runtime-closed.ts'
import { runtimeCommand } from './runtime-command.ts'
import { spawnWorker } from './spawn-worker.ts'
import { workerEnvironment } from './worker-environment.ts'
import { WorkerLog } from './worker-log.ts'
import type { WorkerServices } from './worker-services.ts'

/** An invocation on its way. */
export interface Task {
  readonly invocation: Invocation
  /** performance.now() */
  readonly since: number
  readonly resolve: (result: InvocationResult) => void
  readonly reject: (error: Error) => void
}

/** Why a process never asked for an event: the platform's reason, or the runtime's own document. */
export type StartFailure = InvocationError | { readonly document: Uint8Array; readonly errorType: string }

export interface WorkerOwner {
  /** The worker waits for an event. */
  ready(worker: Worker): void
  /** The worker takes no more events. `failure` where it never took one. */
  lost(worker: Worker, failure: StartFailure | undefined): void
  /** Nothing of it is left. */
  gone(worker: Worker): void
}

/** `returning`: it has answered, and has not asked for the next event yet. */
type State = 'starting' | 'idle' | 'busy' | 'returning' | 'ended'

/** How long a runtime may take to end after it said that its initialization failed. */
const LAST_WORDS_MS = 1000

/** One process that runs one function, an invocation at a time. */
export class Worker implements RuntimeApiCalls, WatchedFamily {
  readonly target: RunnableFunction
  readonly family: string
  readonly memoryLimit: number
  readonly born = performance.now()
  mostMemory = 0
  /** Ends after what it does now: its function has changed. */
  isRetiring = false
  /** performance.now(); of use while it is idle. */
  idleSince = 0
  /** performance.now() by which it must have done what it does now. */
  deadline: number
  readonly #services: WorkerServices
  readonly #owner: WorkerOwner
  readonly #log: WorkerLog
  readonly #api = new RuntimeApi(this)
  readonly #temporaryDirectory: string
  #state: State = 'starting'
  #process: ChildProcess | undefined
  /** Where the next event goes. */
  #parked: ServerResponse | undefined
  #task: Task | undefined
  #taskStarted = 0
  #initMs: number | undefined
  #failure: StartFailure | undefined
  /** The log of the last invocation is still coming in. */
  #isFlushing = false
  #isCleanedUp = false

  constructor(target: RunnableFunction, family: string, services: WorkerServices, owner: WorkerOwner) {
    this.target = target
    this.family = family
    this.memoryLimit = target.memorySize * 1_048_576
    this.deadline = this.born + services.initMs + target.timeout * 1000
    this.#services = services
    this.#owner = owner
    this.#log = new WorkerLog(target)
    this.#temporaryDirectory = join(services.workDirectory, family)
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  get isActive(): boolean {
    return this.#state === 'starting' || this.#state === 'busy' || this.#state === 'returning'
  }

  get isStarting(): boolean {
    return this.#state === 'starting' && this.#failure === undefined
  }

  get isIdle(): boolean {
    return this.#state === 'idle'
  }

  get isEnded(): boolean {
    return this.#state === 'ended'
  }

  /** performance.now() at which it was handed its last event. */
  get busySince(): number {
    return this.#taskStarted
  }

  /** Whether an event would reach it. */
  get isListening(): boolean {
    return this.#parked?.destroyed === false
  }

  async start(): Promise<void> {
    try {
      await this.#start()
    } catch (error) {
      this.#fail(invalidEntrypoint(`the function cannot be started: ${(error as Error).message}`))
    }
  }

  /** Hands it an event. Only while it is listening. */
  run(task: Task): void {
    const response = this.#parked
    if (response === undefined) return task.reject(new Error('The worker is not listening'))
    const { invocation } = task
    const limitMs = this.target.timeout * 1000
    this.#parked = undefined
    this.#state = 'busy'
    this.#task = task
    this.#taskStarted = performance.now()
    this.deadline = this.#taskStarted + limitMs
    this.#log.begin(invocation)
    sendEvent(response, invocation, Date.now() + limitMs)
  }

  /** Answers a task that waited for this process, which did not start. */
  refuse({ invocation, resolve }: Task, failure: StartFailure): void {
    const payload = 'document' in failure ? failure.document : errorDocument(failure, invocation.requestId)
    this.#log.begin(invocation)
    const initMs = performance.now() - this.born
    const { mostMemory } = this
    const reason = 'reason' in failure ? failure.reason : undefined
    const logTail = this.#log.end({ durationMs: 0, initMs, mostMemory, failure: failure.errorType, reason })
    resolve({ kind: 'answered', payload, functionError: 'Unhandled', logTail })
  }

  next(response: ServerResponse): RuntimeApiProblem | undefined {
    const state = this.#state
    if (state === 'ended' || state === 'busy' || this.isListening || this.#failure !== undefined) return 'state'
    this.#parked = response
    if (state === 'starting') this.#initMs = performance.now() - this.born
    // Where its connection broke, it is idle already.
    if (state !== 'idle' && !this.#isFlushing) this.#ready()
    return undefined
  }

  isCurrent(requestId: string): boolean {
    return this.#task?.invocation.requestId === requestId
  }

  answer(requestId: string, answer: RuntimeAnswer): RuntimeApiProblem | undefined {
    if (!this.isCurrent(requestId)) return 'request-id'
    if (answer.kind === 'response') this.#finish(answer.payload, undefined)
    else if (answer.kind === 'too-large') this.#finish(responseTooLarge(), 'Function.ResponseSizeTooLarge')
    else if (answer.kind === 'streaming') this.#finish(streamingRefused(), 'Runtime.StreamingNotSupported')
    else this.#finish(answer.payload, answer.errorType ?? 'Unhandled')
    return undefined
  }

  initError(document: Uint8Array, errorType = 'Runtime.Unknown'): RuntimeApiProblem | undefined {
    if (this.#state !== 'starting' || this.#failure !== undefined) return 'state'
    this.#failure = { document, errorType }
    this.deadline = performance.now() + LAST_WORDS_MS
    return undefined
  }

  /** What it does now has taken too long. */
  expire(): void {
    if (this.#state === 'busy') this.#finishWith(timedOut(this.target.timeout), 'timeout')
    else if (this.#state === 'starting') this.#failure ??= timedOut(this.target.timeout)
    this.end()
  }

  /** It took more memory than the function may have. */
  exceedMemory(): void {
    const error = exited(null, 'SIGKILL')
    warnOfFunction(this.target, `The function was stopped at its memory limit of ${this.target.memorySize} MB`)
    if (this.#state === 'busy') this.#finishWith(error, error.errorType)
    else if (this.#state === 'starting') this.#failure ??= error
    this.end()
  }

  /** Kills it, whatever it does. */
  end(): void {
    const before = this.#state
    if (before === 'ended') return
    this.#state = 'ended'
    const task = this.#task
    this.#task = undefined
    task?.reject(new RuntimeClosed())
    const pid = this.#process?.pid
    if (pid !== undefined) killGroup(pid)
    this.#owner.lost(this, before === 'starting' ? (this.#failure ?? exited(null, 'SIGKILL')) : undefined)
    // The end of a process has its own event.
    if (pid === undefined) void this.#cleanUp()
  }

  async #start(): Promise<void> {
    const { target } = this
    const services = this.#services
    const taskRoot = await target.codeDirectory()
    const command = await runtimeCommand(target, taskRoot, services)
    if (command.kind === 'impossible') return this.#fail(command.error)
    if (command.warning !== undefined) warnOfFunction(target, command.warning)
    const credentials = await services.credentialsFor(target.role, target.functionName)
    const trust = await services.trustFiles.variables(command.trustVariables)
    if (this.isEnded) return
    await mkdir(this.#temporaryDirectory, { mode: 0o700 })
    const runtimeApi = await this.#api.listen()
    if (this.isEnded) {
      this.#api.close()
      return rm(this.#temporaryDirectory, { recursive: true, force: true })
    }
    const place = {
      runtimeApi,
      taskRoot,
      temporaryDirectory: this.#temporaryDirectory,
      logStream: this.#log.logStream,
      marker: `${services.marker}${this.family};`,
    }
    this.#log.initStart(command.runBy)
    const given = { ...services.environment, ...trust }
    const environment = workerEnvironment(target, command, place, credentials, given)
    this.#spawned(spawnWorker(command, target.memorySize, taskRoot, environment))
  }

  #spawned(child: ChildProcess): void {
    this.#process = child
    child.once('error', (error) => this.#fail(invalidEntrypoint(`the process cannot be started: ${error.message}`)))
    const { pid } = child
    if (pid === undefined) return
    this.#services.families.lead(pid, this.family)
    this.#services.warden.watch(pid)
    child.stdout?.on('data', (chunk: Buffer) => this.#log.write(chunk))
    child.stdout?.on('error', () => undefined)
    // What it sent before it ended may still wait to be read: its answer, its last lines.
    child.once('exit', (code, signal) => afterReading(() => this.#exited(code, signal)))
  }

  #exited(code: number | null, signal: NodeJS.Signals | null): void {
    const before = this.#state
    const error = exited(code, signal)
    if (before === 'busy') this.#finishWith(error, error.errorType)
    this.#state = 'ended'
    this.#log.close()
    if (before !== 'ended') this.#owner.lost(this, before === 'starting' ? (this.#failure ?? error) : undefined)
    void this.#cleanUp()
  }

  /** There is no process, and there will be none. */
  #fail(failure: StartFailure): void {
    this.#failure = failure
    this.end()
  }

  async #cleanUp(): Promise<void> {
    if (this.#isCleanedUp) return
    this.#isCleanedUp = true
    this.#api.close()
    const { pid } = this
    this.#services.memory.forget(this)
    if (pid !== undefined) {
      await this.#services.sweeper.sweep(this.family, pid)
      this.#services.families.leave(pid)
      this.#services.warden.forget(pid)
    }
    // A directory that something still wrote into is left for the end of the runtime, which removes them all.
    await rm(this.#temporaryDirectory, { recursive: true, force: true }).catch(() => undefined)
    this.#owner.gone(this)
  }

  #ready(): void {
    this.#state = 'idle'
    this.deadline = Number.POSITIVE_INFINITY
    this.#owner.ready(this)
  }

  #finishWith(error: InvocationError, failure: string): void {
    const requestId = this.#task?.invocation.requestId ?? ''
    this.#finish(errorDocument(error, requestId), failure, error.reason)
  }

  /** @param failure for the log: an error type, or `timeout` */
  #finish(payload: Uint8Array, failure: string | undefined, reason?: string): void {
    const task = this.#task
    if (task === undefined) return
    this.#task = undefined
    this.#state = 'returning'
    const functionError = failure === undefined ? undefined : 'Unhandled'
    if (!this.#log.isWanted) {
      this.#initMs = undefined
      return task.resolve({ kind: 'answered', payload, functionError, logTail: undefined })
    }
    const durationMs = performance.now() - this.#taskStarted
    this.#isFlushing = true
    afterReading(() => {
      this.#isFlushing = false
      if (this.#state === 'returning') this.#services.memory.measure(this)
      const { mostMemory } = this
      const logTail = this.#log.end({ durationMs, initMs: this.#initMs, mostMemory, failure, reason })
      this.#initMs = undefined
      task.resolve({ kind: 'answered', payload, functionError, logTail })
      if (this.#state === 'returning' && this.isListening) this.#ready()
    })
  }
}

/** When what is in pipes and sockets by now has been read: each turn of the event loop reads all that are readable. */
function afterReading(then: () => void): void {
  setImmediate(() => setImmediate(then))
}
