import type { BodySink, BodySource } from '../transport/http-message.ts'
import { BodyTooLarge } from './limited-body.ts'

/**
 * Reads a body to its end. Rejects with BodyTooLarge where it passes `limit` bytes, keeping nothing more of it, and
 * with what the source failed with: the client left, or what it sent is malformed.
 */
export function wholeBody(source: BodySource, limit: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  source.start(new Collector(limit, resolve, reject))
  return promise
}

const EMPTY = new Uint8Array(0)

/**
 * Most bodies are one chunk, which is kept as it is. Further ones are copied into one growing buffer: a client that
 * sends millions of chunks of one byte must not make millions of objects.
 */
class Collector implements BodySink {
  readonly #limit: number
  readonly #resolve: (bytes: Uint8Array) => void
  readonly #reject: (error: Error) => void
  #bytes: Uint8Array = EMPTY
  #size = 0
  #isOver = false

  constructor(limit: number, resolve: (bytes: Uint8Array) => void, reject: (error: Error) => void) {
    this.#limit = limit
    this.#resolve = resolve
    this.#reject = reject
  }

  write(chunk: Uint8Array): boolean {
    if (this.#isOver) return false
    const size = this.#size + chunk.length
    if (size > this.#limit) {
      // The source is not cancelled: the client has yet to read its answer on this connection.
      this.fail(new BodyTooLarge('the body is larger than the backend takes'))
      return false
    }
    if (this.#size === 0) this.#bytes = chunk
    else {
      if (size > this.#bytes.length) this.#grow(size)
      this.#bytes.set(chunk, this.#size)
    }
    this.#size = size
    return true
  }

  end(): void {
    if (!this.#isOver) this.#resolve(this.#bytes.subarray(0, this.#size))
    this.#isOver = true
  }

  fail(error: Error): void {
    this.#isOver = true
    this.#bytes = EMPTY
    this.#reject(error)
  }

  #grow(size: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.min(this.#limit, Math.max(2 * size, 4_096)))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}
