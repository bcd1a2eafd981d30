import type { BodySource, HeaderList, HttpResponse } from './http-message.ts'
import type { TlsCertificate } from './tls-certificates.ts'

/** What the gateway shows of itself in TLS. `id` tells it from others: connections are kept for each. */
export interface ClientCertificate extends TlsCertificate {
  readonly id: string
}

export interface UpstreamRequest {
  /** Scheme, host and port, such as `https://pets.example:8443`. */
  readonly origin: string
  readonly method: string
  /** Path and query, ready for the wire. */
  readonly target: string
  /** Complete, `Host` included; without framing headers (`Content-Length` aside) or hop-by-hop ones. */
  readonly headers: HeaderList
  readonly body: Uint8Array | string | BodySource | undefined
  /** Milliseconds that the upstream may take for the whole call (upstream-clock.ts). */
  readonly timeout: number
  /** TLS name to send and to verify instead of the origin's host. */
  readonly serverName?: string | undefined
  /** For upstreams that ask for one. */
  readonly clientCertificate?: ClientCertificate | undefined
  /** Registers what ends the call early: the client went away. */
  readonly onAbandoned?: (listener: () => void) => void
}

/** Calls upstreams over kept-alive connections. */
export interface UpstreamClient {
  /** Resolves when the head of the answer is here; the body may still be arriving. Rejects with UpstreamError. */
  call(request: UpstreamRequest): Promise<HttpResponse>
  close(): Promise<void>
}

/**
 * Why a call got no answer. `timeout`: too late; `connect`: name, connection or TLS failed; `broken`: the connection
 * ended or spoke no HTTP; `body`: the request's own body failed (its error is the cause); `abandoned`: the client left.
 */
export type UpstreamFailure = 'timeout' | 'connect' | 'broken' | 'body' | 'abandoned'

export class UpstreamError extends Error {
  override readonly name = 'UpstreamError'
  readonly failure: UpstreamFailure
  constructor(failure: UpstreamFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}
