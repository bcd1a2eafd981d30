/** Opcodes of frames (RFC 6455 section 11.8): continuation and text come before it, those of control frames behind it. */
const BINARY = 2
/** Bytes of a frame's head: two, up to eight of length, four of the mask. */
const LONGEST_HEAD = 14

/**
 * Watches the frames of a client go by, and tells the first one that is not for this gateway: a data frame whose payload
 * is longer than a limit, and a binary one. `ws` knows a limit of messages alone; API Gateway has one of frames, too, and
 * closes on binary frames of any size (spec/websocket-api.md section 1.5).
 */
export class FrameLengths {
  readonly #limit: number
  readonly #head = Buffer.alloc(LONGEST_HEAD)
  #headBytes = 0
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
      this.#head[this.#headBytes++] = chunk[at++] as number
      if (this.#headBytes < this.#headLength()) continue
      this.#headBytes = 0
      this.#payload = this.#payloadLength()
      const first = this.#head[0] as number
      const opcode = first & 0x0f
      if (opcode > BINARY) continue
      if (opcode === BINARY) this.#found = 'binary'
      else if (this.#payload > this.#limit) this.#found = 'tooLarge'
      else if (first >= 0x80) this.#messages++
    }
  }

  #headLength(): number {
    if (this.#headBytes < 2) return 2
    const second = this.#head[1] as number
    const mask = second >= 0x80 ? 4 : 0
    const length = second & 0x7f
    return 2 + mask + (length === 127 ? 8 : length === 126 ? 2 : 0)
  }

  #payloadLength(): number {
    const length = (this.#head[1] as number) & 0x7f
    if (length === 126) return this.#head.readUInt16BE(2)
    return length === 127 ? Number(this.#head.readBigUInt64BE(2)) : length
  }
}
