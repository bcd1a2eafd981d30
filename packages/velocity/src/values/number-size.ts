import { JavaException } from './java-exception.ts'
import { JavaDecimal, type JavaNumber } from './java-number.ts'
import type { Spending } from './meter.ts'

/** A few squarings would fill the memory, and big numbers take more than linear time: longer ones are refused. */
export const MOST_DIGITS = 2000
const MOST = 10n ** BigInt(MOST_DIGITS)

const WORD_BITS = 64
/** Digits of a word, or a few less. */
const WORD_DIGITS = 19
const MOST_WORDS = 104
/** Decimal places that a double has besides those of its exponent, in words. */
const DOUBLE_WORDS = 4

export function isWithinBounds(value: bigint, scale = 0): boolean {
  return value < MOST && value > -MOST && Math.abs(scale) <= MOST_DIGITS
}

/** The number itself, unless it is too large. */
export function bounded(value: bigint): bigint {
  if (!isWithinBounds(value)) {
    throw new JavaException('ArithmeticException', `a number of more than ${MOST_DIGITS} digits`)
  }
  return value
}

/** The number whose digits a big one prints, however its point is placed; 0 for any other. */
export function digitsOf(value: JavaNumber): bigint {
  if (typeof value === 'bigint') return value
  return value instanceof JavaDecimal ? value.unscaled : 0n
}

export function boundedDecimal(value: JavaDecimal): JavaDecimal {
  bounded(value.unscaled)
  if (!isWithinBounds(0n, value.scale)) {
    throw new JavaException('ArithmeticException', `a decimal number of more than ${MOST_DIGITS} places`)
  }
  return value
}

/** Whether a number has as many digits as it takes. */
export function isBig(value: unknown): boolean {
  return typeof value === 'bigint' || value instanceof JavaDecimal
}

/** Pays for an operation on two numbers, any of whose digits may meet any of the other's. Plain numbers cost nothing. */
export function spendOnNumbers(meter: Spending, a: unknown, b: unknown): void {
  if (!isBig(a) && !isBig(b)) return
  const words = wordsOf(a) * wordsOf(b)
  if (words > 1) meter.spend(words)
}

/** Pays for what takes one number alone, such as printing it: it takes as long as squaring it does. */
export function spendOnNumber(meter: Spending, value: unknown): void {
  spendOnNumbers(meter, value, value)
}

/** Words of 64 bits, or a few more. */
function wordsOf(value: unknown): number {
  if (typeof value === 'bigint') return wordsOfBig(value)
  if (value instanceof JavaDecimal) {
    return wordsOfBig(value.unscaled) + Math.ceil(Math.min(Math.abs(value.scale), MOST_DIGITS) / WORD_DIGITS)
  }
  if (typeof value !== 'number' || Number.isInteger(value) || !Number.isFinite(value)) return 1
  return DOUBLE_WORDS + Math.ceil(Math.abs(Math.log2(Math.abs(value))) / WORD_DIGITS)
}

function wordsOfBig(value: bigint): number {
  const size = Math.abs(Number(value))
  if (size < 2 ** WORD_BITS) return 1
  return Number.isFinite(size) ? Math.ceil(Math.log2(size) / WORD_BITS) : MOST_WORDS
}
