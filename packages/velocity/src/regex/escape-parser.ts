import { hexDigitOf, isAsciiDigit } from './ascii.ts'
import { type CharPredicate, negation } from './char-predicate.ts'
import { parseGroupName } from './group-name.ts'
import type { PatternCursor } from './pattern-cursor.ts'
import { IGNORE_CASE, UNICODE_CASE, UNICODE_CLASSES, UNIX_LINES } from './pattern-flags.ts'
import type { Assertion, Folding, PatternNode } from './pattern-node.ts'
import { asciiDigit, asciiSpace, asciiWord, horizontalSpace, verticalSpace } from './posix-class.ts'
import { unicodeDigit, unicodeSpace, unicodeWord } from './unicode-class.ts'

/**
 * An escape other than \p; the cursor is on the backslash. A number is the character that it stands for. `inClass`: only
 * what stands for characters is taken. `inRange`: an end of a range, where \v is the vertical tab alone.
 */
export function parseEscape(cursor: PatternCursor, inClass: boolean, inRange: boolean): number | PatternNode {
  const letter = String.fromCodePoint(cursor.skip())
  const value = charOf(cursor, letter, inRange)
  if (value !== undefined) return value
  const set = setOf(letter.toLowerCase(), cursor.has(UNICODE_CLASSES))
  if (set) return { kind: 'char', set: letter === letter.toLowerCase() ? set : negation(set) }
  const node = inClass ? undefined : nodeOf(cursor, letter)
  if (node) return node
  if (/[A-Za-z1-9]/.test(letter)) throw cursor.error('Illegal/unsupported escape sequence')
  return letter.codePointAt(0) ?? 0
}

function charOf(cursor: PatternCursor, letter: string, inRange: boolean): number | undefined {
  switch (letter) {
    case '0':
      return octal(cursor)
    case 'a':
      return 7
    case 'c':
      if (cursor.isAtEnd) throw cursor.error('Illegal control escape sequence')
      return cursor.read() ^ 64
    case 'e':
      return 0x1b
    case 'f':
      return 0x0c
    case 'n':
      return 0x0a
    case 'r':
      return 0x0d
    case 't':
      return 9
    case 'u':
      return unicode(cursor)
    case 'v':
      return inRange ? 0x0b : undefined
    case 'x':
      return hexadecimal(cursor)
    case 'N':
      return namedChar(cursor)
    default:
      return undefined
  }
}

/** \d, \s, \w, \h and \v; their complements have the same letter in upper case. */
function setOf(letter: string, isUnicode: boolean): CharPredicate | undefined {
  switch (letter) {
    case 'd':
      return isUnicode ? unicodeDigit : asciiDigit
    case 's':
      return isUnicode ? unicodeSpace : asciiSpace
    case 'w':
      return isUnicode ? unicodeWord : asciiWord
    case 'h':
      return horizontalSpace
    case 'v':
      return verticalSpace
    default:
      return undefined
  }
}

function nodeOf(cursor: PatternCursor, letter: string): PatternNode | undefined {
  if (letter >= '1' && letter <= '9') return numbered(cursor, Number(letter))
  const isUnicode = cursor.has(UNICODE_CLASSES)
  switch (letter) {
    case 'A':
      return assertion('begin')
    case 'B':
      return assertion(isUnicode ? 'notUnicodeWordBoundary' : 'notWordBoundary')
    case 'G':
      cursor.isStateful = true
      return assertion('lastMatch')
    case 'R':
      return { kind: 'lineBreak' }
    case 'X':
      return { kind: 'grapheme' }
    case 'Z':
      return assertion(cursor.has(UNIX_LINES) ? 'unixDollar' : 'dollar')
    case 'b':
      return boundary(cursor, isUnicode)
    case 'k':
      return named(cursor)
    case 'z':
      return assertion('end')
    default:
      return undefined
  }
}

function assertion(name: Assertion): PatternNode {
  return { kind: 'assertion', assertion: name }
}

/** \b, or \b{g}. */
function boundary(cursor: PatternCursor, isUnicode: boolean): PatternNode | undefined {
  if (cursor.peek() === 0x7b) {
    if (cursor.skip() === 0x67) return cursor.read() === 0x7d ? assertion('graphemeBoundary') : undefined
    cursor.at -= 2
  }
  return assertion(isUnicode ? 'unicodeWordBoundary' : 'wordBoundary')
}

/** \1 and on; another digit belongs to it where a group with that number has been opened. */
function numbered(cursor: PatternCursor, first: number): PatternNode {
  let group = first
  for (let char = cursor.peek(); isAsciiDigit(char); char = cursor.peek()) {
    const longer = group * 10 + char - 0x30
    if (longer > cursor.groups) break
    group = longer
    cursor.read()
  }
  return reference(cursor, group)
}

function named(cursor: PatternCursor): PatternNode {
  if (cursor.read() !== 0x3c) throw cursor.error(String.raw`\k is not followed by '<' for named capturing group`)
  const name = parseGroupName(cursor, cursor.read())
  const group = cursor.names.get(name)
  if (group === undefined) throw cursor.error(`named capturing group <${name}> does not exist`)
  return reference(cursor, group)
}

function reference(cursor: PatternCursor, group: number): PatternNode {
  cursor.isStateful = true
  return { kind: 'reference', group, folding: foldingOf(cursor) }
}

function foldingOf(cursor: PatternCursor): Folding {
  if (!cursor.has(IGNORE_CASE)) return 'exact'
  return cursor.has(UNICODE_CASE) ? 'unicode' : 'ascii'
}

/** \0n, \0nn, \0mnn with m of 3 at most. */
function octal(cursor: PatternCursor): number {
  let value = 0
  for (let count = 0; count < 3; count += 1) {
    const digit = cursor.read() - 0x30
    if (digit < 0 || digit > 7 || (count === 2 && value > 31)) {
      if (count === 0) throw cursor.error('Illegal octal escape sequence')
      cursor.unread()
      break
    }
    value = value * 8 + digit
  }
  return value
}

function hexadecimal(cursor: PatternCursor): number {
  const first = cursor.read()
  if (hexDigitOf(first) >= 0) {
    const second = hexDigitOf(cursor.read())
    if (second >= 0) return hexDigitOf(first) * 16 + second
  } else if (first === 0x7b && hexDigitOf(cursor.peek()) >= 0) {
    let value = 0
    let char = cursor.read()
    for (; hexDigitOf(char) >= 0; char = cursor.read()) {
      value = value * 16 + hexDigitOf(char)
      if (value > 0x10ffff) throw cursor.error('Hexadecimal codepoint is too big')
    }
    if (char !== 0x7d) throw cursor.error('Unclosed hexadecimal escape sequence')
    return value
  }
  throw cursor.error('Illegal hexadecimal escape sequence')
}

/** \uhhhh; two of them may make one supplementary character. */
function unicode(cursor: PatternCursor): number {
  const unit = fourDigits(cursor)
  if (unit >= 0xd800 && unit <= 0xdbff) {
    const { at } = cursor
    if (cursor.read() === 0x5c && cursor.read() === 0x75) {
      const low = fourDigits(cursor)
      if (low >= 0xdc00 && low <= 0xdfff) return (unit - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000
    }
    cursor.at = at
  }
  return unit
}

function fourDigits(cursor: PatternCursor): number {
  let value = 0
  for (let count = 0; count < 4; count += 1) {
    const digit = hexDigitOf(cursor.read())
    if (digit < 0) throw cursor.error('Illegal Unicode escape sequence')
    value = value * 16 + digit
  }
  return value
}

/** \N{name}: there is no table of names here, so every name is unknown. */
function namedChar(cursor: PatternCursor): never {
  if (cursor.read() !== 0x7b) throw cursor.error('Illegal character name escape sequence')
  const from = cursor.at
  while (cursor.read() !== 0x7d) {
    if (cursor.isAtEnd) throw cursor.error('Unclosed character name escape sequence')
  }
  throw cursor.error(`Unknown character name [${cursor.text(from, cursor.at - 1)}]`)
}
