import type { ServerResponse } from 'node:http'
import type { BodySink, BodySource } from './http-message.ts'

/** Writes an arriving body to a client, at the client's pace, and holds it to the length that was announced. */
export class AnswerStream implements BodySink {
  readonly #response: ServerResponse
  readonly #source: BodySource
  readonly #length: number | undefined
  readonly #onOver: () => void
  #sent = 0
  #over = false

  /** `onOver` is called once: the last byte was handed over, or the connection was given up. */
  constructor(response: ServerResponse, source: BodySource, length: number | undefined, onOver: () => void) {
    this.#response = response
    this.#source = source
    this.#length = length
    this.#onOver = onOver
  }

  start(): void {
    this.#response.on('drain', () => {
      if (!this.#over) this.#source.resume()
    })
    this.#source.start(this)
    // What the source has at hand leaves together with the head. But the head must not wait for the first byte of a
    // body that may be a long time off (server-sent events).
    if (this.#sent === 0 && !this.#over) this.#response.flushHeaders()
  }

  write(chunk: Uint8Array): boolean {
    if (this.#over) return true
    this.#sent += chunk.length
    if (this.#length !== undefined && this.#sent > this.#length) {
      // One byte more than announced would be read as the start of the next answer.
      this.#source.cancel(new Error('The body is longer than its Content-Length'))
      this.#breakOff()
      return true
    }
    return this.#response.write(chunk)
  }

  end(): void {
    if (this.#over) return
    if (this.#length !== undefined && this.#sent < this.#length) {
      this.#breakOff()
      return
    }
    this.#over = true
    this.#response.end()
    this.#onOver()
  }

  /** The status is out, so a broken body can be told only by a broken connection (RFC 9112 section 8). */
  fail(): void {
    if (!this.#over) this.#breakOff()
  }

  /** The client is gone. */
  abandon(reason: Error): void {
    if (this.#over) return
    this.#over = true
    this.#source.cancel(reason)
  }

  #breakOff(): void {
    this.#over = true
    this.#response.destroy()
    this.#onOver()
  }
}
