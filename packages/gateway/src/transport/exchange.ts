import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { AnswerStream } from './answer-stream.ts'
import { BytesSource } from './bytes-source.ts'
import { type BodySource, type HeaderList, type HttpRequest, type HttpResponse, isBodySource } from './http-message.ts'
import { IncomingBody } from './incoming-body.ts'
import { type RefusalStatus, refusalBody, refusalHeaders } from './refusal.ts'
import type { RequestHead } from './request-head.ts'
import { announcedLength, framedHeaders } from './response-headers.ts'

/** Up to this many bytes of an unread request body are waited for; for more, the connection is closed. */
const discardableBytes = 65_536
/** A body up to this length is written in one call; a longer one in slices, at the reader's pace. */
const wholeBytes = 262_144
/** Up to here, head and body go to the socket as one Latin-1 string: one write instead of two, 2 to 4 % of a call. */
const inlineBytes = 4096

/** What an exchange needs to know of its connection. */
export interface ExchangePeer {
  readonly remoteAddress: string
  readonly secure: boolean
  /** Each answer is the last one of the connection. */
  readonly closing: boolean
  /** The answer has been handed over as a whole. */
  answered(exchange: Exchange): void
  /** After the answer, the client may go on sending what nobody reads. */
  lingerOnClose(): void
  /** The connection ends with this answer, although its head did not say so. */
  closeAfter(response: ServerResponse): void
}

/** One request and its one answer, on node:http. */
export class Exchange implements HttpRequest {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
  readonly body: IncomingBody | undefined
  readonly remoteAddress: string
  readonly secure: boolean
  readonly #peer: ExchangePeer
  readonly #response: ServerResponse
  #settled = false
  #refused = false
  #stream: AnswerStream | undefined
  #abandonListeners: (() => void)[] = []
  #abandoned = false

  constructor(
    peer: ExchangePeer,
    message: IncomingMessage,
    response: ServerResponse,
    head: RequestHead,
    waits: boolean,
  ) {
    this.method = message.method as string
    this.target = head.target
    this.headers = message.rawHeaders
    this.remoteAddress = peer.remoteAddress
    this.secure = peer.secure
    this.#peer = peer
    this.#response = response
    // RFC 9110 section 10.1.1: the client holds its body back until it reads `100 Continue`.
    const invite = waits ? () => response.writeContinue() : undefined
    this.body = head.bodyLength === 0 ? undefined : new IncomingBody(message, head.bodyLength, invite)
  }

  /** Whether an answer has begun, or none can be given any more. */
  get settled(): boolean {
    return this.#settled
  }

  onAbandoned(listener: () => void): void {
    if (this.#abandoned) listener()
    else this.#abandonListeners.push(listener)
  }

  /** Writes the answer. Throws, and leaves the exchange open, if node:http refuses its status or a header. */
  answer(answer: HttpResponse): void {
    const { status, headers, body } = answer
    if (this.#settled) {
      if (isBodySource(body)) body.cancel(new Error('The client is gone'))
      return
    }
    const close = this.#closes()
    if (status === 204 || status === 304 || this.method === 'HEAD') {
      // RFC 9110 section 6.4.1: no content, whatever the headers say; and section 8.6: no length at all in a 204.
      this.#begin(status, framedHeaders(headers, status === 204 ? undefined : announcedLength(headers), close))
      this.#response.end()
      this.#over()
      if (isBodySource(body)) body.cancel(new Error('The answer has no content'))
      return
    }
    if (isBodySource(body)) {
      const length = body.length ?? announcedLength(headers)
      this.#begin(status, framedHeaders(headers, length, close))
      this.#flow(body, length)
      return
    }
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const length = bytes === undefined ? 0 : bytes.length
    this.#begin(status, framedHeaders(headers, length, close))
    if (bytes === undefined || length === 0) {
      this.#response.end()
      this.#over()
    } else if (length > wholeBytes) {
      this.#flow(new BytesSource(bytes), length)
    } else {
      if (length <= inlineBytes) this.#response.end(asBuffer(bytes).toString('latin1'), 'latin1')
      else this.#response.end(bytes)
      this.#over()
    }
  }

  /** Answers by itself and closes the connection. Where the answer had begun, it breaks off. */
  refuse(status: RefusalStatus, reason: Error): void {
    // The handler fails because its body did: the client is to read why.
    if (this.#refused) return
    this.#refused = true
    if (this.#settled) {
      this.#response.destroy()
      return
    }
    this.#settled = true
    this.#response.writeHead(status, STATUS_CODES[status] as string, refusalHeaders(status) as string[])
    if (this.body !== undefined && this.body.outstanding > 0) this.#peer.lingerOnClose()
    this.#response.end(refusalBody(status))
    this.#tellAbandoned()
    this.body?.fail(reason)
    this.#peer.answered(this)
  }

  /** The client's connection is gone. */
  abandon(reason: Error): void {
    this.#settled = true
    this.#tellAbandoned()
    this.#stream?.abandon(reason)
    this.body?.fail(reason)
  }

  #begin(status: number, headers: string[]): void {
    this.#response.writeHead(status, headers)
    this.#settled = true
  }

  #flow(source: BodySource, length: number | undefined): void {
    this.#stream = new AnswerStream(this.#response, source, length, () => this.#over())
    this.#stream.start()
  }

  /**
   * Whether this answer ends the connection. The next request begins where this one's body ends, so what is left of a
   * body must be read first; that is done where little is left, and given up where it is much or unknown.
   */
  #closes(): boolean {
    const body = this.body
    if (body === undefined || body.flowing || body.outstanding === 0) return this.#peer.closing
    const stays = this.#response.shouldKeepAlive && !this.#peer.closing && !body.awaited
    if (stays && body.outstanding <= discardableBytes) return false
    this.#peer.lingerOnClose()
    return true
  }

  #over(): void {
    this.#stream = undefined
    this.#abandonListeners = []
    const body = this.body
    if (body !== undefined && !body.over) {
      // It was still being read when the answer began, so the answer could not say that it is the connection's last.
      if (body.outstanding > discardableBytes) this.#peer.closeAfter(this.#response)
      body.cancel()
    }
    this.#peer.answered(this)
  }

  #tellAbandoned(): void {
    if (this.#abandoned) return
    this.#abandoned = true
    const listeners = this.#abandonListeners
    this.#abandonListeners = []
    for (const listener of listeners) listener()
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
