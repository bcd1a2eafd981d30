import { availableParallelism } from 'node:os'
import type { RunnableFunction } from '../function-runtime.ts'
import type { Task, Worker } from './worker.ts'

/**
 * How long an invocation waits for a busy worker before one more process is started for it: a burst of quick calls is
 * over before a process is up, and a process that is not needed costs others their time.
 */
const PATIENCE_MS = 10
/** The same while there are fewer workers than cores: one more is sure to be of use. */
const EAGER_MS = 3

/**
 * What a start costs, about. Once there is a worker for each core, more of them serve only those invocations that wait for
 * something else than the processor: while the queue moves faster than a process starts, none is started.
 */
const START_MS = 100
const CORES = availableParallelism()

/** How many are asked for at once; the fleet bounds how many start. */
const MOST_AT_ONCE = 64

/** The weight of the last invocation in the average. */
const LAST = 0.1

/** The workers of one function, and the invocations that wait for one. */
export class WorkerPool {
  readonly target: RunnableFunction
  /** All that are not lost: starting, idle and busy. */
  readonly workers = new Set<Worker>()
  /** First in, first served. */
  readonly waiting: Task[] = []
  readonly starting = new Set<Worker>()
  /** The one that was used last is used next, so that those that are not needed grow old. */
  readonly #idle: Worker[] = []
  /** The function is not this any more. */
  #isRetired = false
  /** How long an invocation keeps a worker, on the average; undefined while none has ended. */
  #averageMs: number | undefined

  constructor(target: RunnableFunction) {
    this.target = target
  }

  get isEmpty(): boolean {
    return this.workers.size === 0 && this.waiting.length === 0
  }

  /** The idle worker that has been idle for the longest. */
  get oldestIdle(): Worker | undefined {
    return this.#idle[0]
  }

  /** An idle worker that an event would reach. */
  takeIdle(): Worker | undefined {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop()) {
      if (worker.isListening) return worker
      worker.end()
    }
    return undefined
  }

  putIdle(worker: Worker, now: number): void {
    worker.idleSince = now
    this.#idle.push(worker)
  }

  remove(worker: Worker): void {
    this.workers.delete(worker)
    this.starting.delete(worker)
    const at = this.#idle.indexOf(worker)
    if (at !== -1) this.#idle.splice(at, 1)
  }

  /** A worker that is being started. Where the function changed meanwhile, for one that waits already. */
  add(worker: Worker): void {
    worker.isRetiring = this.#isRetired
    this.workers.add(worker)
    this.starting.add(worker)
  }

  /** Idle workers end now, the others after what they do, those to come as well. */
  retire(): void {
    this.#isRetired = true
    for (const worker of this.workers) worker.isRetiring = true
    // A worker that ends leaves the list.
    for (let last = this.#idle.at(-1); last !== undefined; last = this.#idle.at(-1)) last.end()
  }

  /** A worker was busy for this time. */
  took(ms: number): void {
    this.#averageMs = this.#averageMs === undefined ? ms : this.#averageMs + LAST * (ms - this.#averageMs)
  }

  /** How many more processes those that wait should have. */
  wanted(now: number): number {
    // Nobody will be free before a process is up: the first does not wait for it.
    if (this.workers.size === 0 && this.waiting.length > 0) return 1
    const { size } = this.workers
    const room = this.#isSlow(now) ? MOST_AT_ONCE : CORES - size
    const patience = size < CORES ? EAGER_MS : PATIENCE_MS
    const most = Math.min(this.waiting.length, this.starting.size + Math.max(0, room))
    let impatient = 0
    while (impatient < most && now - (this.waiting[impatient]?.since ?? now) >= patience) impatient += 1
    return impatient - this.starting.size
  }

  /** Whether the queue moves slower than a process starts, as far as one knows. */
  #isSlow(now: number): boolean {
    if (this.#averageMs === undefined) return true
    const waited = now - (this.waiting[0]?.since ?? now)
    return Math.max(waited, (this.waiting.length * this.#averageMs) / this.workers.size) >= START_MS
  }

  /**
   * Takes out those that have waited too long. A process that is starting is meant for one of them, and has its own
   * time limit.
   */
  takeOverdue(before: number): Task[] {
    const first = this.starting.size
    let end = first
    while (end < this.waiting.length && (this.waiting[end]?.since ?? before) < before) end += 1
    return this.waiting.splice(first, end - first)
  }
}
