import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { collectAnswer } from './collect-answer.ts'
import { MOST_RESPONSE_BYTES } from './invocation-error.ts'
import { answerAccepted, answerProblem, type RuntimeApiProblem } from './runtime-api-answers.ts'

/** What a function's process says through the Runtime API. Each answers what is wrong with it; undefined if nothing. */
export interface RuntimeApiCalls {
  /** It wants an event: `response` is kept until there is one. */
  next(response: ServerResponse): RuntimeApiProblem | undefined
  /** Whether this invocation is the one that it may answer: asked before its answer is read. */
  isCurrent(requestId: string): boolean
  answer(requestId: string, answer: RuntimeAnswer): RuntimeApiProblem | undefined
  /** Whether it is being initialized: asked before its error is read. */
  readonly isStarting: boolean
  initError(payload: Uint8Array, errorType: string | undefined): RuntimeApiProblem | undefined
}

export type RuntimeAnswer =
  | { readonly kind: 'response'; readonly payload: Uint8Array }
  | { readonly kind: 'error'; readonly payload: Uint8Array; readonly errorType: string | undefined }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'streaming' }

const PREFIX = '/2018-06-01/runtime/'
/** An error document with its stack trace. */
const MOST_INIT_ERROR_BYTES = 262_144
const NEXT = `${PREFIX}invocation/next`
const INVOCATION = `${PREFIX}invocation/`

/**
 * The Lambda Runtime API of one process, on a port of its own: `AWS_LAMBDA_RUNTIME_API`.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #calls: RuntimeApiCalls
  readonly #server: Server
  /** Answers that are not here as a whole. */
  #arriving = 0
  /** A `next` that came in one piece with an answer, and stands behind it. */
  #early: ServerResponse | undefined

  constructor(calls: RuntimeApiCalls) {
    this.#calls = calls
    this.#server = createServer(
      // Waiting is what this API is for: no time limit of node:http may end it. The worker has its own.
      { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, connectionsCheckingInterval: 2 ** 31 - 1 },
      (request, response) => this.#serve(request, response),
    )
    // The process itself, and a few that it starts: nobody else has business here.
    this.#server.maxConnections = 64
    this.#server.on('clientError', (_error, socket) => (socket as Socket).destroy())
  }

  /** Opens the port, and answers `host:port`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: '127.0.0.1', port: 0, backlog: 64 }, resolve)
    })
    const { address, port } = this.#server.address() as AddressInfo
    return `${address}:${port}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    response.sendDate = false
    const { url = '', method } = request
    if (url === NEXT && method === 'GET') {
      if (isFromPage(request)) answerProblem(response, 'forbidden')
      else if (this.#arriving > 0 && this.#early === undefined) this.#early = response
      else this.#next(response)
    } else if (method === 'POST' && url.startsWith(INVOCATION)) this.#answer(request, response, url)
    else if (method === 'POST' && url === `${PREFIX}init/error`) {
      const read = (body: Uint8Array | undefined) => {
        if (body === undefined) return answerProblem(response, 'too-large')
        settle(response, this.#calls.initError(body, errorTypeOf(request)))
      }
      if (this.#calls.isStarting) collectAnswer(request, MOST_INIT_ERROR_BYTES, read, () => undefined)
      else refuse(request, response, 'state')
    } else answerProblem(response, url.startsWith(PREFIX) && isKnown(url) ? 'method' : 'unknown')
  }

  #answer(request: IncomingMessage, response: ServerResponse, url: string): void {
    const slash = url.indexOf('/', INVOCATION.length)
    const requestId = url.slice(INVOCATION.length, slash)
    const end = url.slice(slash)
    if (slash === -1 || (end !== '/response' && end !== '/error')) return answerProblem(response, 'unknown')
    const isError = end === '/error'
    if (!this.#calls.isCurrent(requestId)) return refuse(request, response, 'request-id')
    // One answer at a time: what else a function has to say of the same invocation must not fill the memory.
    if (this.#arriving > 0) return refuse(request, response, 'state')
    if (!isError && request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
      request.resume()
      this.#calls.answer(requestId, { kind: 'streaming' })
      return answerProblem(response, 'streaming')
    }
    this.#arriving += 1
    collectAnswer(
      request,
      MOST_RESPONSE_BYTES,
      (payload) => {
        if (payload === undefined) answerProblem(response, 'too-large')
        else {
          const answer: RuntimeAnswer = isError
            ? { kind: 'error', payload, errorType: errorTypeOf(request) }
            : { kind: 'response', payload }
          const problem = this.#calls.answer(requestId, answer)
          if (problem === undefined && wantsNext(request)) this.#next(response)
          else settle(response, problem)
        }
        this.#arrived()
      },
      // The worker notices: its process ends, or the time runs out.
      () => this.#arrived(),
      () => this.#calls.answer(requestId, { kind: 'too-large' }),
    )
  }

  #arrived(): void {
    this.#arriving -= 1
    const early = this.#early
    this.#early = undefined
    if (early !== undefined) this.#next(early)
  }

  #next(response: ServerResponse): void {
    const problem = this.#calls.next(response)
    if (problem !== undefined) answerProblem(response, problem)
  }
}

/** Refuses a call without keeping anything of its body. */
function refuse(request: IncomingMessage, response: ServerResponse, problem: RuntimeApiProblem): void {
  request.resume()
  answerProblem(response, problem)
}

function settle(response: ServerResponse, problem: RuntimeApiProblem | undefined): void {
  if (problem === undefined) answerAccepted(response)
  else answerProblem(response, problem)
}

function errorTypeOf(request: IncomingMessage): string | undefined {
  const value = request.headers['lambda-runtime-function-error-type']
  return typeof value === 'string' ? value.slice(0, 256) : undefined
}

/**
 * An extension, for the runtimes that come with Postern: `Postern-Then: next` on an answer asks for the next event in
 * the same exchange, which is answered as `next` is. Half the writes, half the wake-ups.
 */
function wantsNext({ headers }: IncomingMessage): boolean {
  return headers['postern-then'] === 'next'
}

function isKnown(url: string): boolean {
  return (
    url === NEXT || url === `${PREFIX}init/error` || /^[^/]+\/(?:response|error)$/.test(url.slice(INVOCATION.length))
  )
}

/** A web page in a browser on this machine can send requests to any port; an event must not be lost to it. */
function isFromPage({ rawHeaders }: IncomingMessage): boolean {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name !== undefined && name.length === 14 && name.toLowerCase() === 'sec-fetch-site') return true
  }
  return false
}
