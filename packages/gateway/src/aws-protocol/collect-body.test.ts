import { expect, test } from 'vitest'
import type { BodySink, BodySource } from '../transport/http-message.ts'
import { BodyTooLarge, collectBody } from './collect-body.ts'

function source(send: (sink: BodySink) => void, length?: number): BodySource {
  return { length, start: send, resume: () => undefined, cancel: () => undefined }
}

const chunked = (chunks: readonly Uint8Array[]) =>
  source((sink) => {
    for (const chunk of chunks) if (!sink.write(chunk)) return
    sink.end()
  })

test.each([
  ['no body', undefined, ''],
  ['an empty one', chunked([]), ''],
  ['one chunk', chunked([Buffer.from('one')]), 'one'],
  ['several', chunked(['on', 'e ', '', 'two'].map((text) => Buffer.from(text))), 'one two'],
  [
    'up to the limit',
    chunked([Buffer.alloc(9_000, 'a'), Buffer.alloc(1_000, 'b')]),
    'a'.repeat(9_000) + 'b'.repeat(1_000),
  ],
])('%s arrives whole', async (_name, body, text) => {
  expect(Buffer.from(await collectBody(body, 10_000)).toString()).toBe(text)
})

test('of chunks that are copied none is kept', async () => {
  const chunk = Buffer.from('x')
  const collected = await collectBody(
    source((sink) => {
      for (let sent = 0; sent < 100_000; sent++) {
        chunk[0] = 97 + (sent % 26)
        // The first is kept as it is, so that this one must not change under it.
        sink.write(sent === 0 ? Buffer.from('a') : chunk)
      }
      sink.end()
    }),
    100_000,
  )
  expect(Buffer.from(collected).toString()).toBe('abcdefghijklmnopqrstuvwxyz'.repeat(3_847).slice(0, 100_000))
})

test.each([
  ['announced', source(() => expect.fail('it is not read'), 11)],
  ['not announced', chunked([Buffer.alloc(6), Buffer.alloc(5)])],
])('a larger body is refused: %s', async (_name, body) => {
  await expect(collectBody(body, 10)).rejects.toThrow(BodyTooLarge)
})
