import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Stands before a server, and lets a test say when a call goes on, or what is answered in its place. */
export class HoldingProxy implements AsyncDisposable {
  /** Awaited for each call; a status that it answers is the client's answer, and the server hears nothing. */
  before: (method: string, path: string) => Promise<number | undefined> = () => Promise.resolve(undefined)
  /** Told of each answer of the server, before the client is. */
  after: (method: string, path: string) => void = () => undefined
  readonly #server: Server

  constructor(target: string) {
    this.#server = createServer((incoming, outgoing) => {
      // A client that is gone wants no answer; what it asked for is done all the same.
      this.#pass(target, incoming, outgoing).catch(() => outgoing.destroy())
    })
  }

  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async #pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming
    const body = await buffer(incoming)
    const status = await this.before(method, url)
    if (status !== undefined) {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{"message":"not now"}')
      return
    }
    const onward = request(`${target}${url}`, { method, headers: { ...headers, connection: 'close' } })
    onward.end(body)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    this.after(method, url)
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(await buffer(answer))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
