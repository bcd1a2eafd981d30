import { ExactNumber, type NumberValue } from './value.ts'

const WHOLE = /^-?\d+$/
/** More digits than Terraform's 512 bits hold. */
const MAX_DIGITS = 400

/** The number that decimal digits stand for, without loss. */
export function numberOf(digits: string): NumberValue {
  if (digits.length > MAX_DIGITS) return new ExactNumber(digits)
  const value = Number(digits)
  if (WHOLE.test(digits)) return Number.isSafeInteger(value) ? value + 0 : BigInt(digits)
  return String(value) === digits ? value : new ExactNumber(digits)
}

/** Its decimal digits. */
export function digitsOf(value: NumberValue): string {
  return value instanceof ExactNumber ? value.digits : String(value)
}
