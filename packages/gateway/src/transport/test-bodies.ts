import { type BodySink, type BodySource, isBodySource } from './http-message.ts'

/** A body of `total` bytes that is made as fast as its reader takes it, and counts. For tests. */
export class CountingSource implements BodySource {
  readonly length: number | undefined
  /** Resolves with the reason when the reader gives up. */
  readonly cancelled: Promise<Error>
  produced = 0
  readonly #total: number
  #sink: BodySink | undefined
  #onCancel: (reason: Error) => void = () => undefined

  constructor(total: number, length: number | undefined = total) {
    this.#total = total
    this.length = length
    this.cancelled = new Promise((resolve) => {
      this.#onCancel = resolve
    })
  }

  start(sink: BodySink): void {
    this.#sink = sink
    this.resume()
  }

  resume(): void {
    while (this.produced < this.#total) {
      const sink = this.#sink
      if (sink === undefined) return
      const size = Math.min(65_536, this.#total - this.produced)
      const chunk = Buffer.alloc(size, this.produced / 65_536)
      this.produced += size
      if (!sink.write(chunk)) return
    }
    this.#sink?.end()
    this.#sink = undefined
  }

  cancel(reason: Error): void {
    this.#sink = undefined
    this.#onCancel(reason)
  }
}

/** A body whose pieces the test hands out one by one. */
export class ManualSource implements BodySource {
  readonly length: number | undefined
  readonly cancelled: Promise<Error>
  /** Resolves when somebody reads. */
  readonly started: Promise<BodySink>
  #onStart: (sink: BodySink) => void = () => undefined
  #onCancel: (reason: Error) => void = () => undefined

  constructor(length?: number) {
    this.length = length
    this.started = new Promise((resolve) => {
      this.#onStart = resolve
    })
    this.cancelled = new Promise((resolve) => {
      this.#onCancel = resolve
    })
  }

  start(sink: BodySink): void {
    this.#onStart(sink)
  }

  resume(): void {
    // Nothing waits here.
  }

  cancel(reason: Error): void {
    this.#onCancel(reason)
  }
}

/** A reader that counts, and holds back from the first byte until `release`. */
export class HoldingSink implements BodySink {
  readonly ended: Promise<number>
  received = 0
  #held = true
  readonly #source: BodySource
  #resolve: (received: number) => void = () => undefined
  #reject: (error: Error) => void = () => undefined

  constructor(source: BodySource) {
    this.#source = source
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Whoever does not wait for it does not want to hear of it.
    this.ended.catch(() => undefined)
    source.start(this)
  }

  release(): void {
    this.#held = false
    this.#source.resume()
  }

  write(chunk: Uint8Array): boolean {
    this.received += chunk.length
    return !this.#held
  }

  end(): void {
    this.#resolve(this.received)
  }

  fail(error: Error): void {
    this.#reject(error)
  }
}

/** The whole of a body. */
export function collect(body: Uint8Array | string | BodySource | undefined): Promise<Buffer> {
  if (body === undefined) return Promise.resolve(Buffer.alloc(0))
  if (!isBodySource(body)) return Promise.resolve(Buffer.from(body as Uint8Array))
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    body.start({
      write: (chunk) => {
        chunks.push(chunk)
        return true
      },
      end: () => resolve(Buffer.concat(chunks)),
      fail: reject,
    })
  })
}

/** Waits until a count stands still for many turns of the event loop: all who can move have moved. */
export async function standstill(count: () => number): Promise<number> {
  for (let turns = 0, last = count(); turns < 200; turns++) {
    await new Promise(setImmediate)
    if (count() !== last) {
      last = count()
      turns = 0
    }
  }
  return count()
}
