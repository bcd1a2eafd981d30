/** The digits of a positive number, and where the point stands: 0.d1d2d3… times ten to the power of `exponent`. */
export interface Digits {
  readonly digits: string
  readonly exponent: number
}

const EXPONENT_SHIFT = 52
const FRACTION_MASK = 2n ** 52n - 1n
const HIDDEN_BIT = 2n ** 52n

/**
 * The digits that Double.toString and Float.toString print in Java up to 18: mostly the fewest that tell the number from
 * its neighbours, but not always (JDK-4511638): 2e23 is 1.9999999999999998E23, and Double.MIN_VALUE 4.9E-324. This is
 * the free-format algorithm of Steele and White as those versions run it: digits are taken until the rest is within half a
 * unit of the last place, which is `significantBits` wide: 53 for a double, 24 for a float.
 */
export function digitsOf(value: number, significantBits: number): Digits {
  const bits = new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n
  let fraction = bits & FRACTION_MASK
  let exponent = Number((bits >> 52n) & 0x7ffn)
  let width = significantBits
  if (exponent === 0) {
    // Denormal: the leading bit is moved to where the hidden one would be.
    width = fraction.toString(2).length
    const shift = EXPONENT_SHIFT + 1 - width
    fraction <<= BigInt(shift)
    exponent = 1 - shift
  } else {
    fraction |= HIDDEN_BIT
  }
  return develop(fraction, exponent - 1023, width)
}

function develop(fraction: bigint, exponent: number, width: number): Digits {
  const zeros = trailingZeros(fraction)
  const fractionBits = EXPONENT_SHIFT + 1 - zeros
  const tinyBits = Math.max(0, fractionBits - exponent - 1)
  if (tinyBits === 0 && exponent <= 62) return wholeDigits(fraction, exponent, width)
  let decimal = estimateExponent(fraction, exponent)
  const fives = Math.max(0, -decimal)
  const twos = fives + tinyBits + exponent
  const scaleFives = Math.max(0, decimal)
  let b2 = twos - (fractionBits - 1)
  let s2 = scaleFives + tinyBits
  let m2 = twos - width
  const common = Math.min(b2, s2)
  b2 -= common
  s2 -= common
  m2 -= common
  // Below a power of two the neighbour is half as far.
  if (fractionBits === 1) m2 -= 1
  if (m2 < 0) {
    b2 -= m2
    s2 -= m2
    m2 = 0
  }
  const start = fraction >> BigInt(zeros)
  const scale = (5n ** BigInt(scaleFives)) << BigInt(s2)
  const tens = scale * 10n
  // Small numbers are done in machine words, large ones in big integers, and their ends are not quite the same.
  const bits = Math.max(bitsOf(fractionBits + b2, fives), bitsOf(s2 + 1, scaleFives + 1))
  const word = bits < 32 ? 32 : bits < 64 ? 64 : undefined
  const isEnough = (sum: bigint) => (word === undefined ? sum >= tens : BigInt.asIntN(word, sum) > tens)
  let rest = (start * 5n ** BigInt(fives)) << BigInt(b2)
  let half = ((5n ** BigInt(fives)) << BigInt(m2)) * 10n
  let digit = rest / scale
  rest = (rest % scale) * 10n
  let low = rest < half
  let high = isEnough(rest + half)
  let digits = ''
  if (digit === 0n && !high) decimal -= 1
  else digits = digit.toString()
  // At least two digits where an exponent is printed.
  if (decimal < -3 || decimal >= 8) low = high = false
  while (!low && !high) {
    digit = rest / scale
    rest = (rest % scale) * 10n
    half *= 10n
    low = rest < half
    high = isEnough(rest + half)
    // A half that no longer fits its word ends the digits, whatever they are.
    if (word !== undefined && BigInt.asIntN(word, half) <= 0n) low = high = true
    digits += digit.toString()
  }
  const isUp = high && (!low || isRoundedUp(rest * 2n - tens, digits))
  return isUp ? roundUp(digits, decimal + 1) : { digits, exponent: decimal + 1 }
}

function isRoundedUp(difference: bigint, digits: string): boolean {
  if (difference !== 0n) return difference > 0n
  return (digits.charCodeAt(digits.length - 1) & 1) === 1
}

function roundUp(digits: string, exponent: number): Digits {
  let end = digits.length
  while (end > 0 && digits[end - 1] === '9') end--
  if (end === 0) return { digits: '1', exponent: exponent + 1 }
  const last = Number(digits[end - 1]) + 1
  return { digits: digits.slice(0, end - 1) + last.toString() + '0'.repeat(digits.length - end), exponent }
}

/** A number without a fraction that a long holds: all of its digits, less those that its last bits do not tell. */
function wholeDigits(fraction: bigint, exponent: number, width: number): Digits {
  const shift = exponent - EXPONENT_SHIFT
  let value = shift >= 0 ? fraction << BigInt(shift) : fraction >> BigInt(-shift)
  const insignificant = exponent > width ? Math.floor((exponent - width - 1) * Math.LOG10E * Math.LN2) : 0
  if (insignificant > 0) {
    const power = 10n ** BigInt(insignificant)
    const residue = value % power
    value /= power
    if (residue >= power / 2n) value += 1n
  }
  const digits = value.toString()
  return { digits, exponent: digits.length + insignificant }
}

/** An estimate of floor(log10), which may be one too large (Java 8, FloatingDecimal.estimateDecExp). */
function estimateExponent(fraction: bigint, exponent: number): number {
  const mantissa = Number(fraction) / 2 ** EXPONENT_SHIFT
  return Math.floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981)
}

function trailingZeros(value: bigint): number {
  const text = value.toString(2)
  return text.length - 1 - text.lastIndexOf('1')
}

/** Bits of a number times a power of five: exactly for small powers, else what Java assumes. */
function bitsOf(bits: number, fives: number): number {
  if (fives === 0) return bits
  return bits + (fives < 27 ? (5n ** BigInt(fives)).toString(2).length : fives * 3)
}
