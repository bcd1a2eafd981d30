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
  const chunks: Uint8Array[] = []
  let size = 0
  body.start({
    write(chunk) {
      size += chunk.length
      if (size > limit) tooLarge()
      else chunks.push(chunk)
      return size <= limit
    },
    end: () => resolve(chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)),
    fail: reject,
  })
  return promise
}
