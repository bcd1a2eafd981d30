import { JavaDecimal, JavaDouble, JavaFloat, JavaLong, type JavaNumber } from './java-number.ts'
import { boundedDecimal } from './number-size.ts'

/** Java's number classes, in the order in which an operation's result takes the wider of two whole ones. */
export const NumberKind = { INTEGER: 1, LONG: 2, BIG_INTEGER: 3, FLOAT: 4, DOUBLE: 5, BIG_DECIMAL: 6 } as const
export type NumberKind = (typeof NumberKind)[keyof typeof NumberKind]

/** The class of a number; undefined for anything else. */
export function numberKindOf(value: unknown): NumberKind | undefined {
  switch (typeof value) {
    case 'number':
      if ((value | 0) === value) return NumberKind.INTEGER
      return Number.isSafeInteger(value) ? NumberKind.LONG : NumberKind.DOUBLE
    case 'bigint':
      return NumberKind.BIG_INTEGER
    case 'object':
      if (value instanceof JavaDouble) return NumberKind.DOUBLE
      if (value instanceof JavaLong) return NumberKind.LONG
      if (value instanceof JavaFloat) return NumberKind.FLOAT
      return value instanceof JavaDecimal ? NumberKind.BIG_DECIMAL : undefined
    default:
      return undefined
  }
}

export function isNumber(value: unknown): value is JavaNumber {
  return numberKindOf(value) !== undefined
}

/** Number.doubleValue(). */
export function toDouble(value: JavaNumber): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof JavaDecimal) return Number(`${boundedDecimal(value).unscaled}e${-value.scale}`)
  return Number(value.value)
}

/** Number.longValue(), as a bigint of 64 bits. */
export function toLong(value: JavaNumber): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  if (typeof value === 'bigint') return BigInt.asIntN(64, value)
  if (value instanceof JavaLong) return value.value
  if (value instanceof JavaDecimal) return BigInt.asIntN(64, truncateDecimal(value))
  return clamp(typeof value === 'number' ? value : value.value)
}

const LONG_MAX = 2n ** 63n - 1n

/** A double to a long as Java casts: NaN to zero, and what is out of range to the nearest. */
function clamp(value: number): bigint {
  if (Number.isNaN(value)) return 0n
  if (value >= 2 ** 63) return LONG_MAX
  if (value <= -(2 ** 63)) return -LONG_MAX - 1n
  return BigInt(Math.trunc(value))
}

/** Number.intValue(). */
export function toInt(value: JavaNumber): number {
  if (typeof value === 'number' && (value | 0) === value) return value
  const kind = numberKindOf(value)
  if (kind !== NumberKind.FLOAT && kind !== NumberKind.DOUBLE) return Number(BigInt.asIntN(32, toLong(value)))
  const double = toDouble(value)
  if (Number.isNaN(double)) return 0
  return Math.trunc(Math.min(Math.max(double, -2147483648), 2147483647)) | 0
}

/** BigDecimal's whole part. */
function truncateDecimal(value: JavaDecimal): bigint {
  const { unscaled, scale } = boundedDecimal(value)
  return scale <= 0 ? unscaled * 10n ** BigInt(-scale) : unscaled / 10n ** BigInt(scale)
}
