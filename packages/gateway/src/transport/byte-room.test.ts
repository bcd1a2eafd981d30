import { expect, test } from 'vitest'
import { ByteRoom } from './byte-room.ts'

test('there is room up to the bound, and again for what was given back', () => {
  const room = new ByteRoom(10)
  expect([room.take(4), room.take(6), room.take(1)]).toEqual([true, true, false])
  room.give(4)
  expect([room.take(5), room.take(4), room.take(1)]).toEqual([false, true, false])
})

test('what is larger than the room gets in alone, and keeps others out', () => {
  const room = new ByteRoom(10)
  expect([room.take(11), room.take(1)]).toEqual([true, false])
  room.give(11)
  expect([room.take(1), room.take(11)]).toEqual([true, false])
})
