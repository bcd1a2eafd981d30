import { Readable } from 'node:stream'
import type { BodySink, BodySource } from './http-message.ts'

const highWaterMark = 65_536

/**
 * Starts `source` and gives what undici can send: the bytes themselves if all of them are at hand, which saves the
 * stream; otherwise a Readable. `onFail` hears of a body that fails, `onTurn` of whose turn it is: true where the client's bytes are
 * awaited, false where the upstream has enough to do.
 */
export function departingBody(
  source: BodySource,
  onFail: (error: Error) => void,
  onTurn: (waitsForClient: boolean) => void,
): Uint8Array | Readable {
  const sink = new DepartingBody(onFail, onTurn)
  source.start(sink)
  return sink.take(source)
}

class DepartingBody implements BodySink {
  readonly #onFail: (error: Error) => void
  readonly #onTurn: (waitsForClient: boolean) => void
  #first: Uint8Array[] = []
  #firstBytes = 0
  #stream: SourceStream | undefined
  #ended = false
  #failure: Error | undefined

  constructor(onFail: (error: Error) => void, onTurn: (waitsForClient: boolean) => void) {
    this.#onFail = onFail
    this.#onTurn = onTurn
  }

  take(source: BodySource): Uint8Array | Readable {
    const first = this.#first
    this.#first = []
    if (this.#ended && first.length < 2) return first[0] ?? new Uint8Array(0)
    if (this.#ended) return Buffer.concat(first)
    const stream = new SourceStream(source, this.#onTurn)
    this.#stream = stream
    for (const chunk of first) stream.give(chunk)
    if (this.#failure !== undefined) stream.destroy(this.#failure)
    return stream
  }

  write(chunk: Uint8Array): boolean {
    if (this.#stream !== undefined) return this.#stream.give(chunk)
    this.#first.push(chunk)
    this.#firstBytes += chunk.length
    return this.#firstBytes < highWaterMark
  }

  end(): void {
    this.#ended = true
    this.#stream?.finish()
  }

  fail(error: Error): void {
    this.#failure = error
    this.#stream?.destroy(error)
    this.#onFail(error)
  }
}

/** undici takes Readables; this one pulls a BodySource. */
class SourceStream extends Readable {
  readonly #source: BodySource
  readonly #onTurn: (waitsForClient: boolean) => void
  #held = false
  #finished = false

  constructor(source: BodySource, onTurn: (waitsForClient: boolean) => void) {
    super({ highWaterMark })
    this.#source = source
    this.#onTurn = onTurn
    // undici listens from the moment it sends; until then, an error has been told through onFail.
    this.on('error', () => undefined)
  }

  give(chunk: Uint8Array): boolean {
    if (this.destroyed) return true
    this.#held = !this.push(chunk)
    if (this.#held) this.#onTurn(false)
    return !this.#held
  }

  finish(): void {
    this.#finished = true
    this.#onTurn(false)
    this.push(null)
  }

  override _read(): void {
    if (!this.#held) return
    this.#held = false
    this.#onTurn(true)
    this.#source.resume()
  }

  /** undici destroys the body when the call ends before it: nobody wants the rest. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#finished) this.#source.cancel(error ?? new Error('The upstream answered without the rest of the body'))
    done(error)
  }
}
