import type { BodySink, BodySource } from './http-message.ts'

/** What an ArrivingBody asks of the connection that it arrives on. */
export interface BodyFlow {
  pause(): void
  resume(): void
  abort(reason: Error): void
}

/** Bytes that wait for a reader before the connection is paused: about what one read of a socket brings. */
const waitingBytes = 65_536

/**
 * A body that a connection pushes and a reader pulls. What arrives before `start`, or while the reader holds back,
 * waits here, and the connection is paused; undici may still push what it had already read.
 */
export class ArrivingBody implements BodySource {
  readonly length: number | undefined
  readonly #flow: BodyFlow
  #waiting: Uint8Array[]
  #waitingBytes = 0
  #next = 0
  #sink: BodySink | undefined
  #held = true
  #paused = false
  #over = false
  #failure: Error | undefined

  constructor(length: number | undefined, flow: BodyFlow, first: Uint8Array[]) {
    this.length = length
    this.#flow = flow
    this.#waiting = first
    for (const chunk of first) this.#waitingBytes += chunk.length
    if (this.#waitingBytes >= waitingBytes) this.#pause()
  }

  push(chunk: Uint8Array): void {
    if (this.#over) return
    if (this.#sink !== undefined && !this.#held) {
      if (this.#sink.write(chunk)) return
      this.#held = true
      this.#pause()
      return
    }
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes >= waitingBytes) this.#pause()
  }

  finish(): void {
    this.#over = true
    this.#deliverEnd()
  }

  fail(error: Error): void {
    this.#over = true
    this.#failure = error
    // What waits is of no use without the rest: the reader learns at once.
    this.#waiting = []
    this.#next = 0
    this.#deliverEnd()
  }

  start(sink: BodySink): void {
    this.#sink = sink
    this.resume()
  }

  resume(): void {
    const sink = this.#sink
    if (sink === undefined) return
    this.#held = false
    while (this.#next < this.#waiting.length) {
      const chunk = this.#waiting[this.#next++] as Uint8Array
      if (!sink.write(chunk)) {
        this.#held = true
        return
      }
    }
    this.#next = 0
    this.#waiting = []
    this.#waitingBytes = 0
    if (this.#over) this.#deliverEnd()
    else if (this.#paused) {
      this.#paused = false
      this.#flow.resume()
    }
  }

  cancel(reason: Error): void {
    this.#sink = undefined
    this.#waiting = []
    if (this.#over) return
    this.#over = true
    this.#flow.abort(reason)
  }

  #pause(): void {
    if (this.#paused || this.#over) return
    this.#paused = true
    this.#flow.pause()
  }

  #deliverEnd(): void {
    const sink = this.#sink
    if (sink === undefined || this.#next < this.#waiting.length) return
    this.#sink = undefined
    if (this.#failure === undefined) sink.end()
    else sink.fail(this.#failure)
  }
}
