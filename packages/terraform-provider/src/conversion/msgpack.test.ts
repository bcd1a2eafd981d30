import { decode, encode } from '@msgpack/msgpack'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CtyType } from './cty-type.ts'
import { decodeMsgpack, encodeMsgpack } from './msgpack.ts'
import { numberOf } from './number.ts'
import { ExactNumber, UNKNOWN, type Value } from './value.ts'

const leaf = fc.constantFrom<CtyType>('string', 'number', 'bool')
const types = fc.letrec<{ type: CtyType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.tuple(fc.constantFrom('list', 'set', 'map'), tie('type')) as fc.Arbitrary<CtyType>,
    fc.tuple(fc.constant('object'), fc.dictionary(fc.string(), tie('type'), { maxKeys: 4 })) as fc.Arbitrary<CtyType>,
  ),
})).type

function valuesOf(type: CtyType): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 1, arbitrary: fc.constantFrom(null, UNKNOWN) }, { weight: 5, arbitrary: knownOf(type) })
}

function knownOf(type: CtyType): fc.Arbitrary<Value> {
  if (type === 'string') return fc.string({ unit: 'grapheme' })
  if (type === 'bool') return fc.boolean()
  if (type === 'number') {
    return fc.oneof(
      fc.maxSafeInteger().map((number) => number + 0),
      fc.bigInt({ min: -(2n ** 511n), max: 2n ** 511n }).map((number) => numberOf(String(number))),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => numberOf(String(number))),
    ) as fc.Arbitrary<Value>
  }
  if (type[0] === 'map') return fc.dictionary(fc.string().filter(isKey), valuesOf(type[1]))
  if (type[0] !== 'object') return fc.array(valuesOf(type[1]), { maxLength: 4 })
  return fc.record(Object.fromEntries(Object.entries(type[1]).map(([name, inner]) => [name, valuesOf(inner)])))
}

/** The decoder refuses this one, whatever the type; no schema and no sane map has it. */
const isKey = (key: string) => key !== '__proto__'

test('what is encoded decodes to the same', () => {
  const cases = types.chain((type) => fc.tuple(fc.constant(type), valuesOf(type)))
  fc.assert(
    fc.property(cases, ([type, value]) => {
      fc.pre(!JSON.stringify(type).includes('__proto__'))
      expect(decodeMsgpack(type, encodeMsgpack(value))).toEqual(value)
    }),
  )
})

test.each<[string, CtyType, string, Value]>([
  ['an unknown', 'string', 'd40000', UNKNOWN],
  ['one that is not null', 'string', 'c7030c8101c2', UNKNOWN],
  ['one that is not null and begins with "after-"', 'string', 'c70b0c8201c202a661667465722d', UNKNOWN],
  ['2^53 + 1', 'number', 'd30020000000000001', 9007199254740993n],
  ['a number of 0.1 in 512 bits', 'number', 'a3302e31', 0.1],
  [
    'more digits than a double has',
    'number',
    'b5302e31303030303030303030303030303030303031',
    new ExactNumber('0.1000000000000000001'),
  ],
])('bytes as Terraform sends them: %s', (_, type, hex, value) => {
  expect(decodeMsgpack(type, Buffer.from(hex, 'hex'))).toEqual(value)
})

test('a plain unknown is the two bytes that cty reads', () => {
  expect(Buffer.from(encodeMsgpack(UNKNOWN)).toString('hex')).toBe('d40000')
})

test('numbers are whole, or texts', () => {
  const sent = encodeMsgpack([1, 0.1, 2n ** 70n, 9007199254740993n])
  expect(decode(sent, { useBigInt64: true })).toEqual([1, '0.1', String(2n ** 70n), 9007199254740993n])
})

test('attributes that are not sent are null, others are dropped', () => {
  const type: CtyType = ['object', { here: 'string', missing: ['list', 'string'] }]
  expect(decodeMsgpack(type, encode({ here: 'x', more: 1 }))).toEqual({ here: 'x', missing: null })
})

test('what is not of its type is refused, and where is said', () => {
  const type: CtyType = ['object', { map: ['map', 'number'] }]
  expect(() => decodeMsgpack(type, encode({ map: { a: true } }))).toThrow('map["a"] is not a number')
})
