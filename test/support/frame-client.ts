import { once } from 'node:events'
import { isIP } from 'node:net'
import { text } from 'node:stream/consumers'
import { type ClientOptions, WebSocket } from 'ws'

/** How a handshake was refused. */
export interface Refusal {
  readonly status: number
  readonly body: string
}

interface Closed {
  readonly code: number
  readonly reason: string
}

/** A WebSocket client that keeps its frames until somebody asks for them. */
export class FrameClient implements Disposable {
  readonly #socket: WebSocket
  readonly #frames: string[] = []
  #waiting: ((frame: string) => void) | undefined
  /** When the connection has ended. */
  readonly closed: Promise<Closed>

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const frame = data.toString()
      const waiting = this.#waiting
      this.#waiting = undefined
      if (waiting === undefined) this.#frames.push(frame)
      else waiting(frame)
    })
    this.closed = new Promise((resolve) => {
      socket.once('close', (code: number, reason: Buffer) => resolve({ code, reason: reason.toString() }))
    })
  }

  /**
   * Connects. Rejects where the handshake is refused. The name in the URL need not resolve: the connection goes to
   * loopback, as a browser's to `*.localhost` does.
   */
  static async open(
    url: string,
    options: ClientOptions & { readonly protocols?: string[] } = {},
  ): Promise<FrameClient> {
    const client = new FrameClient(socketTo(url, options))
    await once(client.#socket, 'open')
    return client
  }

  /** Tries a handshake that must be refused. */
  static refused(url: string, options: ClientOptions = {}): Promise<Refusal> {
    const { promise, resolve, reject } = Promise.withResolvers<Refusal>()
    const socket = socketTo(url, options)
    socket.on('open', () => {
      socket.terminate()
      reject(new Error(`${url} was accepted`))
    })
    socket.on('error', reject)
    socket.on('unexpected-response', (_request, response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
    })
    return promise
  }

  /** What the server chose of the subprotocols. */
  get protocol(): string {
    return this.#socket.protocol
  }

  send(message: unknown): void {
    this.#socket.send(message instanceof Uint8Array || typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Sends a message, and waits for the next frame. Rejects where the connection ends instead. */
  ask(message: unknown): Promise<string> {
    this.send(message)
    const ended = this.closed.then(({ code }) => {
      throw new Error(`the connection was closed with ${code} instead of an answer`)
    })
    return Promise.race([this.frame(), ended])
  }

  /** The next frame, as text. */
  frame(): Promise<string> {
    const known = this.#frames.shift()
    if (known !== undefined) return Promise.resolve(known)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  /** The next frame, as JSON. */
  async json(): Promise<unknown> {
    return JSON.parse(await this.frame()) as unknown
  }

  close(code?: number, reason?: string): Promise<Closed> {
    this.#socket.close(code, reason)
    return this.closed
  }

  [Symbol.dispose](): void {
    this.#socket.terminate()
  }
}

function socketTo(
  url: string,
  { protocols = [], headers = {}, ...options }: ClientOptions & { readonly protocols?: string[] },
): WebSocket {
  const { host, hostname } = new URL(url)
  const address = new URL(url)
  address.hostname = '127.0.0.1'
  // What the certificate must be of, with wss: an address is taken from the URL.
  const name = isIP(hostname) === 0 ? { servername: hostname } : {}
  return new WebSocket(address, protocols, { ...options, ...name, headers: { host, ...headers } })
}
