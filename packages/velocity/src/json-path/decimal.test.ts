import { describe, expect, it } from 'vitest'
import { doubleOf, JavaDecimal, type JavaNumber, longOf } from '../values/java-number.ts'
import { compareNumbers, decimalOf, decimalText, intValue, parseDecimal, parseLiteralNumber } from './decimal.ts'

describe('parseDecimal', () => {
  it.each<[string, bigint, number]>([
    ['1', 1n, 0],
    ['-1.50', -150n, 2],
    ['+.5', 5n, 1],
    ['5.', 5n, 0],
    ['1e3', 1n, -3],
    ['1.5E-3', 15n, 4],
    ['007', 7n, 0],
    ['-0', 0n, 0],
    ['٣.٥', 35n, 1],
    ['１０', 10n, 0],
    ['1e2147483647', 1n, -2147483647],
  ])('reads %s', (text, unscaled, scale) => {
    expect(parseDecimal(text)).toEqual(new JavaDecimal(unscaled, scale))
  })

  it.each(['', '-', '.', 'e1', '1e', '1e+', '1e2147483648', '1e99999999999', 'NaN', ' 1', '1_0', '0x1', '1f'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined()
    },
  )
})

describe('parseLiteralNumber', () => {
  it.each<[string, JavaNumber]>([
    ['1', 1],
    ['-0', 0],
    ['8.95', 8.95],
    ['1.0', doubleOf(1)],
    ['1.00', new JavaDecimal(100n, 2)],
    ['1E5', new JavaDecimal(1n, -5)],
    ['12345678901', longOf(12345678901n)],
    ['12345678901234567890', 12345678901234567890n],
    ['0.1000000000000000055', new JavaDecimal(1000000000000000055n, 19)],
    ['1e999', new JavaDecimal(1n, -999)],
  ])('keeps of %s what its BigDecimal is', (text, value) => {
    expect(parseLiteralNumber(text)).toEqual(value)
  })
})

describe('compareNumbers', () => {
  const ascending: JavaNumber[] = [
    new JavaDecimal(-1n, -2147483647),
    -(2n ** 70n),
    longOf(-9007199254740993n),
    -1.5,
    new JavaDecimal(-1n, 2147483647),
    0,
    new JavaDecimal(1n, 2147483647),
    0.1,
    new JavaDecimal(1000000000000000055n, 19),
    1,
    9007199254740992,
    longOf(9007199254740993n),
    doubleOf(1e300),
    new JavaDecimal(1n, -2147483647),
  ]

  it.each(ascending.map((value, place) => [decimalText(value), value, place] as const))('%s', (_text, value, place) => {
    expect(ascending.map((other) => Math.sign(compareNumbers(value, other)))).toEqual(
      ascending.map((_other, otherPlace) => Math.sign(place - otherPlace)),
    )
  })

  it.each<[JavaNumber, JavaNumber]>([
    [1, doubleOf(1)],
    [new JavaDecimal(100n, 2), 1],
    [0, doubleOf(-0)],
    [new JavaDecimal(1n, -5), 100_000],
    [5n, 5],
  ])('%# equal', (left, right) => {
    expect(compareNumbers(left, right)).toBe(0)
  })
})

describe('intValue', () => {
  it.each<[JavaNumber, number]>([
    [7, 7],
    [-2.9, -2],
    [4294967297, 1],
    [2147483648, -2147483648],
    [new JavaDecimal(15n, -1), 150],
    [new JavaDecimal(1n, -2147483647), 0],
    [new JavaDecimal(1n, 2147483647), 0],
    [new JavaDecimal(-199n, 2), -1],
  ])('%#', (value, int) => {
    expect(intValue(value)).toBe(int)
  })
})

it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s is no BigDecimal', (value) => {
  expect(() => decimalOf(value)).toThrow(expect.objectContaining({ javaClass: 'NumberFormatException' }))
})

it.each<[JavaNumber, string]>([
  [5, '5'],
  [doubleOf(5), '5.0'],
  [doubleOf(1e10), '1.0E+10'],
  [1e-5, '0.000010'],
  [1e-8, '1.0E-8'],
])('decimalText: %#', (value, text) => {
  expect(decimalText(value)).toBe(text)
})
