import { describe, expect, it } from 'vitest'
import { doubleOf, JavaDecimal, JavaFloat, type JavaNumber, longOf } from './java-number.ts'
import { printNumber } from './print-number.ts'

const cases: [string, JavaNumber][] = [
  ['5', 5],
  ['0', -0],
  ['-2147483648', -2147483648],
  ['5', longOf(5n)],
  ['9007199254740993', longOf(9007199254740993n)],
  ['2147483648', longOf(2147483648n)],
  ['123456789012345678901234567890', 123456789012345678901234567890n],
  ['1.0', doubleOf(1)],
  ['-0.0', doubleOf(-0)],
  ['1.0E10', doubleOf(1e10)],
  ['1.0E-5', 1e-5],
  ['1.23456789E7', doubleOf(12345678.9)],
  ['9999999.0', doubleOf(9999999)],
  ['1.0E7', doubleOf(1e7)],
  ['0.001', 0.001],
  ['9.9E-4', 9.9e-4],
  ['1.7976931348623157E308', doubleOf(Number.MAX_VALUE)],
  ['4.9E-324', Number.MIN_VALUE],
  ['1.0E21', 1e21],
  ['1.0E22', doubleOf(1e22)],
  ['NaN', Number.NaN],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['1.1', new JavaFloat(1.1)],
  ['0.33333334', new JavaFloat(1 / 3)],
  ['1.6777216E7', new JavaFloat(16777216)],
  ['3.4028235E38', new JavaFloat(3.4028234663852886e38)],
  ['NaN', new JavaFloat(Number.NaN)],
  ['0.0', new JavaFloat(0)],
  ['1.50', new JavaDecimal(150n, 2)],
  ['-0.05', new JavaDecimal(-5n, 2)],
  ['0.0000010', new JavaDecimal(10n, 7)],
  ['1E-7', new JavaDecimal(1n, 7)],
  ['1.0E-7', new JavaDecimal(10n, 8)],
  ['1E+3', new JavaDecimal(1n, -3)],
  ['1.23E+5', new JavaDecimal(123n, -3)],
  ['0', new JavaDecimal(0n, 0)],
  ['0.00', new JavaDecimal(0n, 2)],
  ['0E+3', new JavaDecimal(0n, -3)],
]

describe('printNumber', () => {
  it.each(cases)('prints %s', (text, value) => {
    expect(printNumber(value)).toBe(text)
  })
})
