import { TokenBucket } from './token-bucket.ts'

/** What is limited of an account; a rate of 0 is no limit. */
export interface AccountLimits {
  /** Calls a second of all APIs together: requests, handshakes, messages, posts to connections. */
  readonly rate: number
  readonly burst: number
  /** New WebSocket connections a second. */
  readonly connectionRate: number
}

/** The limits that all APIs share (spec/websocket-api.md sections 9 and 12), and those of routes before them. */
export class AccountThrottle {
  readonly #calls: TokenBucket | undefined
  readonly #connections: TokenBucket | undefined
  readonly #now: () => number

  constructor({ rate, burst, connectionRate }: AccountLimits, now = () => performance.now()) {
    this.#calls = rate === 0 ? undefined : new TokenBucket(rate, burst)
    this.#connections = connectionRate === 0 ? undefined : new TokenBucket(connectionRate, connectionRate)
    this.#now = now
  }

  /** Whether a call may go on. `route`: its route's own limit, which is asked first, so that it costs the others nothing. */
  admits(route: TokenBucket | undefined): boolean {
    if (route === undefined && this.#calls === undefined) return true
    const now = this.#now()
    return (route?.take(now) ?? true) && (this.#calls?.take(now) ?? true)
  }

  /** Whether another connection may be opened. */
  admitsConnection(): boolean {
    return this.#connections?.take(this.#now()) ?? true
  }
}
