import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { FrameLengths } from './frame-lengths.ts'
import type { UpgradeGrant, WebSocketListener, WebSocketSession } from './websocket.ts'

/** What `ws` calls a message beyond `messageBytes`. */
const TOO_LARGE = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
/** The closing codes of what else `ws` finds wrong with a client's frames (RFC 6455 section 7.4.1). */
const CODES: Readonly<Record<string, number>> = { WS_ERR_INVALID_UTF8: 1007, WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008 }
const PROTOCOL_ERROR = 1002

/** Bytes of a frame that is sent (spec/websocket-api.md section 1.5). */
const FRAME_BYTES = 32_768

/** Upgrades connections with `ws`: without compression, which API Gateway does not accept (spec section 1.4). */
export class WsUpgrade {
  readonly #servers = new Map<number, WebSocketServer>()
  readonly #protocols = new WeakMap<IncomingMessage, string>()

  /** Sends the 101 and opens the connection; or tells that the client is gone. */
  grant(message: IncomingMessage, socket: Duplex, head: Buffer, grant: UpgradeGrant): void {
    if (socket.destroyed || !socket.writable) {
      grant.gone()
      return
    }
    if (grant.protocol !== undefined) this.#protocols.set(message, grant.protocol)
    let isOpen = false
    const left = () => {
      if (!isOpen) grant.gone()
    }
    socket.once('close', left)
    this.#serverFor(grant.limits.messageBytes).handleUpgrade(message, socket, head, (webSocket) => {
      isOpen = true
      socket.removeListener('close', left)
      open(webSocket, socket, grant)
    })
  }

  #serverFor(maxPayload: number): WebSocketServer {
    const known = this.#servers.get(maxPayload)
    if (known !== undefined) return known
    const server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload,
      // Never echoed by itself: only what the $connect integration chose (spec section 1.4).
      handleProtocols: (_offered, request) => this.#protocols.get(request) ?? false,
    })
    this.#servers.set(maxPayload, server)
    return server
  }
}

/** Where a connection's socket and what `ws` made of it keep its session, for the listeners that all connections share. */
const SESSION = Symbol('session')

interface Carrier {
  [SESSION]?: WsSession
}

function open(webSocket: WebSocket & Carrier, socket: Duplex & Carrier, grant: UpgradeGrant): void {
  const session = new WsSession(webSocket, grant.limits.frameBytes)
  session.listener = grant.open(session)
  webSocket[SESSION] = session
  socket[SESSION] = session
  // Before and behind the listener of `ws`: messages of the same chunk that came before the wrong frame count. What came
  // with the handshake is there again, since `ws` puts it back.
  socket.prependListener('data', watch)
  socket.on('data', tell)
  webSocket.on('message', onMessage)
  webSocket.on('error', onError)
  webSocket.on('close', onClose)
}

function watch(this: Carrier, chunk: Buffer): void {
  this[SESSION]?.lengths.add(chunk)
}

function tell(this: Duplex & Carrier): void {
  const session = this[SESSION]
  const found = session?.lengths.found
  if (found === undefined) return
  this.removeListener('data', watch)
  this.removeListener('data', tell)
  session?.listener?.[found]()
}

function onMessage(this: WebSocket & Carrier, data: Buffer): void {
  const session = this[SESSION]
  if (session?.isOpen === true && session.received++ < session.lengths.messages) session.listener?.text(data.toString())
}

function onError(this: WebSocket & Carrier, { code }: NodeJS.ErrnoException): void {
  // `ws` has begun to close with the fitting code; it is told because the API's owner reads of it.
  const listener = this[SESSION]?.listener
  if (code === TOO_LARGE) listener?.tooLarge()
  else if (code?.startsWith('WS_ERR_') === true) listener?.malformed(CODES[code] ?? PROTOCOL_ERROR)
}

function onClose(this: WebSocket & Carrier, code: number, reason: Buffer): void {
  this[SESSION]?.listener?.closed(code, reason.toString())
}

class WsSession implements WebSocketSession {
  readonly #webSocket: WebSocket
  readonly lengths: FrameLengths
  /** Set once the grant has it. */
  listener: WebSocketListener | undefined
  /** Messages that came. */
  received = 0

  constructor(webSocket: WebSocket, frameBytes: number) {
    this.#webSocket = webSocket
    this.lengths = new FrameLengths(frameBytes)
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount
  }

  send(data: string | Uint8Array): void {
    if (!this.isOpen) return
    // As text: `ws` then writes it without a buffer between. No character takes more than three bytes.
    if (typeof data === 'string' && data.length * 3 <= FRAME_BYTES) {
      this.#webSocket.send(data)
      return
    }
    const binary = typeof data !== 'string'
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    // One frame at the least; a message in several where it is longer than a frame may be.
    if (bytes.length <= FRAME_BYTES) {
      this.#webSocket.send(bytes, { binary })
      return
    }
    for (let at = 0; ; at += FRAME_BYTES) {
      const fin = at + FRAME_BYTES >= bytes.length
      this.#webSocket.send(bytes.subarray(at, at + FRAME_BYTES), { binary, fin })
      if (fin) return
    }
  }

  pause(): void {
    this.#webSocket.pause()
  }

  resume(): void {
    this.#webSocket.resume()
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, reason)
  }

  drop(): void {
    this.#webSocket.terminate()
  }
}
