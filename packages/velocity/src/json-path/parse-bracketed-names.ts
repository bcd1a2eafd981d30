import type { Cursor } from './cursor.ts'
import { InvalidPath } from './json-path-error.ts'
import type { PropertyToken } from './path.ts'
import { unescape } from './unescape.ts'

/** `['a']`, `["a"]`, `['a','b']`; undefined, and nothing read, where no quote follows the bracket. */
export function readBracketedNames(cursor: Cursor): PropertyToken | undefined {
  const quote = cursor.significantAfter()
  if (quote !== "'" && quote !== '"') return undefined
  const names: string[] = []
  let start = -1
  let lastEnd = 0
  let afterComma = false
  let at = cursor.at + 1
  for (; cursor.inBounds(at); at++) {
    const character = cursor.char(at)
    if (character === '\\') at++
    else if (start !== -1) {
      if (character !== quote) continue
      checkNameEnd(cursor, at)
      names.push(unescape(cursor.slice(start, at)))
      start = -1
      lastEnd = at
    } else if (character === quote) {
      start = at + 1
      afterComma = false
    } else if (character === ']' || character === ',') {
      if (afterComma) throw new InvalidPath(`Found empty property at index ${at}`)
      if (character === ']') break
      afterComma = true
    }
  }
  if (start !== -1) throw new InvalidPath(`Property has not been closed - missing closing ${quote}`)
  const end = cursor.indexOfSignificant(']', lastEnd)
  if (end === -1) throw new InvalidPath('Property has not been closed - missing closing ]')
  cursor.at = end + 1
  if (names.length === 0) throw new InvalidPath('Empty properties')
  return { type: 'property', names, quote }
}

function checkNameEnd(cursor: Cursor, at: number): void {
  const next = cursor.significantAfter(at)
  if (next === ']' || next === ',') return
  throw new InvalidPath(
    `Property must be separated by comma or Property must be terminated close square bracket at index ${at}`,
  )
}
