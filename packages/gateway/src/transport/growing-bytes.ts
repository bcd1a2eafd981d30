const EMPTY = new Uint8Array(0)
/** Bytes of the first buffer that chunks are copied into. */
const LEAST_BUFFER = 4096

/**
 * A body put together from its chunks. Most are one chunk, which is kept as it is. Further ones are copied into one
 * buffer that grows: a stranger who sends millions of chunks of one byte must not make millions of objects.
 */
export class GrowingBytes {
  readonly #limit: number
  #bytes: Uint8Array = EMPTY
  #size = 0

  /** @param limit bytes that it may hold */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Answers false, and keeps nothing more, where the limit is passed. */
  add(chunk: Uint8Array): boolean {
    const before = this.#size
    const size = before + chunk.length
    if (size > this.#limit) {
      this.clear()
      return false
    }
    if (before === 0) this.#bytes = chunk
    else {
      if (size > this.#bytes.length) this.#grow(size)
      this.#bytes.set(chunk, before)
    }
    this.#size = size
    return true
  }

  get(): Uint8Array {
    return this.#bytes.length === this.#size ? this.#bytes : this.#bytes.subarray(0, this.#size)
  }

  clear(): void {
    this.#bytes = EMPTY
    this.#size = 0
  }

  #grow(size: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.min(this.#limit, Math.max(2 * size, LEAST_BUFFER)))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}
