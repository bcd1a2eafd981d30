import { JavaException } from './java-exception.ts'
import { JavaDecimal, type JavaNumber } from './java-number.ts'
import { NumberKind, numberKindOf, toDouble, toLong } from './number-kind.ts'
import { bounded, boundedDecimal } from './number-size.ts'

/** BigInteger.valueOf, or the BigInteger itself, which may come from a context. */
export function toBigInteger(value: JavaNumber): bigint {
  return typeof value === 'bigint' ? bounded(value) : toLong(value)
}

/** `new BigDecimal(n.doubleValue())` for all but BigInteger and BigDecimal (Velocity 1.7, MathUtils.toBigDecimal). */
export function toDecimal(value: JavaNumber): JavaDecimal {
  if (value instanceof JavaDecimal) return boundedDecimal(value)
  if (numberKindOf(value) === NumberKind.BIG_INTEGER) return new JavaDecimal(toBigInteger(value), 0)
  return decimalOfDouble(toDouble(value))
}

/** The exact value of a double: its binary fraction written out. Throws a JavaException for NaN and infinities. */
function decimalOfDouble(value: number): JavaDecimal {
  if (!Number.isFinite(value)) throw new JavaException('ArithmeticException', 'Infinite or NaN')
  let scale = 0
  let scaled = value
  // Doubling is exact, and 1,074 halvings are the most that a double has.
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    scale++
  }
  return new JavaDecimal(BigInt(scaled) * 5n ** BigInt(scale), scale)
}

function align(a: JavaDecimal, b: JavaDecimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [a.unscaled * 10n ** BigInt(scale - a.scale), b.unscaled * 10n ** BigInt(scale - b.scale), scale]
}

export function addDecimals(a: JavaDecimal, b: JavaDecimal): JavaDecimal {
  const [left, right, scale] = align(a, b)
  return boundedDecimal(new JavaDecimal(left + right, scale))
}

export function subtractDecimals(a: JavaDecimal, b: JavaDecimal): JavaDecimal {
  const [left, right, scale] = align(a, b)
  return boundedDecimal(new JavaDecimal(left - right, scale))
}

export function multiplyDecimals(a: JavaDecimal, b: JavaDecimal): JavaDecimal {
  return boundedDecimal(new JavaDecimal(a.unscaled * b.unscaled, a.scale + b.scale))
}

/** With the scale of the first, and halves rounded towards zero (MathUtils.divide). */
export function divideDecimals(a: JavaDecimal, b: JavaDecimal): JavaDecimal {
  let numerator = a.unscaled
  let denominator = b.unscaled
  // a / b at a's scale: shift by b's scale.
  if (b.scale >= 0) numerator *= 10n ** BigInt(b.scale)
  else denominator *= 10n ** BigInt(-b.scale)
  const quotient = numerator / denominator
  const rest = absolute(numerator - quotient * denominator) * 2n
  const away = numerator < 0n === denominator < 0n ? 1n : -1n
  return boundedDecimal(new JavaDecimal(rest > absolute(denominator) ? quotient + away : quotient, a.scale))
}

export function compareDecimals(a: JavaDecimal, b: JavaDecimal): number {
  const [left, right] = align(a, b)
  return left < right ? -1 : left > right ? 1 : 0
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}
