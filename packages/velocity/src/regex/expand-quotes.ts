import { isAsciiDigit, isAsciiLetter } from './ascii.ts'

const BACKSLASH = 0x5c

/**
 * The code points of a pattern with what stands between \Q and \E escaped one by one. Java's parser does the same
 * first, so that a quantifier after \E is for the last quoted character, and the index of an error counts these.
 */
export function expandQuotes(pattern: string): number[] {
  const source = Array.from(pattern, (char) => char.codePointAt(0) ?? 0)
  const expanded: number[] = []
  let inQuote = false
  let isFirst = false
  let seen = false
  for (let at = 0; at < source.length; ) {
    const char = source[at] ?? 0
    const next = source[at + 1]
    at += 1
    if (inQuote) {
      if (char === BACKSLASH && next === 0x45) {
        at += 1
        inQuote = false
        continue
      }
      // A digit might go on what stands before the quote, such as \1; as \x3n it cannot.
      if (isFirst && isAsciiDigit(char)) expanded.push(BACKSLASH, 0x78, 0x33)
      else if (char < 128 && !isAsciiLetter(char) && !isAsciiDigit(char)) expanded.push(BACKSLASH)
      expanded.push(char)
      isFirst = false
    } else if (char !== BACKSLASH) expanded.push(char)
    else if (next === 0x51) {
      at += 1
      inQuote = true
      isFirst = true
      seen = true
    } else {
      expanded.push(char)
      if (next !== undefined) expanded.push(next)
      at += 1
    }
  }
  return seen ? expanded : source
}
