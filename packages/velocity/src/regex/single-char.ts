import { type CharPredicate, predicate, SingleChar } from './char-predicate.ts'
import type { PatternCursor } from './pattern-cursor.ts'
import { IGNORE_CASE, UNICODE_CASE } from './pattern-flags.ts'
import { foldOf, lowerOf, upperOf } from './simple-case.ts'

/** One character as the flags have it: "case-insensitive matching assumes that only ASCII characters", or (?u). */
export function charSet(cursor: PatternCursor, codePoint: number): CharPredicate {
  if (cursor.has(IGNORE_CASE)) {
    if (cursor.has(UNICODE_CASE)) {
      const fold = foldOf(codePoint)
      if (fold !== upperOf(codePoint)) return predicate((char) => char === fold || foldOf(char) === fold, false, 8)
    } else if (codePoint < 128 && lowerOf(codePoint) !== upperOf(codePoint)) {
      const lower = lowerOf(codePoint)
      const upper = upperOf(codePoint)
      return predicate((char) => char === lower || char === upper, true)
    }
  }
  return new SingleChar(codePoint)
}
