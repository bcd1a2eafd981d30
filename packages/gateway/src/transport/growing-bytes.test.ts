import { expect, test } from 'vitest'
import { GrowingBytes } from './growing-bytes.ts'

test.each([
  [10, [], ''],
  [10, ['abc'], 'abc'],
  [10, ['abc', '', 'def'], 'abcdef'],
  [6, ['abc', 'def'], 'abcdef'],
  [
    20_000,
    ['a'.repeat(5000), 'b'.repeat(5000), 'c'.repeat(5000)],
    'a'.repeat(5000) + 'b'.repeat(5000) + 'c'.repeat(5000),
  ],
])('limit %i: what was added, in order', (limit, chunks, whole) => {
  const bytes = new GrowingBytes(limit)
  for (const chunk of chunks) expect(bytes.add(Buffer.from(chunk))).toBe(true)
  expect(Buffer.from(bytes.get()).toString()).toBe(whole)
})

test('a single chunk is not copied; the first of several is not written over', () => {
  const bytes = new GrowingBytes(100)
  const first = Buffer.from('first')
  bytes.add(first)
  expect(bytes.get()).toBe(first)
  bytes.add(Buffer.from('second'))
  expect(first.toString()).toBe('first')
})

test('beyond the limit nothing is kept', () => {
  const bytes = new GrowingBytes(5)
  bytes.add(Buffer.from('abc'))
  expect(bytes.add(Buffer.from('def'))).toBe(false)
  expect(bytes.get()).toHaveLength(0)
})

test('a million chunks of one byte are one buffer', () => {
  const bytes = new GrowingBytes(1_000_000)
  const chunk = Buffer.from('x')
  for (let count = 0; count < 1_000_000; count++) bytes.add(chunk)
  expect(bytes.get()).toHaveLength(1_000_000)
})
