import { channel } from 'node:diagnostics_channel'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { ClientConnection } from './client-connection.ts'
import type { Exchange } from './exchange.ts'
import type { HttpHandler } from './http-message.ts'
import { listenErrorOf } from './listen-error-of.ts'
import type { Listen, Listener, ListenerLimits, ListenerOptions } from './listener.ts'
import { readRequestHead } from './request-head.ts'

/** Published on `postern:listener:error`: the handler rejected, or its answer cannot be written. A bug, for the log. */
export interface ListenerFailure {
  readonly error: unknown
  readonly method: string
  readonly target: string
}

type Expectation = 'none' | 'continue' | 'unknown'

const failures = channel('postern:listener:error')

/** The Listen port on node:http. Rejects with ListenError. */
export const listenWithNode: Listen = async (options, handler) => {
  const listener = new NodeListener(options, handler)
  await listener.open()
  return listener
}

class NodeListener implements Listener {
  readonly #options: ListenerOptions
  readonly #limits: ListenerLimits
  readonly #handler: HttpHandler
  readonly #server: Server
  readonly #connections = new Map<Socket, ClientConnection>()
  readonly #sweepMs: number
  #sweeper: NodeJS.Timeout | undefined
  #closing: Promise<void> | undefined

  constructor(options: ListenerOptions, handler: HttpHandler) {
    const { limits } = options
    this.#options = options
    this.#limits = limits
    this.#handler = handler
    this.#sweepMs = sweepInterval(limits)
    this.#server = createServer({
      // Counts names, values and the target; request-head.ts counts the whole lines. Neither keeps padding.
      maxHeaderSize: limits.headerBytes,
      headersTimeout: Math.min(limits.headTimeout, limits.requestTimeout),
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: this.#sweepMs,
      // The sweep does it, without two timer operations per request.
      keepAliveTimeout: 0,
      insecureHTTPParser: false,
      // request-head.ts does it, for all versions and with the body that API Gateway gives.
      requireHostHeader: false,
      optimizeEmptyRequests: true,
    })
    // node:http would drop the lines beyond its limit in silence; request-head.ts refuses them.
    this.#server.maxHeadersCount = 0
    this.#server.maxConnections = limits.connections
    this.#server.on('connection', (socket: Socket) => this.#connected(socket))
    this.#server.on('request', (message, response) => this.#request(message, response, 'none'))
    this.#server.on('checkContinue', (message, response) => this.#request(message, response, 'continue'))
    this.#server.on('checkExpectation', (message, response) => this.#request(message, response, 'unknown'))
    this.#server.on('connect', (message: IncomingMessage) => {
      // Without a listener, node:http hands out the bare socket, on which an error would end the process.
      message.socket.on('error', () => message.socket.destroy())
      this.#connections.get(message.socket)?.refuse(400, new Error('CONNECT is not for a gateway'))
    })
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#broken(error, socket as Socket))
  }

  get address(): { readonly host: string; readonly port: number } {
    const { address, port } = this.#server.address() as AddressInfo
    return { host: address, port }
  }

  async open(): Promise<void> {
    const { host, port } = this.#options
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject)
        this.#server.listen({ host, port }, () => {
          this.#server.removeListener('error', reject)
          resolve()
        })
      })
    } catch (error) {
      throw listenErrorOf(error as Error, host, port)
    }
    this.#server.on('error', (error) => publishFailure(error, '', ''))
    this.#sweeper = setInterval(() => {
      for (const connection of this.#connections.values()) connection.sweep(this.#sweepMs)
    }, this.#sweepMs).unref()
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#drain(graceMs)
    return this.#closing
  }

  async #drain(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const connection of this.#connections.values()) connection.drain()
    const timer = setTimeout(() => {
      for (const connection of this.#connections.values()) connection.destroy()
    }, graceMs)
    await closed
    clearTimeout(timer)
    clearInterval(this.#sweeper)
  }

  #connected(socket: Socket): void {
    const connection = new ClientConnection(socket, false, this.#limits)
    this.#connections.set(socket, connection)
    socket.on('close', () => {
      this.#connections.delete(socket)
      connection.closed()
    })
    if (this.#closing !== undefined) connection.drain()
  }

  #request(message: IncomingMessage, response: ServerResponse, expects: Expectation): void {
    const known = readRequestHead(message, this.#limits)
    // RFC 9110 section 10.1.1: the only expectation there is is 100-continue.
    const head = expects === 'unknown' && known.refusal === 0 ? ({ ...known, refusal: 417 } as const) : known
    const exchange = this.#connections.get(message.socket)?.open(message, response, head, expects === 'continue')
    if (exchange === undefined) return
    if (exchange.body === undefined) this.#handle(exchange)
    // The microtask runs when the parser has handed over the first bytes of the body that came along with the head: a
    // small body is then there as a whole when the handler asks for it.
    else queueMicrotask(() => this.#handle(exchange))
  }

  #handle(exchange: Exchange): void {
    if (exchange.settled) return
    try {
      const answer = this.#handler(exchange)
      if (answer instanceof Promise) {
        answer.then((late) => exchange.answer(late)).catch((error: unknown) => this.#failed(exchange, error))
      } else exchange.answer(answer)
    } catch (error) {
      this.#failed(exchange, error)
    }
  }

  #failed(exchange: Exchange, error: unknown): void {
    publishFailure(error, exchange.method, exchange.target)
    exchange.refuse(500, new Error('The handler failed'))
  }

  /** What node:http reports of a connection: a parse error, a time that ran out, or an error of the socket. */
  #broken(error: NodeJS.ErrnoException, socket: Socket): void {
    const connection = this.#connections.get(socket)
    // A connection that never said anything, such as a browser's spare one, gets no answer to a question it never put.
    const silent = socket.bytesRead === 0
    if (connection === undefined || silent || !socket.writable) socket.destroy()
    else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') connection.refuse(408, error)
    else if (error.code === 'HPE_HEADER_OVERFLOW') connection.refuse(431, error)
    // RFC 9112 section 9.6: after `Connection: close`, further bytes are no request. The answer under way ends it.
    else if (error.code === 'HPE_CLOSED_CONNECTION') connection.refuseFurther()
    else if (error.code?.startsWith('HPE_') === true && error.code !== 'HPE_INVALID_EOF_STATE') {
      connection.refuse(400, error)
    } else socket.destroy()
  }
}

function publishFailure(error: unknown, method: string, target: string): void {
  if (failures.hasSubscribers) failures.publish({ error, method, target } satisfies ListenerFailure)
}

/** Often enough to keep each time-out to an eighth, and between 10 ms and a second. */
function sweepInterval({ headTimeout, requestTimeout, keepAliveTimeout }: ListenerLimits): number {
  const shortest = Math.min(headTimeout, requestTimeout, keepAliveTimeout)
  return Math.min(1000, Math.max(10, Math.floor(shortest / 8)))
}
