import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { ArrivingBody, type BodyFlow } from './arriving-body.ts'
import { departingBody } from './departing-body.ts'
import { type HttpResponse, isBodySource } from './http-message.ts'
import { UpstreamError, type UpstreamRequest } from './upstream.ts'
import { UpstreamClock } from './upstream-clock.ts'
import { upstreamErrorOf } from './upstream-error-of.ts'
import { sendableHeaders } from './upstream-headers.ts'

/** The connection that a call was given to: how many answers it has brought so far. */
export interface ConnectionRecord {
  answers: number
}

/** What a call needs to know of where it goes. */
export interface CallOrigin {
  /** The TLS name of all connections there; undefined for plain HTTP. */
  readonly serverName: string | undefined
  dispatch(options: Dispatcher.DispatchOptions, call: UpstreamCall): void
  /** Over a connection of its own, which has not been used before. */
  dispatchFresh(options: Dispatcher.DispatchOptions, call: UpstreamCall): void
  /** The call is over. */
  release(): void
}

type Phase = 'waiting' | 'sent' | 'head' | 'body' | 'over'

/** One call, as undici's dispatch handler: undici's events → one HttpResponse. */
export class UpstreamCall implements Dispatcher.DispatchHandler, BodyFlow {
  /** Set by the client that takes the call (origin-pools.ts). */
  connection: ConnectionRecord | undefined
  readonly answer: Promise<HttpResponse>
  readonly #request: UpstreamRequest
  readonly #origin: CallOrigin
  readonly #options: Dispatcher.DispatchOptions
  readonly #clock: UpstreamClock
  #resolve: (answer: HttpResponse) => void = ignore
  #reject: (error: UpstreamError) => void = ignore
  #controller: Dispatcher.DispatchController | undefined
  #phase: Phase = 'waiting'
  #failure: UpstreamError | undefined
  #bytesCame = false
  #reused = false
  #status = 0
  #headers: string[] = []
  #length: number | undefined
  #first: Uint8Array[] = []
  #body: ArrivingBody | undefined
  #stream: Readable | undefined
  #clientSent = true
  #clientReads = true

  constructor(request: UpstreamRequest, origin: CallOrigin) {
    this.#request = request
    this.#origin = origin
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // undici's own time-outs are coarse (docs: about 500 ms) and start at the dispatch, not at the call.
    this.#clock = new UpstreamClock(request.timeout, this)
    const body = this.#departing(request.body)
    this.#clientSent = this.#stream === undefined
    this.#turn()
    this.#options = {
      path: request.target,
      method: request.method,
      headers: sendableHeaders(request) as string[],
      body: body ?? null,
      headersTimeout: 0,
      bodyTimeout: 0,
    }
    if (origin.serverName !== undefined) Object.assign(this.#options, { servername: origin.serverName })
  }

  start(): void {
    if (this.#phase === 'over') return
    this.#request.onAbandoned?.(() => this.#fail(new UpstreamError('abandoned', 'The client went away')))
    if (this.#phase === 'waiting') this.#origin.dispatch(this.#options, this)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown here, an ended call leaves undici's queue without costing the connection that it would have used.
    if (this.#failure !== undefined) throw this.#failure
    this.#controller = controller
    this.#phase = 'sent'
    this.#reused = (this.connection?.answers ?? 0) > 0
  }

  onResponseStarted(): void {
    this.#bytesCame = true
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // RFC 9110 section 15.2: interim answers may be ignored.
    if (status < 200) return
    this.#phase = 'head'
    this.#status = status
    this.#headers = this.#headerLines(controller.rawHeaders as Buffer[])
    // undici is in the middle of a segment. The rest of it, often all of the body, is parsed before microtasks run.
    queueMicrotask(() => this.#handOver())
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#body === undefined) {
      this.#first.push(chunk)
    } else {
      this.#body.push(chunk)
    }
  }

  onResponseEnd(): void {
    if (this.#phase === 'over') return
    const handedOver = this.#phase === 'body'
    this.#end()
    if (this.connection !== undefined) this.connection.answers++
    if (handedOver) {
      this.#body?.finish()
      return
    }
    const [chunk] = this.#first
    const body = this.#first.length > 1 ? Buffer.concat(this.#first) : chunk
    this.#resolve({ status: this.#status, headers: this.#headers, body })
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#phase === 'over') return
    if (this.#mayRetry(error)) {
      this.#phase = 'waiting'
      this.#origin.dispatchFresh(this.#options, this)
      return
    }
    this.#fail(upstreamErrorOf(error, this.#phase === 'waiting' ? 'connect' : 'broken'))
  }

  pause(): void {
    this.#clientReads = false
    this.#turn()
    this.#controller?.pause()
  }

  resume(): void {
    this.#clientReads = true
    this.#turn()
    this.#controller?.resume()
  }

  abort(reason: Error): void {
    this.#fail(new UpstreamError('abandoned', 'Nobody wants the rest of the answer', { cause: reason }))
  }

  /** The clock runs while neither the client's sending nor its reading is awaited. */
  #turn(): void {
    if (this.#phase !== 'over' && this.#clientSent && this.#clientReads) this.#clock.run()
    else this.#clock.stand()
  }

  expire(): void {
    const what = this.#phase === 'body' ? 'whole answer' : 'answer'
    this.#fail(new UpstreamError('timeout', `No ${what} within ${this.#request.timeout} ms`))
  }

  #departing(body: UpstreamRequest['body']): Uint8Array | string | Readable | undefined {
    if (!isBodySource(body)) return body
    const departing = departingBody(
      body,
      (cause) => this.#fail(new UpstreamError('body', 'The body of the request failed', { cause })),
      (waitsForClient) => {
        this.#clientSent = !waitsForClient
        this.#turn()
      },
    )
    if (!(departing instanceof Uint8Array)) this.#stream = departing
    return departing
  }

  #headerLines(raw: Buffer[]): string[] {
    const lines: string[] = []
    for (let index = 0; index < raw.length; index += 2) {
      const name = (raw[index] as Buffer).toString('latin1')
      const value = (raw[index + 1] as Buffer).toString('latin1')
      if (name.length === 14 && name.toLowerCase() === 'content-length') this.#length = Number(value)
      lines.push(name, value)
    }
    return lines
  }

  #handOver(): void {
    if (this.#phase !== 'head') return
    this.#phase = 'body'
    this.#body = new ArrivingBody(this.#length, this, this.#first)
    this.#resolve({ status: this.#status, headers: this.#headers, body: this.#body })
  }

  /**
   * A kept-alive connection can end in the moment in which it is used again (RFC 9112 section 9.3.1 lets a client
   * repeat what is idempotent). Without a body, and only where the connection had worked and nothing came; so once:
   * the second connection is a new one.
   */
  #mayRetry(error: Error): boolean {
    const { method, body } = this.#request
    if (this.#phase !== 'sent' || !this.#reused || this.#bytesCame || body !== undefined) return false
    if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') return false
    const code = 'code' in error ? error.code : undefined
    return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
  }

  #fail(failure: UpstreamError): void {
    if (this.#phase === 'over') return
    this.#failure = failure
    this.#end()
    this.#controller?.abort(failure)
    if (this.#body === undefined) this.#reject(failure)
    else this.#body.fail(failure)
    // Not handed to undici, or still in its queue: the stream that would carry the body has to go here.
    this.#stream?.destroy()
  }

  #end(): void {
    this.#phase = 'over'
    this.#clock.stop()
    this.#origin.release()
  }
}

function ignore(): void {
  // Stands in until the promise's executor has run.
}
