import type { IncomingMessage } from 'node:http'
import type { BodySink, BodySource } from './http-message.ts'

/** The body of a request that node:http receives. Chunks are handed on as they are, never copied. */
export class IncomingBody implements BodySource {
  readonly length: number | undefined
  readonly #message: IncomingMessage
  #invite: (() => void) | undefined
  #sink: BodySink | undefined
  #received = 0
  #over = false

  /** `invite` sends `100 Continue`, where the client waits for that. */
  constructor(message: IncomingMessage, length: number | undefined, invite: (() => void) | undefined) {
    this.#message = message
    this.length = length
    this.#invite = invite
  }

  start(sink: BodySink): void {
    if (this.#over) {
      sink.fail(new Error('The request body is no longer there'))
      return
    }
    const message = this.#message
    this.#sink = sink
    if (message.complete || message.readableLength === this.length) {
      // Arrived together with the head, as most small bodies do: without a turn through the stream's events.
      const chunk = message.read() as Buffer | null
      this.#received += chunk?.length ?? 0
      this.#over = true
      // The stream's own end must pass, or node:http keeps the message.
      message.resume()
      if (chunk !== null) sink.write(chunk)
      sink.end()
      return
    }
    this.#invite?.()
    this.#invite = undefined
    message.on('data', this.#onData)
    message.on('end', this.#onEnd)
  }

  resume(): void {
    if (!this.#over) this.#message.resume()
  }

  cancel(): void {
    this.#release()
    // Without a reader the rest would stop the connection's parser; whether to wait for it is decided with the answer.
    this.#message.resume()
  }

  /** The client's connection broke, or what it sent is malformed. */
  fail(error: Error): void {
    const sink = this.#sink
    const over = this.#over
    this.#release()
    if (!over) sink?.fail(error)
  }

  /** Nobody will read any more of it. */
  get over(): boolean {
    return this.#over
  }

  /** It is being read. */
  get flowing(): boolean {
    return this.#sink !== undefined && !this.#over
  }

  /** The client has not been invited to send it. */
  get awaited(): boolean {
    return this.#invite !== undefined
  }

  /** Bytes that have not arrived yet: 0 where all has, Infinity where nobody can tell. */
  get outstanding(): number {
    if (this.#message.complete) return 0
    if (this.length === undefined) return Number.POSITIVE_INFINITY
    return this.length - this.#received - this.#message.readableLength
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received += chunk.length
    if (this.#sink?.write(chunk) === false) this.#message.pause()
  }

  readonly #onEnd = (): void => {
    this.#over = true
    this.#sink?.end()
  }

  #release(): void {
    this.#over = true
    this.#message.removeListener('data', this.#onData)
    this.#message.removeListener('end', this.#onEnd)
  }
}
