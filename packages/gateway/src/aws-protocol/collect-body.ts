import type { BodySource } from '../transport/http-message.ts'

/** The body is larger than allowed; what is left of it will not be read. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

const empty = new Uint8Array(0)
/** Bytes of the first buffer that chunks are copied into. */
const LEAST_BUFFER = 4096

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
  // Most bodies are one chunk, which is kept. Further ones are copied into one buffer that grows: a stranger who sends
  // millions of chunks of one byte must not make millions of objects.
  let bytes: Uint8Array = empty
  let size = 0
  body.start({
    write(chunk) {
      const before = size
      size += chunk.length
      if (size > limit) {
        bytes = empty
        tooLarge()
        return false
      }
      if (before === 0) bytes = chunk
      else {
        if (size > bytes.length) bytes = grown(bytes, before, Math.min(limit, Math.max(2 * size, LEAST_BUFFER)))
        bytes.set(chunk, before)
      }
      return true
    },
    end: () => resolve(bytes.subarray(0, size)),
    fail: reject,
  })
  return promise
}

/** The first `used` bytes in a buffer of `length` bytes. */
function grown(bytes: Uint8Array, used: number, length: number): Uint8Array {
  const buffer = Buffer.allocUnsafeSlow(length)
  buffer.set(bytes.subarray(0, used))
  return buffer
}
