import { expect, test } from 'vitest'
import { ByteRoom } from '../transport/byte-room.ts'
import type { BodySink } from '../transport/http-message.ts'
import { BodyTooLarge } from './limited-body.ts'
import { ChunkSource } from './test-request.ts'
import { NoRoomForBody, wholeBody } from './whole-body.ts'

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

test('bodies that are being read share a room, and leave it at their end', async () => {
  const room = new ByteRoom(10)
  // A body that never ends takes eight of the ten.
  const sender: { sink?: BodySink } = {}
  const endless = wholeBody(
    {
      length: undefined,
      start(sink) {
        sender.sink = sink
        sink.write(Buffer.from('12345678'))
      },
      resume: () => {},
      cancel: () => {},
    },
    100,
    room,
  )
  await expect(wholeBody(new ChunkSource(['abc']), 100, room)).rejects.toThrow(NoRoomForBody)
  expect(Buffer.from(await wholeBody(new ChunkSource(['ab']), 100, room)).toString()).toBe('ab')
  expect(Buffer.from(await wholeBody(new ChunkSource(['cd']), 100, room)).toString()).toBe('cd')
  sender.sink?.fail(new Error('gone'))
  await expect(endless).rejects.toThrow('gone')
  // Alone, a body may be larger than the room.
  expect(await wholeBody(new ChunkSource(['a'.repeat(50)]), 100, room)).toHaveLength(50)
})
