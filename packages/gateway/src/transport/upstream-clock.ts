interface Expiring {
  expire(): void
}

/** One function for all timers: a closure for each call would be garbage on the hot path. */
function expire(call: Expiring): void {
  call.expire()
}

/**
 * The time that an upstream may take: it runs while the gateway waits for the upstream, and stands while it waits for
 * the client, who may send or read as slowly as the listener lets it. AWS collects request and answer before and after
 * the integration, so that its time limit, too, is the backend's alone.
 */
export class UpstreamClock {
  readonly #call: Expiring
  #left: number
  /** When it was last set going; undefined while it stands. */
  #since: number | undefined
  #timer: NodeJS.Timeout | undefined

  /** `budget` in milliseconds. It stands until `run`; `call` hears when the budget is spent. */
  constructor(budget: number, call: Expiring) {
    this.#left = budget
    this.#call = call
  }

  run(): void {
    if (this.#since !== undefined) return
    this.#since = performance.now()
    this.#timer = setTimeout(expire, this.#left, this.#call)
  }

  /** For good: cheaper than `stand`, as nobody will ask what is left. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  stand(): void {
    if (this.#since === undefined) return
    this.#left = Math.max(0, this.#left - (performance.now() - this.#since))
    this.#since = undefined
    clearTimeout(this.#timer)
  }
}
