import type { Readable } from 'node:stream'
import { GrowingBytes } from '../../transport/growing-bytes.ts'

/** An answer was longer than anything that Lambda answers. */
class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong'
}

/** A `streamCollector` for an AWS client, which by itself would collect without end. */
export function boundedCollector(maxBytes: number): (stream: Readable) => Promise<Uint8Array> {
  return async (stream) => {
    const bytes = new GrowingBytes(maxBytes)
    // Leaving the loop by an error destroys the stream.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (!bytes.add(chunk)) throw new AnswerTooLong(`an answer of more than ${maxBytes} bytes`)
    }
    return bytes.get()
  }
}
