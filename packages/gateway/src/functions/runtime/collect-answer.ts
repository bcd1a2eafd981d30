import type { IncomingMessage } from 'node:http'
import { MOST_RESPONSE_BYTES } from './invocation-error.ts'

/**
 * Reads the body of a call of the Runtime API, and gives it to `done` as a whole: undefined where it is larger than
 * Lambda takes. What is beyond the limit is read and thrown away, because many clients listen only after the last byte;
 * the function's time limit bounds that. `overflowed` is called at once. A body that breaks off is `broken`.
 */
export function collectAnswer(
  request: IncomingMessage,
  done: (body: Uint8Array | undefined) => void,
  broken: () => void,
  overflowed?: () => void,
): void {
  let first: Uint8Array | undefined
  let more: Uint8Array[] | undefined
  let bytes = 0
  request.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length
    if (bytes > MOST_RESPONSE_BYTES) {
      if (bytes - chunk.length <= MOST_RESPONSE_BYTES) overflowed?.()
      first = undefined
      more = undefined
    } else if (first === undefined) first = chunk
    else if (more === undefined) more = [first, chunk]
    else more.push(chunk)
  })
  request.on('end', () => {
    if (bytes > MOST_RESPONSE_BYTES) done(undefined)
    else if (more === undefined) done(first ?? new Uint8Array())
    else done(Buffer.concat(more, bytes))
  })
  request.on('error', broken)
}
