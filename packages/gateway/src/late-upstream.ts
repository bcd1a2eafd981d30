import type { HttpResponse } from './transport/http-message.ts'
import type { UpstreamClient, UpstreamRequest } from './transport/upstream.ts'

/**
 * An upstream client that is made when the first call needs it, or after `delay` milliseconds, when the first answers
 * are out: loading undici is a quarter of what starting would take. Later calls pay one property read.
 */
export class LateUpstream implements UpstreamClient {
  readonly #make: () => Promise<UpstreamClient>
  readonly #timer: NodeJS.Timeout
  #made: UpstreamClient | undefined
  #making: Promise<UpstreamClient> | undefined
  #closed = false

  constructor(make: () => Promise<UpstreamClient>, delay: number) {
    this.#make = make
    this.#timer = setTimeout(() => void this.#client().catch(() => undefined), delay).unref()
  }

  call(request: UpstreamRequest): Promise<HttpResponse> {
    return this.#made === undefined ? this.#callLate(request) : this.#made.call(request)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    const made = await this.#making?.catch(() => undefined)
    await made?.close()
  }

  async #callLate(request: UpstreamRequest): Promise<HttpResponse> {
    return (await this.#client()).call(request)
  }

  #client(): Promise<UpstreamClient> {
    if (this.#closed) return Promise.reject(new Error('The upstream client is closed'))
    this.#making ??= this.#make().then((client) => {
      this.#made = client
      return client
    })
    return this.#making
  }
}
