import { ByteRoom } from '../transport/byte-room.ts'
import { GrowingBytes } from '../transport/growing-bytes.ts'
import type { BodySink, BodySource } from '../transport/http-message.ts'
import { BodyTooLarge } from './limited-body.ts'

/** What all bodies that are being read may take together, in bytes: thousands of clients may send at once. */
const MOST_BYTES = 268_435_456

/** Too many bodies are being read at once for this one to be read, too. */
export class NoRoomForBody extends Error {
  override readonly name = 'NoRoomForBody'
}

const everybodys = new ByteRoom(MOST_BYTES)

/**
 * Reads a body to its end. Rejects with BodyTooLarge where it passes `limit` bytes, keeping nothing more of it, with
 * NoRoomForBody, and with what the source failed with: the client left, or what it sent is malformed.
 */
export function wholeBody(source: BodySource, limit: number, room: ByteRoom = everybodys): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  source.start(new Collector(limit, room, resolve, reject))
  return promise
}

class Collector implements BodySink {
  readonly #bytes: GrowingBytes
  readonly #room: ByteRoom
  readonly #resolve: (bytes: Uint8Array) => void
  readonly #reject: (error: Error) => void
  #taken = 0
  #isOver = false

  constructor(limit: number, room: ByteRoom, resolve: (bytes: Uint8Array) => void, reject: (error: Error) => void) {
    this.#bytes = new GrowingBytes(limit)
    this.#room = room
    this.#resolve = resolve
    this.#reject = reject
  }

  write(chunk: Uint8Array): boolean {
    if (this.#isOver) return false
    // In both cases the source is not cancelled: the client has yet to read its answer on this connection.
    if (!this.#room.take(chunk.length)) this.fail(new NoRoomForBody('too many bodies are being read at once'))
    else {
      this.#taken += chunk.length
      if (this.#bytes.add(chunk)) return true
      this.fail(new BodyTooLarge('the body is larger than the backend takes'))
    }
    return false
  }

  end(): void {
    if (!this.#isOver) this.#resolve(this.#bytes.get())
    this.#leave()
  }

  fail(error: Error): void {
    this.#bytes.clear()
    this.#reject(error)
    this.#leave()
  }

  #leave(): void {
    this.#isOver = true
    this.#room.give(this.#taken)
    this.#taken = 0
  }
}
