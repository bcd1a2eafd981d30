import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, choice, int, many, message, one, text, truth } from './protobuf.ts'

const Inner = message({ name: text(1), key: choice(2) })
const Outer = message({ count: int(1), flag: truth(2), raw: bytes(3), inner: one(4, Inner), list: many(16, Inner) })

test('what is encoded decodes to the same', () => {
  const inner = fc.record({ name: fc.string(), key: fc.option(fc.string(), { nil: undefined }) })
  const outer = fc.record({
    count: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    flag: fc.boolean(),
    raw: fc.uint8Array(),
    inner: fc.option(inner, { nil: undefined }),
    list: fc.array(inner),
  })
  fc.assert(
    fc.property(outer, (value) => {
      const back = Outer.decode(Outer.encode(value))
      expect({ ...back, raw: [...back.raw] }).toEqual({ ...value, raw: [...value.raw] })
    }),
  )
})

// The example of protobuf.dev/programming-guides/encoding: field 1 is 150; field 2 is "testing".
test('the bytes of the specification', () => {
  expect(message({ a: int(1) }).encode({ a: 150 })).toEqual(Buffer.from('089601', 'hex'))
  expect(message({ b: text(2) }).encode({ b: 'testing' })).toEqual(Buffer.from('120774657374696e67', 'hex'))
})

test('fields of later versions are passed over', () => {
  const later = message({ count: int(1), more: text(90), other: int(91) })
  expect(message({ count: int(1) }).decode(later.encode({ count: 3, more: 'x', other: 4 }))).toEqual({ count: 3 })
})

test.each([
  ['a length beyond the end', '0a05', 'a field is cut off'],
  ['an endless number', '08ffffffffffffffffffff01', 'more than ten bytes'],
  ['a number that is cut off', '08ff', 'a number is cut off'],
  ['a group, which proto3 has not', '0b', 'wire type 3'],
  ['bytes for a number', '0a0101', 'bytes where a number belongs'],
])('refused: %s', (_, hex, complaint) => {
  expect(() => message({ a: int(1) }).decode(Buffer.from(hex, 'hex'))).toThrow(complaint)
})
