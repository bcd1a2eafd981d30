/** What one process may print in a second before lines are left out of the log. */
const MOST_LINES = 2000
const MOST_BYTES = 2_097_152
const WINDOW_MS = 1000

/** Bounds a process's log, and counts what is left out. */
export class LogAllowance {
  #start = 0
  #lines = 0
  #bytes = 0
  #lostLines = 0
  #lostBytes = 0

  /** Whether a line may be logged. */
  take(bytes: number, now: number): boolean {
    if (now - this.#start >= WINDOW_MS) {
      this.#start = now
      this.#lines = 0
      this.#bytes = 0
    }
    this.#lines += 1
    this.#bytes += bytes
    if (this.#lines <= MOST_LINES && this.#bytes <= MOST_BYTES) return true
    this.#lostLines += 1
    this.#lostBytes += bytes
    return false
  }

  /** What to say of the lines that were left out since the last time; undefined where there were none. */
  lost(): string | undefined {
    if (this.#lostLines === 0) return undefined
    const text = `Postern left out ${this.#lostLines} lines (${this.#lostBytes} bytes): more than the log takes in a second`
    this.#lostLines = 0
    this.#lostBytes = 0
    return text
  }
}
