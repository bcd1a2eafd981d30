import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a worker reported on one invocation. */
export interface Report {
  readonly kind: 'response' | 'error'
  readonly requestId: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** How the next event is sent. */
export interface Delivery {
  readonly requestId: string
  readonly payload: string | Buffer
  readonly headers?: Record<string, string>
  /** `chunks`: no content-length, the payload in pieces of so many bytes. `raw`: the answer's bytes as they stand. */
  readonly framing?: { readonly chunks: number } | { readonly raw: readonly (string | Buffer)[] }
}

/** The server side of the Lambda Runtime API for one worker at a time, for tests of the bootstraps. */
export interface FakeRuntimeApi {
  /** `host:port` */
  readonly address: string
  /** `METHOD path` of everything that came. */
  readonly calls: readonly string[]
  connections(): number
  /** Gives an event to the worker when it asks for one, and waits for its report. */
  deliver(delivery: Delivery): Promise<Report>
  /** Resolves when the worker has asked for an event and waits for it. */
  askedForNext(): Promise<void>
  /** The body and headers of init/error. */
  initError(): Promise<{ readonly body: string; readonly headers: IncomingHttpHeaders }>
  /** The status of answers to reports: 202 with a body unless set; all others have none. */
  answerReportsWith(status: number): void
  /** Ends all connections. */
  close(): Promise<void>
}

export async function startFakeRuntimeApi(): Promise<FakeRuntimeApi> {
  const calls: string[] = []
  const deliveries: Delivery[] = []
  const reports = new Map<string, (report: Report) => void>()
  const initError = Promise.withResolvers<{ body: string; headers: IncomingHttpHeaders }>()
  let asked = Promise.withResolvers<void>()
  let waiting: ServerResponse | undefined
  let reportStatus = 202
  let connections = 0

  const handOver = (): void => {
    const delivery = waiting && deliveries.shift()
    if (!waiting || !delivery) return
    send(waiting, delivery)
    waiting = undefined
    asked = Promise.withResolvers<void>()
  }

  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    const path = request.url ?? ''
    calls.push(`${request.method} ${path}`)
    if (request.method === 'GET') {
      waiting = response
      asked.resolve()
      handOver()
      return
    }
    void readAll(request).then((body) => {
      if (path.endsWith('/runtime/init/error')) initError.resolve({ body, headers: request.headers })
      const [, requestId, kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
      if (requestId !== undefined && (kind === 'response' || kind === 'error')) {
        reports.get(requestId)?.({ kind, requestId, headers: request.headers, body })
      }
      const answer = reportStatus === 202 ? '{"status":"OK"}\n' : ''
      return response.writeHead(reportStatus, { 'content-length': answer.length }).end(answer)
    })
  })
  server.on('connection', () => {
    connections += 1
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    connections: () => connections,
    deliver: (delivery) =>
      new Promise((resolve) => {
        reports.set(delivery.requestId, resolve)
        deliveries.push(delivery)
        handOver()
      }),
    askedForNext: async () => {
      await asked.promise
      // What the function printed before it asked is in the pipe by now: each turn of the event loop reads what is there.
      for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
    },
    initError: () => initError.promise,
    answerReportsWith: (status) => {
      reportStatus = status
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function send(response: ServerResponse, { requestId, payload, headers, framing }: Delivery): void {
  if (framing && 'raw' in framing) {
    for (const piece of framing.raw) response.socket?.write(piece)
    return
  }
  const bytes = Buffer.from(payload)
  const fields: Record<string, string | number> = {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': Date.now() + 3000,
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:123456789012:function:fn',
    ...headers,
  }
  if (framing === undefined) {
    response.writeHead(200, { ...fields, 'content-length': bytes.length }).end(bytes)
    return
  }
  response.writeHead(200, fields)
  for (let at = 0; at < bytes.length; at += framing.chunks) response.write(bytes.subarray(at, at + framing.chunks))
  response.end()
}

async function readAll(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}
