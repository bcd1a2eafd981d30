/**
 * The time that an upstream may take: it runs while the gateway waits for the upstream, and stands while it waits for
 * the client, who may send or read as slowly as the listener lets it. AWS collects request and answer before and after
 * the integration, so that its time limit, too, is the backend's alone.
 */
export class UpstreamClock {
  readonly #onExpired: () => void
  #left: number
  /** When it was last set going; undefined while it stands. */
  #since: number | undefined
  #timer: NodeJS.Timeout | undefined

  /** `budget` in milliseconds. It stands until `run`. */
  constructor(budget: number, onExpired: () => void) {
    this.#left = budget
    this.#onExpired = onExpired
  }

  run(): void {
    if (this.#since !== undefined) return
    this.#since = performance.now()
    this.#timer = setTimeout(this.#onExpired, this.#left)
  }

  stand(): void {
    if (this.#since === undefined) return
    this.#left = Math.max(0, this.#left - (performance.now() - this.#since))
    this.#since = undefined
    clearTimeout(this.#timer)
  }
}
