import { ServiceError } from './aws-protocol/service-error.ts'
import { json } from './postern-endpoints.ts'
import type { ApiProgram } from './program/api-program.ts'
import type { ProgramTable } from './program/program-table.ts'
import type { TraceFilter, Traces } from './telemetry/traces.ts'
import type { BodySink, BodySource, HttpRequest, HttpResponse } from './transport/http-message.ts'
import type { ManagementAccess } from './websocket-api/management.ts'

export const TRACES = '/_postern/traces'

interface TraceServices {
  readonly traces: Traces
  readonly programs: Pick<ProgramTable, 'find'>
  /** Traces hold what clients send: they are for those who may call the control plane. */
  readonly access: ManagementAccess
}

/** Bytes that wait for one who does not read; then the answer ends. */
const MOST_WAITING = 8_388_608
const BEAT_MS = 30_000
const NO_BODY = new Uint8Array()

/**
 * `GET /_postern/traces?api=ID[&stage=NAME][&kept=true]`: traces of a WebSocket API's events, a line of JSON each. With
 * `kept`, those that are in memory; without, those that come, until the client leaves. Never rejects.
 */
export async function answerTraces(request: HttpRequest, services: TraceServices): Promise<HttpResponse> {
  const { traces, access } = services
  const refused = access.guard(request)
  if (refused !== undefined) return refused
  if (request.method !== 'GET') return json(405, { message: 'Method Not Allowed' }, ['Allow', 'GET'])
  try {
    access.authenticate(request)(NO_BODY)
  } catch (error) {
    if (error instanceof ServiceError) return json(error.status, { message: error.message })
    throw error
  }
  const query = new URLSearchParams(request.target.split('?', 2)[1] ?? '')
  const filter = { apiId: query.get('api') ?? '', stage: query.get('stage') ?? undefined }
  const problem = await problemOf(filter, services.programs)
  if (problem !== undefined) return json(problem.status, { message: problem.message })
  if (query.get('kept') === 'true') {
    if (!traces.areKept) return json(409, { message: 'No traces are kept: give the setting traces.kept a number' })
    const lines = traces.kept(filter)
    return answer(lines.map((line) => `${line}\n`).join(''))
  }
  const source = new TraceSource()
  const end = traces.follow({ ...filter, take: (line) => source.take(line), end: () => source.end() })
  if (end === undefined) return json(429, { message: 'Too many follow traces already' })
  request.onAbandoned(() => source.cancel())
  source.onEnd = end
  return answer(source)
}

async function problemOf({ apiId, stage }: TraceFilter, programs: TraceServices['programs']) {
  if (apiId === '') return { status: 400, message: 'Which API? Give ?api= with its id' }
  let api: ApiProgram | undefined
  try {
    api = await programs.find(apiId)
  } catch {
    // Told on `postern:program:failure`.
    return { status: 500, message: 'The API cannot be read; the log says why' }
  }
  if (api === undefined) return { status: 404, message: `There is no API ${apiId.slice(0, 64)}` }
  if (api.protocolType === 'HTTP') return { status: 400, message: 'Only WebSocket APIs have traces' }
  if (stage !== undefined && !api.stages.has(stage)) {
    return { status: 404, message: `The API has no stage ${stage.slice(0, 128)}` }
  }
  return undefined
}

function answer(body: string | BodySource): HttpResponse {
  return { status: 200, headers: ['Content-Type', 'application/x-ndjson', 'Cache-Control', 'no-store'], body }
}

/** Lines as they come. */
class TraceSource implements BodySource {
  readonly length = undefined
  onEnd: () => void = () => undefined
  #sink: BodySink | undefined
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #isHeld = false
  #beat: NodeJS.Timeout | undefined

  start(sink: BodySink): void {
    this.#sink = sink
    // An empty line: the client learns at once that it is being told.
    this.take('')
    // A client that is gone without a word is found out by what cannot be sent to it.
    this.#beat = setInterval(() => this.take(''), BEAT_MS).unref()
  }

  take(line: string): void {
    const chunk = Buffer.from(`${line}\n`)
    if (this.#sink !== undefined && !this.#isHeld) {
      this.#isHeld = !this.#sink.write(chunk)
      return
    }
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes > MOST_WAITING) this.#fail(new Error('The traces are not read'))
  }

  resume(): void {
    this.#isHeld = false
    const waiting = this.#waiting.splice(0)
    this.#waitingBytes = 0
    if (waiting.length > 0) this.#isHeld = this.#sink?.write(Buffer.concat(waiting)) === false
  }

  end(): void {
    const sink = this.#sink
    this.cancel()
    sink?.end()
  }

  cancel(): void {
    clearInterval(this.#beat)
    this.#sink = undefined
    this.#waiting = []
    this.onEnd()
  }

  #fail(error: Error): void {
    const sink = this.#sink
    this.cancel()
    sink?.fail(error)
  }
}
