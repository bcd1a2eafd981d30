import { GrowingBytes } from '../transport/growing-bytes.ts'
import type { BodySource } from '../transport/http-message.ts'

/** The body is larger than allowed; what is left of it will not be read. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

const empty = new Uint8Array(0)

/** A whole body in memory. Rejects with BodyTooLarge beyond `limit` bytes, or with what the sender's connection died of. */
export function collectBody(body: BodySource | undefined, limit: number): Promise<Uint8Array> {
  if (body === undefined) return Promise.resolve(empty)
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const tooLarge = () => {
    const error = new BodyTooLarge(`body of more than ${limit} bytes`)
    body.cancel(error)
    reject(error)
  }
  if ((body.length ?? 0) > limit) {
    tooLarge()
    return promise
  }
  const bytes = new GrowingBytes(limit)
  body.start({
    write(chunk) {
      if (bytes.add(chunk)) return true
      tooLarge()
      return false
    },
    end: () => resolve(bytes.get()),
    fail: reject,
  })
  return promise
}
