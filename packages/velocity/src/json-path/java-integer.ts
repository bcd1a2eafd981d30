import { asciiDigits } from '../values/character-classes.ts'
import { JavaFailure } from './json-path-error.ts'

/** Integer.parseInt; undefined where Java throws NumberFormatException. */
export function parseInteger(text: string): number | undefined {
  const digits = asciiDigits(text)
  if (!/^[+-]?\d+$/.test(digits)) return undefined
  const value = Number(digits) + 0
  return (value | 0) === value ? value : undefined
}

/** Java's own text for a number that cannot be read. */
export function numberFormatException(text: string): JavaFailure {
  return new JavaFailure('NumberFormatException', `For input string: "${text}"`)
}
