import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Hash, Store } from '../store/store.ts'
import type { HttpResponse } from '../transport/http-message.ts'

/** Milliseconds for which a location is good: Lambda's ten minutes. */
const LIFE = 600_000

/**
 * Where the packages of functions can be downloaded: `Code.Location` of GetFunction. Like AWS's pre-signed URLs, a
 * location needs no signature of its own and ends after ten minutes, and when the server stops.
 */
export class CodeLocations {
  readonly #store: Pick<Store, 'readObject'>
  readonly #base: () => string
  readonly #now: () => number
  readonly #secret = randomBytes(32)

  /** `base` answers the URL that the locations continue, such as `http://127.0.0.1:4566/_postern/code`. */
  constructor(store: Pick<Store, 'readObject'>, base: () => string, now: () => number = Date.now) {
    this.#store = store
    this.#base = base
    this.#now = now
  }

  urlOf(hash: Hash): string {
    const expires = String(this.#now() + LIFE)
    return `${this.#base()}/${hash}?expires=${expires}&signature=${this.#sign(hash, expires).toString('hex')}`
  }

  /** Answers a download. `rest` is what follows the base: `/{hash}?…`. Undefined where it is no location that holds. */
  async answer(rest: string): Promise<HttpResponse | undefined> {
    const match = /^\/([0-9a-f]{64})\?expires=(\d{1,15})&signature=([0-9a-f]{64})$/.exec(rest)
    if (match === null) return undefined
    const [, hash = '', expires = '', signature = ''] = match
    if (!timingSafeEqual(this.#sign(hash, expires), Buffer.from(signature, 'hex'))) return undefined
    if (Number(expires) < this.#now()) return undefined
    const body = await this.#store.readObject(hash).catch(() => undefined)
    if (body === undefined) return undefined
    return { status: 200, headers: ['content-type', 'application/zip', 'content-length', String(body.length)], body }
  }

  #sign(hash: string, expires: string): Buffer {
    return createHmac('sha256', this.#secret).update(`${hash}\n${expires}`).digest()
  }
}
