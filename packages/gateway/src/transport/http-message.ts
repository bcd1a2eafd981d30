/**
 * What the pipelines see of HTTP: plain values, never objects of node:http or undici. The listener and the upstream
 * client are ports (listener.ts, upstream.ts), so that a leaner HTTP/1.1 codec can replace either.
 */

/** Header lines as on the wire, flat: `[name, value, name, value, …]`. Order, case and repetition are kept. */
export type HeaderList = readonly string[]

/** Where a streamed body goes. Calls come in order: any number of `write`, then one `end` or `fail`. */
export interface BodySink {
  /** Takes a chunk. `false`: hold further chunks back until `resume` of the source is called. */
  write(chunk: Uint8Array): boolean
  end(): void
  fail(error: Error): void
}

/** A body that is still arriving. It flows once, from `start`, and keeps back-pressure. */
export interface BodySource {
  /** The length in bytes, if it was announced. */
  readonly length: number | undefined
  /** Lets the body flow into `sink`. Called at most once. */
  start(sink: BodySink): void
  /** Continues after a `write` that answered `false`. */
  resume(): void
  /** Nobody wants the rest: the sender's connection may be dropped. Harmless after the end. */
  cancel(reason: Error): void
}

export interface HttpRequest {
  readonly method: string
  /** The request target as sent, undecoded, in origin form: path and query. */
  readonly target: string
  readonly headers: HeaderList
  /** Undefined where the message has no body. */
  readonly body: BodySource | undefined
  /** Address of the TCP peer. */
  readonly remoteAddress: string
  /** Whether the client's connection is TLS. */
  readonly secure: boolean
  /** Calls `listener` once if the client goes away before its answer is complete. */
  onAbandoned(listener: () => void): void
}

export interface HttpResponse {
  readonly status: number
  readonly headers: HeaderList
  /** Whole bytes or text where they are at hand, a source where they are still arriving. */
  readonly body: Uint8Array | string | BodySource | undefined
}

/** Answers a request. Must not reject: the listener treats a rejection as a bug and answers 500. */
export type HttpHandler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>

/** The first value of a header, or undefined. `lowerName` is in lower case. */
export function headerOf(headers: HeaderList, lowerName: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) return headers[index + 1]
  }
  return undefined
}

/** All values of a header, in their order. `lowerName` is in lower case. */
export function valuesOf(headers: HeaderList, lowerName: string): string[] {
  const values: string[] = []
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(headers[index + 1] as string)
  }
  return values
}

/** Whether a body is still arriving. */
export function isBodySource(body: HttpResponse['body']): body is BodySource {
  return typeof body === 'object' && 'start' in body
}
