import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const buffer = Buffer.alloc(128)

/** Linux on all of Lambda's machines, and nearly everywhere else. */
const PAGE_BYTES = 4096

/**
 * What memory one process has. It holds its /proc file open, so that a look costs one system call, and so that a later
 * process with the same id is never taken for this one.
 */
export class MemoryGauge {
  readonly #pid: number
  #file: number | undefined

  constructor(pid: number) {
    this.#pid = pid
    try {
      this.#file = openSync(`/proc/${pid}/statm`, 'r')
    } catch {
      // It has ended, or this system has no /proc.
    }
  }

  /** All that is in memory, in bytes: program files that it shares with others included. 0 where it is not known. */
  resident(): number {
    if (this.#file === undefined) return 0
    try {
      const length = readSync(this.#file, buffer, 0, buffer.length, 0)
      // https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html: size, resident, shared, …
      return Number(buffer.toString('latin1', 0, length).split(' ', 2)[1]) * PAGE_BYTES
    } catch {
      this.close()
      return 0
    }
  }

  /**
   * What cannot be had from a file again, in bytes, with its part of what it shares with other processes: what a limit
   * of the kernel would count in the end. Costs a walk through the process's pages.
   */
  held(): number {
    if (this.#file === undefined) return 0
    try {
      const text = readFileSync(`/proc/${this.#pid}/smaps_rollup`, 'latin1')
      return kilobytes(text, 'Pss_Anon') + kilobytes(text, 'Pss_Shmem')
    } catch {
      return this.#heldByStatus()
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #heldByStatus(): number {
    try {
      const text = readFileSync(`/proc/${this.#pid}/status`, 'latin1')
      return kilobytes(text, 'RssAnon') + kilobytes(text, 'RssShmem')
    } catch {
      return 0
    }
  }
}

function kilobytes(text: string, name: string): number {
  const at = text.indexOf(`${name}:`)
  return at === -1 ? 0 : Number.parseInt(text.slice(at + name.length + 1), 10) * 1024
}
