import { isDigit } from '../values/character-classes.ts'
import type { Cursor } from './cursor.ts'
import { parseLiteralNumber } from './decimal.ts'
import { numberFormatException } from './java-integer.ts'
import { JsonLiteral } from './json-literal.ts'
import { InvalidPath } from './json-path-error.ts'
import type { Literal, Operand, Path } from './path.ts'
import { PATTERN_FLAGS, PatternLiteral } from './pattern-literal.ts'
import { unescape } from './unescape.ts'

/** Whether operators such as `!=` and `=~` are made of the character. */
export function isRelational(character: string): boolean {
  return '<>=~!'.includes(character)
}

/** Reads one side of a comparison: a path or a literal. Throws InvalidPath, or JavaFailure for a bad literal. */
export function readOperand(cursor: Cursor, readPath: (text: string) => Path): Operand {
  const first = cursor.skipBlanks().char()
  if (first === '$' || first === '@') return readPathOperand(cursor, readPath)
  if (first !== '!') return { type: 'literal', value: readLiteral(cursor) }
  cursor.at++
  const next = cursor.skipBlanks().char()
  if (next !== '$' && next !== '@') throw new InvalidPath('Unexpected character: !')
  return readPathOperand(cursor, readPath)
}

function readPathOperand(cursor: Cursor, readPath: (text: string) => Path): Operand {
  const before = cursor.indexOfSignificantBefore()
  const negated = before !== -1 && cursor.is('!', before)
  const start = cursor.at
  cursor.at++
  while (cursor.inBounds()) {
    if (cursor.is('[')) {
      const end = cursor.indexOfClosing(cursor.at, '[', ']', false)
      if (end === -1) throw new InvalidPath(`Square brackets does not match in filter ${cursor.text}`)
      cursor.at = end + 1
    }
    const character = cursor.char()
    if (character === ')' && !closesFunction(cursor, start)) break
    if (!cursor.inBounds() || isRelational(character) || character === ' ') break
    cursor.at++
  }
  return { type: 'path', path: readPath(cursor.slice(start, cursor.at)), negated }
}

/** Whether the parenthesis closes a function without arguments: an opening one precedes it, and before that a dot. */
function closesFunction(cursor: Cursor, start: number): boolean {
  const before = cursor.indexOfSignificantBefore()
  if (before === -1 || !cursor.is('(', before)) return false
  for (let at = before - 1; at > start; at--) {
    if (cursor.is('.', at)) return true
  }
  return false
}

function readLiteral(cursor: Cursor): Literal {
  const first = cursor.skipBlanks().char()
  switch (first) {
    case "'":
    case '"':
      return readString(cursor, first)
    case 't':
      return readBoolean(cursor, 3)
    case 'f':
      return readBoolean(cursor, 4)
    case 'n':
      return readNull(cursor)
    case '{':
      return readJson(cursor, '{', '}')
    case '[':
      return readJson(cursor, '[', ']')
    case '/':
      return readPattern(cursor)
    default:
      return readNumber(cursor)
  }
}

function readString(cursor: Cursor, quote: string): string {
  const end = cursor.indexOfUnescaped(quote)
  if (end === -1) {
    throw new InvalidPath(`String literal does not have matching quotes. Expected ${quote} in ${cursor.text}`)
  }
  const text = cursor.slice(cursor.at + 1, end)
  cursor.at = end + 1
  return unescape(text)
}

function readBoolean(cursor: Cursor, lastOffset: number): boolean {
  const end = cursor.at + lastOffset
  const text = cursor.inBounds(end) ? cursor.slice(cursor.at, end + 1) : ''
  if (text !== 'true' && text !== 'false') throw new InvalidPath('Expected boolean literal')
  cursor.at = end + 1
  return text === 'true'
}

function readNull(cursor: Cursor): null {
  const end = cursor.at + 3
  if (!cursor.inBounds(end) || cursor.slice(cursor.at, end + 1) !== 'null') {
    throw new InvalidPath('Expected <null> value')
  }
  cursor.at = end + 1
  return null
}

function readJson(cursor: Cursor, open: string, close: string): JsonLiteral {
  const end = cursor.indexOfClosing(cursor.at, open, close, false)
  if (end === -1) throw new InvalidPath(`String not closed. Expected ' in ${cursor.text}`)
  const text = cursor.slice(cursor.at, end + 1)
  cursor.at = end + 1
  return new JsonLiteral(text)
}

function readPattern(cursor: Cursor): PatternLiteral {
  const start = cursor.at
  const close = cursor.indexOfUnescaped('/')
  if (close === -1) throw new InvalidPath(`Pattern not closed. Expected / in ${cursor.text}`)
  let end = close + 1
  while (cursor.inBounds(end) && PATTERN_FLAGS.includes(cursor.char(end))) end++
  cursor.at = end
  return new PatternLiteral(cursor.slice(start + 1, close), cursor.slice(close + 1, end))
}

function readNumber(cursor: Cursor): Literal {
  const start = cursor.at
  while (cursor.inBounds() && isNumberCharacter(cursor.char())) cursor.at++
  const text = cursor.slice(start, cursor.at)
  const value = parseLiteralNumber(text)
  if (value === undefined) throw numberFormatException(text)
  return value
}

function isNumberCharacter(character: string): boolean {
  return '-.eE'.includes(character) || isDigit(character.charCodeAt(0))
}
