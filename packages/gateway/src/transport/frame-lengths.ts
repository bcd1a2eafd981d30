/** Opcodes of frames (RFC 6455 section 11.8): continuation and text come before it, those of control frames behind it. */
const BINARY = 2
/** Bytes of a frame's head before the extended length and the mask. */
const SHORTEST_HEAD = 2
const MASK_BYTES = 4

/**
 * Watches the frames of a client go by, and tells the first one that is not for this gateway: a data frame whose payload
 * is longer than a limit, and a binary one. `ws` knows a limit of messages alone; API Gateway has one of frames, too, and
 * closes on binary frames of any size (spec/websocket-api.md section 1.5).
 */
export class FrameLengths {
  readonly #limit: number
  // Of the head that goes by: numbers instead of its bytes, because every open connection has one of these.
  #headBytes = 0
  #first = 0
  #second = 0
  /** The extended length, as far as it has come. */
  #length = 0
  /** Payload that is still to go by. */
  #payload = 0
  #messages = 0
  #found: 'binary' | 'tooLarge' | undefined

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Of the first such frame, what it is; nothing behind it is looked at. */
  get found(): 'binary' | 'tooLarge' | undefined {
    return this.#found
  }

  /** Messages whose last frame has begun, all of them before the one that was found. */
  get messages(): number {
    return this.#messages
  }

  /** Takes the next bytes of the connection. */
  add(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length && this.#found === undefined) {
      if (this.#payload > 0) {
        const skipped = Math.min(this.#payload, chunk.length - at)
        this.#payload -= skipped
        at += skipped
        continue
      }
      if (!this.#isHeadWhole(chunk[at++] as number)) continue
      const length = this.#second & 0x7f
      this.#payload = length < 126 ? length : this.#length
      this.#headBytes = 0
      const opcode = this.#first & 0x0f
      if (opcode > BINARY) continue
      if (opcode === BINARY) this.#found = 'binary'
      else if (this.#payload > this.#limit) this.#found = 'tooLarge'
      else if (this.#first >= 0x80) this.#messages++
    }
  }

  /** Takes the next byte of a head. */
  #isHeadWhole(byte: number): boolean {
    const index = this.#headBytes++
    if (index === 0) {
      this.#first = byte
      return false
    }
    if (index === 1) {
      this.#second = byte
      this.#length = 0
    }
    const length = this.#second & 0x7f
    const lengthEnd = SHORTEST_HEAD + (length === 127 ? 8 : length === 126 ? 2 : 0)
    // Up to 2^64, as exact as a limit needs.
    if (index >= SHORTEST_HEAD && index < lengthEnd) this.#length = this.#length * 256 + byte
    return this.#headBytes === lengthEnd + (this.#second >= 0x80 ? MASK_BYTES : 0)
  }
}
