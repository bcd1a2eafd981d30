import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A client that says exactly what a test wants it to say, right or wrong, and keeps all that comes back. For tests. */
export class RawClient {
  readonly socket: Socket
  /** Resolves when the connection is gone, by whichever side and however rudely. */
  readonly closed: Promise<void>
  /** How the connection broke, if it did not simply end: `ECONNRESET`, … */
  failure: string | undefined
  #received = ''
  #isClosed = false

  private constructor(socket: Socket) {
    this.socket = socket
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true
        resolve()
      })
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.failure = error.code
    })
    socket.on('data', (chunk) => {
      this.#received += chunk.toString('latin1')
    })
  }

  static async open(port: number, { secure = false } = {}): Promise<RawClient> {
    const raw = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(raw, 'connect')
    if (!secure) return new RawClient(raw)
    // Whom it talks to is not what these tests are about.
    const socket = connectTls({ socket: raw, rejectUnauthorized: false })
    const client = new RawClient(socket)
    await Promise.race([once(socket, 'secureConnect').catch(() => undefined), client.closed])
    return client
  }

  /** Everything so far, a character per byte. */
  get received(): string {
    return this.#received
  }

  /** The status lines so far. */
  get statuses(): number[] {
    return [...this.#received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]))
  }

  send(text: string | Uint8Array): void {
    this.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text)
  }

  /** Each byte in a write of its own, so that the receiver's parser stops and goes on at every place. */
  async sendByteByByte(text: string): Promise<void> {
    for (const byte of Buffer.from(text, 'latin1')) {
      if (this.#isClosed || !this.socket.writable) return
      await new Promise((resolve) => this.socket.write(Buffer.of(byte), resolve))
      await new Promise(setImmediate)
    }
  }

  /** Waits until what was received contains `text`. Rejects if the connection ends without. */
  async until(text: string | RegExp): Promise<void> {
    const there = (): boolean => (typeof text === 'string' ? this.#received.includes(text) : text.test(this.#received))
    while (!there()) {
      if (this.#isClosed) throw new Error(`The connection ended without ${text}; it brought: ${this.#received}`)
      await this.more()
    }
  }

  /** Waits for the next bytes, or for the end. */
  async more(): Promise<void> {
    await Promise.race([once(this.socket, 'data').catch(() => undefined), this.closed])
  }
}
