import { isDigit, javaTrim } from '../values/character-classes.ts'
import type { Cursor } from './cursor.ts'
import { numberFormatException, parseInteger } from './java-integer.ts'
import { InvalidPath } from './json-path-error.ts'
import type { IndexToken, SliceToken } from './path.ts'

/** `[1]`, `[1,2]`, `[1:]`, `[:2]`, `[1:2]`; undefined, and nothing read, for anything else. */
export function readArrayToken(cursor: Cursor): IndexToken | SliceToken | undefined {
  const next = cursor.significantAfter()
  if (next !== '-' && next !== ':' && !isDigit(next.charCodeAt(0))) return undefined
  const end = cursor.indexOf(']', cursor.at + 1)
  if (end === -1) return undefined
  const operation = javaTrim(cursor.slice(cursor.at + 1, end))
  if (!isOperation(operation)) return undefined
  const token = operation.includes(':') ? parseSlice(operation) : parseIndexes(operation)
  cursor.at = end + 1
  return token
}

function isOperation(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!',-: '.includes(text.charAt(at)) && !isDigit(text.charCodeAt(at))) return false
  }
  return true
}

function parseIndexes(operation: string): IndexToken {
  const indexes = operation.split(/\s*,\s*/).map((text) => {
    const index = parseInteger(text)
    if (index !== undefined) return index
    throw new InvalidPath(`Failed to parse token in ArrayIndexOperation: ${text}`)
  })
  return { type: 'index', indexes }
}

/** A third part, the step, is read over. */
function parseSlice(operation: string): SliceToken {
  if (!/[, ]/.test(operation)) {
    const parts = operation.split(':')
    const from = parseBound(parts[0])
    const to = parseBound(parts[1])
    if (from !== undefined || to !== undefined) return { type: 'slice', from, to }
  }
  throw new InvalidPath(`Failed to parse SliceOperation: ${operation}`)
}

function parseBound(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const bound = parseInteger(text)
  if (bound === undefined) throw numberFormatException(text)
  return bound
}
