import { isAsciiDigit } from './ascii.ts'
import type { PatternCursor } from './pattern-cursor.ts'
import { type PatternNode, type RepeatMode, type RepeatNode, UNBOUNDED } from './pattern-node.ts'

/** `body` with the quantifier that follows it, or as it is where none does. */
export function parseQuantifier(cursor: PatternCursor, body: PatternNode): PatternNode {
  switch (cursor.peek()) {
    case 0x3f:
      cursor.next()
      return repeat(cursor, body, 0, 1)
    case 0x2a:
      cursor.next()
      return repeat(cursor, body, 0, UNBOUNDED)
    case 0x2b:
      cursor.next()
      return repeat(cursor, body, 1, UNBOUNDED)
    case 0x7b:
      return counted(cursor, body)
    default:
      return body
  }
}

function counted(cursor: PatternCursor, body: PatternNode): PatternNode {
  const first = cursor.skip()
  if (!isAsciiDigit(first)) throw cursor.error('Illegal repetition')
  const low = count(cursor, first)
  let { char } = low
  const min = low.value
  let max = min
  if (char === 0x2c) {
    char = cursor.read()
    max = UNBOUNDED
    if (char !== 0x7d) {
      const high = count(cursor, char)
      max = high.value
      char = high.char
    }
  }
  if (char !== 0x7d) throw cursor.error('Unclosed counted closure')
  if (max < min) throw cursor.error('Illegal repetition range')
  return repeat(cursor, body, min, max)
}

/** A number whose first character has been read, and the character behind it. */
function count(cursor: PatternCursor, first: number): { value: number; char: number } {
  let value = 0
  let char = first
  for (; isAsciiDigit(char); char = cursor.read()) {
    value = value * 10 + char - 0x30
    if (value > UNBOUNDED) throw cursor.error('Illegal repetition range')
  }
  return { value, char }
}

function repeat(cursor: PatternCursor, body: PatternNode, min: number, max: number): RepeatNode {
  return { kind: 'repeat', body, min, max, mode: modeOf(cursor) }
}

function modeOf(cursor: PatternCursor): RepeatMode {
  const char = cursor.peek()
  if (char !== 0x3f && char !== 0x2b) return 'greedy'
  cursor.next()
  return char === 0x3f ? 'lazy' : 'possessive'
}
