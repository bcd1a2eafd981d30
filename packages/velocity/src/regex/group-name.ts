import { isAsciiDigit, isAsciiLetter } from './ascii.ts'
import type { PatternCursor } from './pattern-cursor.ts'

/** The name of a group up to its `>`; `first` has been read. */
export function parseGroupName(cursor: PatternCursor, first: number): string {
  if (!isAsciiLetter(first)) throw cursor.error('capturing group name does not start with a Latin letter')
  let name = ''
  let char = first
  for (; isAsciiLetter(char) || isAsciiDigit(char); char = cursor.read()) name += String.fromCodePoint(char)
  if (char !== 0x3e) throw cursor.error("named capturing group is missing trailing '>'")
  return name
}
