import type { BodySink, BodySource } from './http-message.ts'

/** Small enough to see a slow reader's progress, large enough to cost few calls. */
const sliceBytes = 65_536

/** Bytes at hand as a BodySource: what is large goes out in slices, so that a reader's back-pressure holds. */
export class BytesSource implements BodySource {
  readonly length: number
  readonly #bytes: Uint8Array
  #sink: BodySink | undefined
  #offset = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.length = bytes.length
  }

  start(sink: BodySink): void {
    this.#sink = sink
    this.resume()
  }

  resume(): void {
    const sink = this.#sink
    if (sink === undefined) return
    while (this.#offset < this.length) {
      const slice = this.#bytes.subarray(this.#offset, this.#offset + sliceBytes)
      this.#offset += slice.length
      if (!sink.write(slice) && this.#offset < this.length) return
    }
    this.#sink = undefined
    sink.end()
  }

  cancel(): void {
    this.#sink = undefined
  }
}
