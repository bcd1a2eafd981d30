import { channel } from 'node:diagnostics_channel'
import { ProcessFamilies } from './process-families.ts'
import type { WardenFailure } from './warden.ts'

const failures = channel('postern:function:warden')

/** A program that starts others as fast as they are killed is given up on after this many rounds. */
const MOST_ROUNDS = 100

/** Ends everything that an ended worker left behind: its process group, and whatever left that. */
export class FamilySweeper {
  readonly #families: ProcessFamilies
  #waiting = new Map<string, () => void>()
  #running = false

  constructor(families: ProcessFamilies) {
    this.#families = families
  }

  /** Resolves when nothing of the family is left. The search goes through all processes, so it serves all who ask. */
  sweep(family: string, leader: number): Promise<void> {
    killGroup(leader)
    if (!ProcessFamilies.supported) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.set(family, resolve)
    if (!this.#running) void this.#run()
    return promise
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.size > 0) {
      const batch = this.#waiting
      this.#waiting = new Map()
      await this.#sweepAll(new Set(batch.keys()))
      for (const resolve of batch.values()) resolve()
    }
    this.#running = false
  }

  async #sweepAll(families: ReadonlySet<string>): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const left = await this.#families.find(families)
      if (left.length === 0) return
      // Stopped first, they cannot start others while these are killed.
      for (const pid of left) send(pid, 'SIGSTOP')
      for (const pid of left) send(pid, 'SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const error = new Error('A function starts processes as fast as they are killed: some may be left')
    if (failures.hasSubscribers) failures.publish({ error } satisfies WardenFailure)
  }
}

/** Kills a process and all that stayed in its group. */
export function killGroup(leader: number): void {
  send(-leader, 'SIGKILL')
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone, which is what is wanted.
  }
}
