import type { BodySink, BodySource } from '../transport/http-message.ts'

/** More bytes came than the gateway carries (spec/http-api.md section 11: 10 MB each way). */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/**
 * A body of unannounced length, cut off where it passes the limit: its sink then fails with BodyTooLarge.
 * `cancelsSource`: whether the sender is told, too. A client is not: it has yet to read the 413 on its connection.
 */
export class LimitedBody implements BodySource, BodySink {
  readonly length: number | undefined
  readonly #source: BodySource
  readonly #cancelsSource: boolean
  #left: number
  /** Undefined before the start, and again once the limit was passed. */
  #sink: BodySink | undefined

  constructor(source: BodySource, limit: number, cancelsSource: boolean) {
    this.length = source.length
    this.#source = source
    this.#left = limit
    this.#cancelsSource = cancelsSource
  }

  start(sink: BodySink): void {
    this.#sink = sink
    this.#source.start(this)
  }

  resume(): void {
    this.#source.resume()
  }

  cancel(reason: Error): void {
    this.#source.cancel(reason)
  }

  write(chunk: Uint8Array): boolean {
    if (this.#sink === undefined) return false
    this.#left -= chunk.length
    if (this.#left >= 0) return this.#sink.write(chunk)
    const sink = this.#sink
    this.#sink = undefined
    const error = new BodyTooLarge('the body is larger than the gateway carries')
    sink.fail(error)
    if (this.#cancelsSource) this.#source.cancel(error)
    return false
  }

  end(): void {
    this.#sink?.end()
  }

  fail(error: Error): void {
    this.#sink?.fail(error)
  }
}
