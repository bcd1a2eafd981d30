import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { LINGER_MS } from './end-socket.ts'
import { Exchange, type ExchangePeer } from './exchange.ts'
import type { ListenerLimits } from './listener.ts'
import { type RefusalStatus, refusalBytes } from './refusal.ts'
import type { RequestHead } from './request-head.ts'

/** One client's connection: which exchanges are under way on it, and when it has to go. */
export class ClientConnection implements ExchangePeer {
  readonly remoteAddress: string
  readonly secure: boolean
  readonly #socket: Socket
  readonly #limits: ListenerLimits
  readonly #underWay: Exchange[] = []
  #lastResponse: ServerResponse | undefined
  #served = 0
  /** Nothing of what the client sends from now on is taken for a request. */
  #deaf = false
  #refused = false
  #closing = false
  #lingers = false
  // What the last sweep saw.
  #sweptServed = 0
  #sweptRead = 0
  #sweptFlushed = 0
  #idleMs = 0
  #stalledMs = 0

  constructor(socket: Socket, secure: boolean, limits: ListenerLimits) {
    this.#socket = socket
    this.#limits = limits
    this.remoteAddress = socket.remoteAddress ?? ''
    this.secure = secure
  }

  get closing(): boolean {
    return this.#closing
  }

  /** The last answer has been written, and the client may still be sending. */
  get lingers(): boolean {
    return this.#lingers
  }

  /** Takes a request, or refuses it and gives undefined. */
  open(message: IncomingMessage, response: ServerResponse, head: RequestHead, waits: boolean): Exchange | undefined {
    if (this.#deaf) return undefined
    this.#served++
    this.#lastResponse = response
    const exchange = new Exchange(this, message, response, head, waits)
    this.#underWay.push(exchange)
    if (head.last) {
      this.#deaf = true
      this.#closing = true
    }
    const crowded = this.#underWay.length > (this.#limits.pipelining ?? 32)
    if (head.refusal === 0 && !crowded) return exchange
    // What follows a refused message cannot be trusted to be a request: whoever framed it may have smuggled it.
    this.#deaf = true
    this.#refused = true
    exchange.refuse(head.refusal === 0 ? 503 : head.refusal, new Error('The request was refused'))
    return undefined
  }

  /** Nothing of what comes is taken for a request any more. */
  get deaf(): boolean {
    return this.#deaf
  }

  /** Requests wait for their answers. */
  get busy(): boolean {
    return this.#underWay.length > 0
  }

  /** The parser gave up, or the client was too slow. */
  refuse(status: RefusalStatus, reason: Error): void {
    if (this.#refused) return
    this.#refused = true
    const wasDeaf = this.#deaf
    this.#deaf = true
    const last = this.#underWay.at(-1)
    if (last?.body !== undefined && last.body.outstanding > 0) {
      last.refuse(status, reason)
      return
    }
    // An answer that was given, or is under way, ends the connection anyhow.
    if (wasDeaf) return
    const say = (): void => {
      if (!this.#socket.writable) return
      this.lingerOnClose()
      this.#socket.write(refusalBytes(status))
      this.#socket.destroySoon()
    }
    // Earlier requests of the connection were sound: their answers go out first.
    if (this.#lastResponse === undefined || this.#lastResponse.writableFinished) say()
    else this.#lastResponse.once('finish', say)
  }

  /** Takes no further request; those under way get their answers. */
  refuseFurther(): void {
    this.#deaf = true
  }

  answered(exchange: Exchange): void {
    const index = this.#underWay.indexOf(exchange)
    if (index >= 0) this.#underWay.splice(index, 1)
    if (this.#closing && this.#lastResponse !== undefined) this.closeAfter(this.#lastResponse)
  }

  closeAfter(response: ServerResponse): void {
    this.lingerOnClose()
    if (response.writableFinished) this.#socket.destroySoon()
    else response.once('finish', () => this.#socket.destroySoon())
  }

  lingerOnClose(): void {
    this.#deaf = true
    const socket = this.#socket
    // node:http calls destroySoon after the last answer. With unread bytes in the kernel's buffer, that resets the
    // connection, and the client may lose the answer (RFC 9112 section 9.6): close the sending half and wait.
    socket.destroySoon = () => {
      this.#lingers = true
      socket.end()
      const timer = setTimeout(() => socket.destroy(), LINGER_MS)
      socket.once('close', () => clearTimeout(timer))
    }
  }

  /** The client is gone. */
  closed(): void {
    if (this.#underWay.length === 0) return
    const reason = new Error('The client closed the connection')
    for (const exchange of this.#underWay.splice(0)) exchange.abandon(reason)
  }

  /** The listener closes: an idle connection goes now, a busy one with its answer. */
  drain(): void {
    this.#closing = true
    if (this.#underWay.length === 0 && this.#socket.writableLength === 0) this.#socket.destroy()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  /**
   * Looks for what node:http's own timers do not see: a connection idle for too long (also one that is kept busy with
   * empty lines), and a client that does not take its answer. Costs the calls nothing, unlike a timer per request.
   */
  sweep(elapsedMs: number): void {
    const { keepAliveTimeout, headTimeout, requestTimeout } = this.#limits
    const socket = this.#socket
    const flushed = socket.bytesWritten - socket.writableLength
    this.#stalledMs = socket.writableLength > 0 && flushed === this.#sweptFlushed ? this.#stalledMs + elapsedMs : 0
    this.#sweptFlushed = flushed
    const idle = this.#underWay.length === 0 && socket.writableLength === 0 && this.#served === this.#sweptServed
    if (!idle) {
      this.#idleMs = 0
      this.#sweptRead = socket.bytesRead
    } else if (this.#served > 0) {
      this.#idleMs += elapsedMs
    }
    this.#sweptServed = this.#served
    const arriving = socket.bytesRead !== this.#sweptRead
    // A head that has begun to arrive has headTimeout, which node:http watches.
    const idleLimit = arriving ? keepAliveTimeout + headTimeout : keepAliveTimeout
    if (this.#idleMs >= idleLimit || this.#stalledMs >= requestTimeout) socket.destroy()
  }
}
