/** Bounds the memory that things of many sizes take together. */
export class ByteRoom {
  readonly #most: number
  #used = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Answers false where there is no room. A thing alone always has some. */
  take(bytes: number): boolean {
    if (this.#used > 0 && this.#used + bytes > this.#most) return false
    this.#used += bytes
    return true
  }

  give(bytes: number): void {
    this.#used -= bytes
  }
}
