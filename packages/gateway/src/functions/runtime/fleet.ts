import type { Invocation, InvocationResult, RunnableFunction } from '../function-runtime.ts'
import { RuntimeClosed } from './runtime-closed.ts'
import { type StartFailure, type Task, Worker, type WorkerOwner } from './worker.ts'
import { WorkerPool } from './worker-pool.ts'
import type { WorkerServices } from './worker-services.ts'

export interface FleetLimits {
  readonly processes: number
  readonly starts: number
  readonly waiters: number
  /** ms */
  readonly waitMs: number
  /** ms */
  readonly idleMs: number
  /** ms */
  readonly lifetimeMs: number
}

/** How often time limits and memory are looked at while something runs. */
const TICK_MS = 25

/** A function without any process gets one of a function that keeps them all busy, after this time. */
const STARVING_MS = 1000

/** All workers of all functions: which of them runs what, and which are started and ended for it. */
export class Fleet implements WorkerOwner {
  readonly #services: WorkerServices
  readonly #limits: FleetLimits
  readonly #pools = new Map<string, WorkerPool>()
  readonly #poolOf = new WeakMap<Worker, WorkerPool>()
  /** Those that something waits for, the longest first. */
  readonly #hungry = new Set<WorkerPool>()
  /** All whose processes may be there, those that are ending included. */
  readonly #workers = new Set<Worker>()
  readonly #reaper: NodeJS.Timeout
  #starting = 0
  #families = 0
  #ticker: NodeJS.Timeout | undefined
  #isClosed = false
  #allGone: (() => void) | undefined

  constructor(services: WorkerServices, limits: FleetLimits) {
    this.#services = services
    this.#limits = limits
    const reapMs = Math.min(30_000, Math.max(10, limits.idleMs / 4))
    this.#reaper = setInterval(() => this.#reap(performance.now()), reapMs).unref()
  }

  invoke(target: RunnableFunction, invocation: Invocation): Promise<InvocationResult> {
    return new Promise((resolve, reject) => {
      const task: Task = { invocation, since: performance.now(), resolve, reject }
      if (this.#isClosed) return reject(new RuntimeClosed())
      const pool = this.#pool(target)
      const worker = pool.takeIdle()
      if (this.#ticker === undefined) this.#watch()
      if (worker !== undefined) return worker.run(task)
      if (pool.waiting.length >= this.#limits.waiters) return resolve(this.#throttled(target, 'too many calls wait'))
      pool.waiting.push(task)
      this.#hungry.add(pool)
      this.#feed(task.since)
    })
  }

  retire(key: string): void {
    this.#pools.get(key)?.retire()
  }

  /** Ends all workers; resolves when they are gone, or after `withinMs`. */
  async close(withinMs: number): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#reaper)
    clearInterval(this.#ticker)
    this.#hungry.clear()
    for (const pool of this.#pools.values()) {
      for (const task of pool.waiting.splice(0)) task.reject(new RuntimeClosed())
    }
    if (this.#workers.size === 0) return
    const gone = new Promise<void>((resolve) => {
      this.#allGone = resolve
    })
    for (const worker of this.#workers) worker.end()
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    await Promise.race([gone, late])
    clearTimeout(timer)
  }

  ready(worker: Worker): void {
    const pool = this.#poolOf.get(worker)
    if (pool === undefined) return
    const wasStarting = pool.starting.delete(worker)
    if (wasStarting) this.#starting -= 1
    const now = performance.now()
    if (!wasStarting) pool.took(now - worker.busySince)
    if (!wasStarting && this.#isDone(worker, pool, now)) worker.end()
    else if (!this.#serve(worker, pool)) {
      if (worker.isRetiring) worker.end()
      else pool.putIdle(worker, now)
    }
    if (this.#hungry.size > 0) this.#feed(now)
  }

  lost(worker: Worker, failure: StartFailure | undefined): void {
    const pool = this.#poolOf.get(worker)
    if (pool === undefined) return
    if (pool.starting.has(worker)) this.#starting -= 1
    pool.remove(worker)
    // One failed start answers one of those that wait: the next may do better, and each is told.
    const task = failure === undefined ? undefined : this.#nextTask(pool)
    if (task !== undefined && failure !== undefined) worker.refuse(task, failure)
  }

  gone(worker: Worker): void {
    this.#workers.delete(worker)
    const pool = this.#poolOf.get(worker)
    if (pool !== undefined) this.#forgetIfEmpty(pool)
    if (this.#workers.size === 0) this.#allGone?.()
    this.#feed(performance.now())
  }

  #pool(target: RunnableFunction): WorkerPool {
    let pool = this.#pools.get(target.key)
    if (pool === undefined) {
      pool = new WorkerPool(target)
      this.#pools.set(target.key, pool)
    }
    return pool
  }

  #forgetIfEmpty(pool: WorkerPool): void {
    const { key } = pool.target
    if (pool.isEmpty && this.#pools.get(key) === pool) this.#pools.delete(key)
  }

  #nextTask(pool: WorkerPool): Task | undefined {
    const task = pool.waiting.shift()
    if (pool.waiting.length === 0) this.#hungry.delete(pool)
    return task
  }

  #serve(worker: Worker, pool: WorkerPool): boolean {
    const task = this.#nextTask(pool)
    if (task !== undefined) worker.run(task)
    return task !== undefined
  }

  /** Whether a worker that has done its task is to make room, for a successor or for another function. */
  #isDone(worker: Worker, pool: WorkerPool, now: number): boolean {
    if (worker.isRetiring || now - worker.born >= this.#limits.lifetimeMs) return true
    if (this.#hungry.size === 0 || this.#workers.size < this.#limits.processes) return false
    for (const hungry of this.#hungry) {
      if (hungry === pool || hungry.workers.size > 0 || this.#isRoomComing()) continue
      const waited = now - (hungry.waiting[0]?.since ?? now)
      if (pool.workers.size > 1 || waited >= STARVING_MS) return true
    }
    return false
  }

  /** Starts processes for those that wait, as far as there may be more: first where there is none at all. */
  #feed(now: number): void {
    if (this.#isClosed) return
    for (const pool of this.#hungry) if (pool.workers.size === 0 && !this.#grow(pool, now)) return
    for (const pool of this.#hungry) if (!this.#grow(pool, now)) return
  }

  /** Answers false where there is no room for more, for anyone. */
  #grow(pool: WorkerPool, now: number): boolean {
    const { starts, processes } = this.#limits
    for (let wanted = pool.wanted(now); wanted > 0; wanted -= 1) {
      if (this.#starting >= starts) return false
      if (this.#workers.size >= processes) {
        if (!this.#isRoomComing()) this.#evict()
        return false
      }
      this.#start(pool)
    }
    return true
  }

  #start(pool: WorkerPool): void {
    this.#families += 1
    const worker = new Worker(pool.target, String(this.#families), this.#services, this)
    this.#poolOf.set(worker, pool)
    this.#workers.add(worker)
    pool.add(worker)
    this.#starting += 1
    void worker.start()
  }

  /** Whether a process is ending: what waits for room gets that. */
  #isRoomComing(): boolean {
    for (const worker of this.#workers) if (worker.isEnded) return true
    return false
  }

  /** Ends the process that has been idle for the longest. */
  #evict(): void {
    let oldest: Worker | undefined
    for (const { oldestIdle } of this.#pools.values()) {
      if (oldestIdle !== undefined && (oldest === undefined || oldestIdle.idleSince < oldest.idleSince)) {
        oldest = oldestIdle
      }
    }
    oldest?.end()
  }

  #reap(now: number): void {
    const { idleMs, lifetimeMs } = this.#limits
    for (const worker of this.#workers) {
      if (!worker.isIdle) continue
      if (now - worker.idleSince >= idleMs || now - worker.born >= lifetimeMs) worker.end()
    }
  }

  #watch(): void {
    this.#ticker = setInterval(() => this.#tick(performance.now()), TICK_MS).unref()
  }

  #tick(now: number): void {
    const active: Worker[] = []
    for (const worker of this.#workers) if (worker.isActive) active.push(worker)
    for (const worker of active) if (now >= worker.deadline) worker.expire()
    for (const worker of this.#services.memory.check(active, now)) worker.exceedMemory()
    // First of all: where this look is late, there may be room for those that seem to have waited too long.
    this.#feed(now)
    for (const pool of this.#hungry) {
      for (const task of pool.takeOverdue(now - this.#limits.waitMs)) {
        task.resolve(this.#throttled(pool.target, 'no process became free in time'))
      }
      if (pool.waiting.length > 0) continue
      this.#hungry.delete(pool)
      this.#forgetIfEmpty(pool)
    }
    if (active.length > 0 || this.#hungry.size > 0) return
    clearInterval(this.#ticker)
    this.#ticker = undefined
  }

  #throttled({ functionName }: RunnableFunction, why: string): InvocationResult {
    const message = `${functionName} was not run: ${why} (functions.processes: at most ${this.#limits.processes} for all functions)`
    return { kind: 'throttled', message }
  }
}
