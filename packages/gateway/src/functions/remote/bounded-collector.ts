import type { Readable } from 'node:stream'

/** An answer was longer than anything that Lambda answers. */
class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong'
}

/** A `streamCollector` for an AWS client, which by itself would collect without end. */
export function boundedCollector(maxBytes: number): (stream: Readable) => Promise<Uint8Array> {
  return async (stream) => {
    const chunks: Buffer[] = []
    let size = 0
    // Leaving the loop by an error destroys the stream.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw new AnswerTooLong(`an answer of more than ${maxBytes} bytes`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }
}
