import { closeSync, openSync, readSync } from 'node:fs'
import { MemoryGauge } from './memory-gauge.ts'
import type { ProcessFamilies } from './process-families.ts'

/** What is watched: one worker with all processes that it started. */
export interface WatchedFamily {
  readonly family: string
  readonly pid: number | undefined
  /** Bytes */
  readonly memoryLimit: number
  /** Bytes; the watch raises it. */
  mostMemory: number
}

/** A look at all processes of the machine may take this part of the time. */
const MOST_OF_THE_TIME = 0.05
const MIN_LOOK_GAP_MS = 100

/**
 * Holds each worker, with the processes that it started, to the function's memory size. Linux only: elsewhere the limits
 * of Node's heap are all there is.
 *
 * What counts is what the kernel could not take back: not the program's own file, so that a bare runtime needs no
 * allowance. That takes long to find out, so it is asked only of those whose memory in all is beyond the limit.
 */
export class MemoryWatch {
  readonly #families: ProcessFamilies
  /** By process id: the workers' own processes, and the others that they started. */
  readonly #gauges = new Map<number, MemoryGauge>()
  #others = new Map<string, number[]>()
  #nextLook = 0
  #lastProcess = ''
  #loadFile: number | undefined

  constructor(families: ProcessFamilies) {
    this.#families = families
  }

  /** Answers those that are over their limit. */
  check<Watched extends WatchedFamily>(watched: Iterable<Watched>, now: number): Watched[] {
    if (now >= this.#nextLook && this.#isNewProcess()) this.#look()
    const over: Watched[] = []
    for (const one of watched) {
      if (this.measure(one) > one.memoryLimit && this.#held(one) > one.memoryLimit) over.push(one)
    }
    return over
  }

  /** All memory of a worker and its children, in bytes. */
  measure(one: WatchedFamily): number {
    if (one.pid === undefined) return 0
    let bytes = this.#gauge(one.pid).resident()
    for (const pid of this.#others.get(one.family) ?? []) {
      if (pid !== one.pid) bytes += this.#gauge(pid).resident()
    }
    if (bytes > one.mostMemory) one.mostMemory = bytes
    return bytes
  }

  forget({ pid, family }: WatchedFamily): void {
    for (const member of [pid, ...(this.#others.get(family) ?? [])]) {
      if (member === undefined) continue
      this.#gauges.get(member)?.close()
      this.#gauges.delete(member)
    }
    this.#others.delete(family)
  }

  close(): void {
    for (const gauge of this.#gauges.values()) gauge.close()
    this.#gauges.clear()
    if (this.#loadFile !== undefined) closeSync(this.#loadFile)
    this.#loadFile = undefined
  }

  #held(one: WatchedFamily): number {
    if (one.pid === undefined) return 0
    const members = new Set([one.pid, ...(this.#others.get(one.family) ?? [])])
    let bytes = 0
    for (const pid of members) bytes += this.#gauge(pid).held()
    return bytes
  }

  #gauge(pid: number): MemoryGauge {
    let gauge = this.#gauges.get(pid)
    if (gauge === undefined) {
      gauge = new MemoryGauge(pid)
      this.#gauges.set(pid, gauge)
    }
    return gauge
  }

  #look(): void {
    const start = performance.now()
    const others = this.#families.look()
    for (const [family, pids] of this.#others) {
      for (const pid of pids) {
        if (others.get(family)?.includes(pid) === true) continue
        this.#gauges.get(pid)?.close()
        this.#gauges.delete(pid)
      }
    }
    this.#others = others
    const end = performance.now()
    this.#nextLook = end + Math.max(MIN_LOOK_GAP_MS, (end - start) / MOST_OF_THE_TIME)
  }

  /** The kernel says which process is the newest: while that is the same one, there is nobody new to look for. */
  #isNewProcess(): boolean {
    try {
      this.#loadFile ??= openSync('/proc/loadavg', 'r')
      const length = readSync(this.#loadFile, loadBuffer, 0, loadBuffer.length, 0)
      const text = loadBuffer.toString('latin1', 0, length)
      const newest = text.slice(text.lastIndexOf(' ') + 1)
      if (newest === this.#lastProcess) return false
      this.#lastProcess = newest
      return true
    } catch {
      return true
    }
  }
}

const loadBuffer = Buffer.alloc(128)
