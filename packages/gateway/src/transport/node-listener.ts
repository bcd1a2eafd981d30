import { channel } from 'node:diagnostics_channel'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { answerOnSocket } from './answer-on-socket.ts'
import { Arrivals } from './arrivals.ts'
import { ClientConnection } from './client-connection.ts'
import { endSocket } from './end-socket.ts'
import type { Exchange } from './exchange.ts'
import type { HttpHandler } from './http-message.ts'
import { listenErrorOf } from './listen-error-of.ts'
import type { Listen, Listener, ListenerLimits, ListenerOptions } from './listener.ts'
import { refusalBytes } from './refusal.ts'
import { readRequestHead } from './request-head.ts'
import { isGrant, type UpgradeHandler } from './websocket.ts'
import type { WsUpgrade } from './ws-upgrade.ts'

/** Published on `postern:listener:error`: the handler rejected, or its answer cannot be written. A bug, for the log. */
export interface ListenerFailure {
  readonly error: unknown
  readonly method: string
  readonly target: string
}

/** Published on `postern:listener:tls`: a client's TLS handshake came to nothing. Clients' doing, most of them scanners'. */
export interface HandshakeFailure {
  readonly error: Error
}

type Expectation = 'none' | 'continue' | 'unknown'

const failures = channel('postern:listener:error')
const handshakeFailures = channel('postern:listener:tls')

/** The Listen port on node:http. Rejects with ListenError. */
export const listenWithNode: Listen = async (options, handler, upgrade) => {
  const listener = new NodeListener(options, handler, upgrade)
  await listener.open()
  return listener
}

class NodeListener implements Listener {
  readonly #options: ListenerOptions
  readonly #limits: ListenerLimits
  readonly #handler: HttpHandler
  readonly #upgradeHandler: UpgradeHandler | undefined
  #webSockets: WsUpgrade | undefined
  /** Connections that are none of node:http's any more. */
  readonly #upgraded = new Set<Socket>()
  readonly #server: Server
  readonly #connections = new Map<Socket, ClientConnection>()
  /** Undefined where only HTTP is spoken. */
  readonly #arrivals: Arrivals | undefined
  /** What node:http does with a connection. */
  readonly #takeUp: (socket: Socket) => void
  /** One for all connections, since each keeps its listeners for as long as it is open. */
  readonly #onClose: (this: Socket) => void
  readonly #sweepMs: number
  /** Requests that wait for a microtask. */
  #deferred = 0
  #sweeper: NodeJS.Timeout | undefined
  #closing: Promise<void> | undefined

  constructor(options: ListenerOptions, handler: HttpHandler, upgrade: UpgradeHandler | undefined) {
    const { limits } = options
    this.#options = options
    this.#limits = limits
    this.#handler = handler
    this.#upgradeHandler = upgrade
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
      // Any other upgrade is none that is known here, and the request is one like others.
      shouldUpgradeCallback: (message) => upgrade !== undefined && asksForWebSocket(message),
    })
    // node:http would drop the lines beyond its limit in silence; request-head.ts refuses them.
    this.#server.maxHeadersCount = 0
    this.#server.maxConnections = limits.connections
    this.#takeUp = takeConnections(this.#server)
    this.#onClose = withSocket((socket) => this.#closed(socket))
    this.#arrivals = this.#makeArrivals()
    this.#server.on('connection', (socket: Socket) => {
      if (this.#arrivals === undefined) this.#connected(socket, false)
      else this.#arrivals.admit(socket)
    })
    this.#server.on('request', (message, response) => this.#request(message, response, 'none'))
    this.#server.on('checkContinue', (message, response) => this.#request(message, response, 'continue'))
    this.#server.on('checkExpectation', (message, response) => this.#request(message, response, 'unknown'))
    this.#server.on('connect', (message: IncomingMessage) => {
      // Without a listener, node:http hands out the bare socket, on which an error would end the process.
      message.socket.on('error', () => message.socket.destroy())
      this.#connections.get(message.socket)?.refuse(400, new Error('CONNECT is not for a gateway'))
    })
    this.#server.on('upgrade', (message, socket, head) => void this.#upgrade(message, socket as Socket, head))
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
      this.#arrivals?.sweep(this.#sweepMs)
      for (const connection of this.#connections.values()) connection.sweep(this.#sweepMs)
    }, this.#sweepMs).unref()
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#drain(graceMs)
    return this.#closing
  }

  async #drain(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#arrivals?.destroy()
    for (const connection of this.#connections.values()) connection.drain()
    const timer = setTimeout(() => {
      for (const connection of this.#connections.values()) connection.destroy()
      for (const socket of this.#upgraded) socket.destroy()
    }, graceMs)
    await closed
    clearTimeout(timer)
    clearInterval(this.#sweeper)
  }

  #makeArrivals(): Arrivals | undefined {
    const { certificates, limits } = this.#options
    if (certificates === undefined) return undefined
    return new Arrivals({
      timeout: limits.headTimeout,
      certificates,
      onArrived: (socket, secure) => this.#connected(socket, secure),
      onFailure: (error) => {
        if (handshakeFailures.hasSubscribers) handshakeFailures.publish({ error } satisfies HandshakeFailure)
      },
    })
  }

  #connected(socket: Socket, secure: boolean): void {
    this.#takeUp(socket)
    const connection = new ClientConnection(socket, secure, this.#limits)
    this.#connections.set(socket, connection)
    socket.on('close', this.#onClose)
    if (this.#closing !== undefined) connection.drain()
  }

  #closed(socket: Socket): void {
    const connection = this.#connections.get(socket)
    if (connection === undefined) {
      this.#upgraded.delete(socket)
      return
    }
    this.#connections.delete(socket)
    connection.closed()
  }

  #request(message: IncomingMessage, response: ServerResponse, expects: Expectation): void {
    const known = readRequestHead(message, this.#limits)
    // RFC 9110 section 10.1.1: the only expectation there is is 100-continue.
    const head = expects === 'unknown' && known.refusal === 0 ? ({ ...known, refusal: 417 } as const) : known
    const exchange = this.#connections.get(message.socket)?.open(message, response, head, expects === 'continue')
    if (exchange === undefined) return
    if (exchange.body === undefined && this.#deferred === 0) {
      this.#handle(exchange)
      return
    }
    // The microtask runs when the parser has handed over the first bytes of the body that came along with the head: a
    // small body is then there as a whole when the handler asks for it. Requests behind it keep their order.
    this.#deferred++
    queueMicrotask(() => {
      this.#deferred--
      this.#handle(exchange)
    })
  }

  /** A connection that asks for WebSocket: from here on it is the upgrade handler's. */
  async #upgrade(message: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    const connection = this.#connections.get(socket)
    socket.on('error', destroy)
    // What follows a refused or a last request is none; the answer to that one ends the connection.
    if (connection === undefined || connection.deaf) return
    if (connection.busy) {
      // Answers to earlier requests would go out among the frames. No client asks for that.
      socket.destroy()
      return
    }
    const { secure } = connection
    this.#connections.delete(socket)
    this.#upgraded.add(socket)
    const { target, refusal } = readRequestHead(message, this.#limits)
    if (refusal !== 0 || this.#upgradeHandler === undefined || this.#closing !== undefined) {
      endSocket(socket, refusalBytes(refusal === 0 ? 503 : refusal))
      return
    }
    try {
      const answer = await this.#upgradeHandler({
        method: message.method as string,
        target,
        headers: message.rawHeaders,
        body: undefined,
        remoteAddress: socket.remoteAddress ?? '',
        secure,
        onAbandoned: (listener) => whenClosed(socket, listener),
      })
      if (isGrant(answer)) {
        const webSockets = this.#webSockets ?? (await this.#openWebSockets())
        webSockets.grant(message, socket, head, answer)
      } else answerOnSocket(socket, answer)
    } catch (error) {
      publishFailure(error, message.method as string, target)
      endSocket(socket, refusalBytes(500))
    }
  }

  /** Loaded when the first client asks. To import it for each would cost a handshake more than its own code does. */
  async #openWebSockets(): Promise<WsUpgrade> {
    const { WsUpgrade } = await import('./ws-upgrade.ts')
    this.#webSockets ??= new WsUpgrade()
    return this.#webSockets
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
    // What comes behind a refusal is no request, whatever it is; to reset now might cost the client the refusal.
    if (connection?.lingers === true && error.code?.startsWith('HPE_') === true) return
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

/**
 * Takes new connections from node:http, and answers how to hand it one: as its documentation of the event 'connection'
 * has it, but without the listeners of that event that are ours.
 */
function takeConnections(server: Server): (socket: Socket) => void {
  const theirs = server.listeners('connection') as ((this: Server, socket: Socket) => void)[]
  server.removeAllListeners('connection')
  return (socket) => {
    for (const listener of theirs) listener.call(server, socket)
  }
}

/** A listener of sockets' events that keeps nothing of the one it is called for. */
function withSocket(act: (socket: Socket) => void): (this: Socket) => void {
  return function listener() {
    act(this)
  }
}

const destroy = withSocket((socket) => socket.destroy())

function whenClosed(socket: Socket, listener: () => void): void {
  if (socket.closed) listener()
  else socket.once('close', listener)
}

function asksForWebSocket(message: IncomingMessage): boolean {
  return message.method === 'GET' && message.headers.upgrade?.toLowerCase() === 'websocket'
}

function publishFailure(error: unknown, method: string, target: string): void {
  if (failures.hasSubscribers) failures.publish({ error, method, target } satisfies ListenerFailure)
}

/** Often enough to keep each time-out to an eighth, and between 10 ms and a second. */
function sweepInterval({ headTimeout, requestTimeout, keepAliveTimeout }: ListenerLimits): number {
  const shortest = Math.min(headTimeout, requestTimeout, keepAliveTimeout)
  return Math.min(1000, Math.max(10, Math.floor(shortest / 8)))
}
