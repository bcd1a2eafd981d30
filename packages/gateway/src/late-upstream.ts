import { Late } from './late.ts'
import type { HttpResponse } from './transport/http-message.ts'
import type { UpstreamClient, UpstreamRequest } from './transport/upstream.ts'

/**
 * An upstream client that is made when the first call needs it, or after `delay` milliseconds, when the first answers
 * are out: loading undici is a quarter of what starting would take. Later calls pay one property read.
 */
export class LateUpstream implements UpstreamClient {
  readonly #client: Late<UpstreamClient>
  readonly #timer: NodeJS.Timeout

  constructor(make: () => Promise<UpstreamClient>, delay: number) {
    this.#client = new Late(make)
    this.#timer = setTimeout(() => void this.#client.get().catch(() => undefined), delay).unref()
  }

  call(request: UpstreamRequest): Promise<HttpResponse> {
    return this.#client.now?.call(request) ?? this.#callLate(request)
  }

  close(): Promise<void> {
    clearTimeout(this.#timer)
    return this.#client.close()
  }

  async #callLate(request: UpstreamRequest): Promise<HttpResponse> {
    return (await this.#client.get()).call(request)
  }
}
