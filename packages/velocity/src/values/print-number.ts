import { type Digits, digitsOf } from './double-digits.ts'
import { type JavaDecimal, JavaDouble, JavaFloat, JavaLong, type JavaNumber } from './java-number.ts'

/**
 * A number as its Java class prints it: `5`, `1.0`, `1.23456789E7`, `NaN`. Doubles have the digits
 * of Java up to 18, which are not always the fewest (double-digits.ts). A whole plain number beyond the safe integers,
 * which only plain JavaScript data holds, prints as the double it is.
 */
export function printNumber(value: JavaNumber): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? printInteger(value) : printDouble(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof JavaDouble) return printDouble(value.value)
  if (value instanceof JavaLong) return value.value.toString()
  if (value instanceof JavaFloat) return printFloat(value.value)
  return printDecimal(value)
}

/** `-0` as a plain number is the int 0, which has no sign. */
function printInteger(value: number): string {
  return value === 0 ? '0' : String(value)
}

/** Double.toString. */
function printDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) {
    // In this range JavaScript never writes an exponent, and its digits are Java's.
    const text = String(value)
    return text.includes('.') ? text : `${text}.0`
  }
  return (value < 0 ? '-' : '') + scientific(digitsOf(size, DOUBLE_BITS))
}

const DOUBLE_BITS = 53
const FLOAT_BITS = 24
const FLOAT_FRACTION = 0x7fffff
const FLOAT_EXPONENT = 0x7f800000

/** Fewer for denormal floats. */
function significantBits(float: number): number {
  const bits = new Uint32Array(new Float32Array([float]).buffer)[0] ?? 0
  return (bits & FLOAT_EXPONENT) === 0 ? 32 - Math.clz32(bits & FLOAT_FRACTION) : FLOAT_BITS
}

/** Float.toString. */
function printFloat(value: number): string {
  if (!Number.isFinite(value) || value === 0) return printDouble(value)
  const size = Math.abs(value)
  const { digits, exponent } = digitsOf(size, significantBits(value))
  const sign = value < 0 ? '-' : ''
  if (size < 1e-3 || size >= 1e7) return sign + scientific({ digits, exponent })
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`
  const padded = digits.padEnd(exponent + 1, '0')
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}

/** `d.dddE5`, with one digit behind the point at the least. */
function scientific({ digits, exponent }: Digits): string {
  const rest = digits.slice(1).replace(/0+$/, '')
  return `${digits.slice(0, 1)}.${rest === '' ? '0' : rest}E${exponent - 1}`
}

/** BigDecimal.toString: plain where the scale is not negative and the adjusted exponent at least -6. */
function printDecimal({ unscaled, scale }: JavaDecimal): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString()
  if (scale === 0) return sign + digits
  const exponent = digits.length - 1 - scale
  if (scale > 0 && exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0')
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  }
  const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits
  if (exponent === 0) return sign + mantissa
  return `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`
}
