/**
 * A token bucket: `burst` calls at once, and `rate` further ones a second (spec/http-api.md section 7). Both 0 lets
 * nothing through. Times are milliseconds of a clock that never goes back, such as `performance.now()`.
 */
export class TokenBucket {
  readonly rate: number
  readonly burst: number
  #tokens: number
  #at = -Infinity

  constructor(rate: number, burst: number) {
    this.rate = rate
    this.burst = burst
    this.#tokens = burst
  }

  /** Takes a token. False: there is none. */
  take(now: number): boolean {
    if (now > this.#at) {
      const gained = this.#at === -Infinity ? 0 : ((now - this.#at) / 1000) * this.rate
      this.#tokens = Math.min(this.burst, this.#tokens + gained)
      this.#at = now
    }
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
