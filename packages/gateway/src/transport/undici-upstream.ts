import type { HttpResponse } from './http-message.ts'
import { OriginPools, type OriginPoolsOptions } from './origin-pools.ts'
import { type UpstreamClient, UpstreamError, type UpstreamRequest } from './upstream.ts'
import { UpstreamCall } from './upstream-call.ts'

export interface UndiciUpstreamOptions {
  /** Connections to one origin; further calls wait for one. Default 256. */
  readonly connections?: number
  /** Origins whose idle connections are kept. Default 256. */
  readonly origins?: number
  /** Milliseconds for name, TCP and TLS together. Default 10,000. */
  readonly connectTimeout?: number
  /** Milliseconds that an unused connection is kept, unless the upstream announces less. Default 4,000. */
  readonly keepAliveTimeout?: number
  /** Bytes of an answer's head. Default 16,384. */
  readonly headerBytes?: number
  /** Certificates in PEM to trust besides the system's. */
  readonly ca?: string
}

/**
 * The UpstreamClient port on undici's `Pool.dispatch`: HTTP/1.1 only, no redirects, no decompression.
 *
 * `timeout` bounds the whole call, the answer's body included, as far as it is the upstream's time: waiting for a
 * connection, connecting and the upstream's reading count, the client's own sending and reading do not.
 * `close` ends calls that are still under way.
 */
export function createUndiciUpstream(options: UndiciUpstreamOptions = {}): UpstreamClient {
  const settings: OriginPoolsOptions = {
    connections: options.connections ?? 256,
    origins: options.origins ?? 256,
    connectTimeout: options.connectTimeout ?? 10_000,
    keepAliveTimeout: options.keepAliveTimeout ?? 4000,
    headerBytes: options.headerBytes ?? 16_384,
    ca: options.ca,
  }
  return new UndiciUpstream(new OriginPools(settings))
}

class UndiciUpstream implements UpstreamClient {
  readonly #pools: OriginPools

  constructor(pools: OriginPools) {
    this.#pools = pools
  }

  call(request: UpstreamRequest): Promise<HttpResponse> {
    let call: UpstreamCall
    try {
      call = new UpstreamCall(request, this.#pools.acquire(request))
    } catch (cause) {
      return Promise.reject(new UpstreamError('connect', `No such upstream: ${request.origin}`, { cause }))
    }
    call.start()
    return call.answer
  }

  close(): Promise<void> {
    return this.#pools.close()
  }
}
