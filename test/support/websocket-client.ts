import { once } from 'node:events'

/** A client of a WebSocket API, as browsers are. */
export class WebSocketClient implements AsyncDisposable {
  readonly #socket: WebSocket
  readonly #frames: string[] = []

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#frames.push(String(data)))
  }

  static async open(url: string): Promise<WebSocketClient> {
    const socket = new WebSocket(url)
    const client = new WebSocketClient(socket)
    await once(socket, 'open')
    return client
  }

  /** Sends a message, and waits for the next frame. */
  async ask(message: object | string): Promise<string> {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    while (this.#frames.length === 0) {
      await Promise.race([once(this.#socket, 'message'), once(this.#socket, 'close')])
      if (this.#frames.length === 0) throw new Error('the connection was closed instead of an answer')
    }
    return this.#frames.shift() ?? ''
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }
}
