import type { IncomingMessage } from 'node:http'
import { GrowingBytes } from '../../transport/growing-bytes.ts'

/**
 * Reads the body of a call of the Runtime API, and gives it to `done` as a whole: undefined where it is larger than
 * `limit` bytes. What is beyond the limit is read and thrown away, because many clients listen only after the last byte;
 * the function's time limit bounds that. `overflowed` is called at once. A body that breaks off is `broken`.
 */
export function collectAnswer(
  request: IncomingMessage,
  limit: number,
  done: (body: Uint8Array | undefined) => void,
  broken: () => void,
  overflowed?: () => void,
): void {
  const body = new GrowingBytes(limit)
  let isOver = false
  request.on('data', (chunk: Uint8Array) => {
    if (isOver || body.add(chunk)) return
    isOver = true
    overflowed?.()
  })
  request.on('end', () => done(isOver ? undefined : body.get()))
  request.on('error', broken)
}
