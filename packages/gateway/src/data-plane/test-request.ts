import type { BodySink, BodySource, HeaderList, HttpRequest } from '../transport/http-message.ts'

/** A request as a listener would give it, for tests. `abandon` is the client leaving. */
export interface TestRequest extends HttpRequest {
  readonly abandon: () => void
}

export function testRequest(
  method: string,
  target: string,
  more: Partial<Pick<HttpRequest, 'headers' | 'body' | 'remoteAddress' | 'secure'>> = {},
): TestRequest {
  const listeners: (() => void)[] = []
  const headers: HeaderList = ['Host', 'a1b2c3d4e5.execute-api.localhost:4566']
  return {
    method,
    target,
    headers,
    body: undefined,
    remoteAddress: '127.0.0.1',
    secure: false,
    ...more,
    onAbandoned: (listener) => void listeners.push(listener),
    abandon: () => {
      for (const listener of listeners) listener()
    },
  }
}

/** A body of given chunks, with what became of it. It keeps back-pressure: a held write waits for `resume`. */
export class ChunkSource implements BodySource {
  readonly length: number | undefined
  readonly #chunks: Uint8Array[]
  #sink: BodySink | undefined
  cancelled: Error | undefined
  /** How many chunks were taken. */
  written = 0

  constructor(chunks: readonly (string | Uint8Array)[], length?: number) {
    this.#chunks = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk))
    this.length = length
  }

  start(sink: BodySink): void {
    this.#sink = sink
    this.resume()
  }

  resume(): void {
    const sink = this.#sink
    if (sink === undefined) return
    while (this.cancelled === undefined) {
      const chunk = this.#chunks[this.written]
      if (chunk === undefined) {
        this.#sink = undefined
        sink.end()
        return
      }
      this.written++
      if (!sink.write(chunk)) return
    }
  }

  cancel(reason: Error): void {
    this.cancelled = reason
  }
}

/** What a body brought: its text, once it ended; or the error that it failed with. */
export function collect(body: BodySource): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    body.start({
      write: (chunk) => chunks.push(chunk) > 0,
      end: () => resolve(Buffer.concat(chunks).toString()),
      fail: reject,
    })
  })
}
