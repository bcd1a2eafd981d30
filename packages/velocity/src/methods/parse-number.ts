import { shortened } from '../shortened.ts'
import { JavaException } from '../values/java-exception.ts'

/** Longer texts of numbers are refused. */
const LONGEST = 1000

/** Integer.parseInt and Long.parseLong. */
export function parseWhole(source: string, radix: number, bits: number): bigint {
  const match = source.length > LONGEST ? null : /^([+-]?)([0-9a-z]+)$/i.exec(source)
  const [, sign = '', digits = ''] = match ?? []
  if (match === null || radix < 2 || radix > 36 || digits.length > 100) throw malformed(source)
  let value = 0n
  for (const digit of digits.toLowerCase()) {
    const code = digit.charCodeAt(0)
    const worth = code <= 0x39 ? code - 0x30 : code - 0x57
    if (worth >= radix) throw malformed(source)
    value = value * BigInt(radix) + BigInt(worth)
  }
  const result = sign === '-' ? -value : value
  if (BigInt.asIntN(bits, result) !== result) throw malformed(source)
  return result
}

const DOUBLE = /^[\0- ]*([+-]?)(NaN|Infinity|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)[fd]?[\0- ]*$/i

/** Double.parseDouble, but for hexadecimal numbers. */
export function parseDouble(source: string): number {
  const match = source.length > LONGEST ? null : DOUBLE.exec(source)
  const [, sign = '', digits = ''] = match ?? []
  const value = Number(digits)
  const isWord = digits === 'NaN' || digits === 'Infinity'
  if (match === null || (!isWord && Number.isNaN(value)) || (!isWord && /^[in]/i.test(digits))) throw malformed(source)
  return sign === '-' ? -value : value
}

function malformed(source: string): JavaException {
  return new JavaException('NumberFormatException', `For input string: ${JSON.stringify(shortened(source))}`)
}
