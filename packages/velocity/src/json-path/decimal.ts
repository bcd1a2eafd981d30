import { asciiDigits } from '../values/character-classes.ts'
import { doubleOf, JavaDecimal, JavaDouble, JavaLong, type JavaNumber, longOf } from '../values/java-number.ts'
import { printNumber } from '../values/print-number.ts'
import { JavaFailure } from './json-path-error.ts'

// Jayway turns every number of a filter into a BigDecimal, by its text. Most comparisons come out the same on plain
// numbers: the shortest digits of two doubles order as the doubles do.

const BIG_DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/

/** `new BigDecimal(text)`; undefined where Java throws NumberFormatException. */
export function parseDecimal(text: string): JavaDecimal | undefined {
  const match = BIG_DECIMAL.exec(asciiDigits(text))
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const scale = fraction.length - Number(exponent)
  if ((scale | 0) !== scale || (Number(exponent) | 0) !== Number(exponent)) return undefined
  const unscaled = BigInt(whole + fraction)
  return new JavaDecimal(sign === '-' ? -unscaled : unscaled, scale)
}

/** The number of a literal, in the form that compares fastest and still prints as the literal's BigDecimal. */
export function parseLiteralNumber(text: string): JavaNumber | undefined {
  const decimal = parseDecimal(text)
  if (decimal === undefined) return undefined
  if (decimal.scale === 0) {
    const { unscaled } = decimal
    if (unscaled === BigInt.asIntN(32, unscaled)) return Number(unscaled)
    return unscaled === BigInt.asIntN(64, unscaled) ? longOf(unscaled) : unscaled
  }
  const double = doubleOf(Number(asciiDigits(text)))
  if (typeof double === 'number' && !Number.isFinite(double)) return decimal
  const printed = decimalOf(double)
  return printed.scale === decimal.scale && printed.unscaled === decimal.unscaled ? double : decimal
}

/** A number as the BigDecimal of its text. Throws NumberFormatException for NaN and infinities, as Java does. */
export function decimalOf(value: JavaNumber): JavaDecimal {
  if (value instanceof JavaDecimal) return value
  if (typeof value === 'bigint') return new JavaDecimal(value, 0)
  if (value instanceof JavaLong) return new JavaDecimal(value.value, 0)
  const text = printNumber(value)
  const decimal = parseDecimal(text)
  if (decimal !== undefined) return decimal
  throw new JavaFailure(
    'NumberFormatException',
    `Character ${text.replace('-', '').charAt(0)} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.`,
  )
}

/** The text of a number's BigDecimal: as the number prints, but for exponents. */
export function decimalText(value: JavaNumber): string {
  if (typeof value === 'number' && (value | 0) === value) return value === 0 ? '0' : String(value)
  const text = printNumber(value)
  return text.includes('E') ? printNumber(decimalOf(value)) : text
}

/** BigDecimal.compareTo: negative, 0 or positive; 1.0 equals 1.00. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  const leftDouble = plainValue(left)
  const rightDouble = plainValue(right)
  if (leftDouble !== undefined && rightDouble !== undefined) return leftDouble - rightDouble
  return compareDecimals(decimalOf(left), decimalOf(right))
}

function plainValue(value: JavaNumber): number | undefined {
  if (typeof value === 'number') return value
  return value instanceof JavaDouble ? value.value : undefined
}

function compareDecimals(left: JavaDecimal, right: JavaDecimal): number {
  const leftSign = signOf(left)
  if (leftSign !== signOf(right)) return leftSign - signOf(right)
  if (leftSign === 0) return 0
  // The magnitudes first: an exponent of a thousand million must not be written out.
  const magnitude = magnitudeOf(left) - magnitudeOf(right)
  if (magnitude !== 0) return magnitude * leftSign
  const scale = Math.max(left.scale, right.scale)
  const difference =
    left.unscaled * 10n ** BigInt(scale - left.scale) - right.unscaled * 10n ** BigInt(scale - right.scale)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

function signOf({ unscaled }: JavaDecimal): number {
  return unscaled === 0n ? 0 : unscaled < 0n ? -1 : 1
}

function magnitudeOf({ unscaled, scale }: JavaDecimal): number {
  return (unscaled < 0n ? -unscaled : unscaled).toString().length - scale
}

/** BigDecimal.intValue: cut off towards zero, then to 32 bits. */
export function intValue(value: JavaNumber): number {
  if (typeof value === 'number' && (value | 0) === value) return value
  const { unscaled, scale } = decimalOf(value)
  // From 32 powers of ten on the low 32 bits are all 0.
  if (scale < -32) return 0
  if (scale <= 0) return Number(BigInt.asIntN(32, unscaled * 10n ** BigInt(-scale)))
  if (scale >= unscaled.toString().length) return 0
  return Number(BigInt.asIntN(32, unscaled / 10n ** BigInt(scale)))
}
