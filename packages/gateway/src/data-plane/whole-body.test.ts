import { expect, test } from 'vitest'
import { BodyTooLarge } from './limited-body.ts'
import { ChunkSource } from './test-request.ts'
import { wholeBody } from './whole-body.ts'

test.each<[chunks: string[], expected: string]>([
  [[], ''],
  [['', ''], ''],
  [['whole'], 'whole'],
  [['', 'a', '', 'b'], 'ab'],
  [['12345', '67890'], '1234567890'],
  [Array.from({ length: 10 }, (_, index) => `${index}`), '0123456789'],
])('%j', async (chunks, expected) => {
  expect(Buffer.from(await wholeBody(new ChunkSource(chunks), 10)).toString()).toBe(expected)
})

test('a body of one chunk is not copied, and others do not write into what they were sent in', async () => {
  const slab = Buffer.from('abcdef')
  expect(await wholeBody(new ChunkSource([slab]), 10)).toEqual(slab)
  const parts = [slab.subarray(0, 2), slab.subarray(4, 6)]
  expect(Buffer.from(await wholeBody(new ChunkSource(parts), 10)).toString()).toBe('abef')
  expect(slab.toString()).toBe('abcdef')
})

test('many small chunks come together', async () => {
  const chunks = Array.from({ length: 20_000 }, (_, index) => Buffer.from([index % 251]))
  const whole = await wholeBody(new ChunkSource(chunks), 20_000)
  expect(Buffer.concat(chunks).equals(whole)).toBe(true)
})

test('a body that passes the limit fails; nothing more of it is taken, and its source is not cancelled', async () => {
  const source = new ChunkSource(['12345', '67890', '!', 'more'])
  await expect(wholeBody(source, 10)).rejects.toBeInstanceOf(BodyTooLarge)
  expect([source.written, source.cancelled]).toEqual([3, undefined])
})

test('what the source fails with is passed on', async () => {
  const gone = new Error('gone')
  const source = { length: 5, start: (sink: { fail(error: Error): void }) => sink.fail(gone), resume() {}, cancel() {} }
  await expect(wholeBody(source, 10)).rejects.toBe(gone)
})
