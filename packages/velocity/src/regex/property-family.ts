import { type CharPredicate, negation } from './char-predicate.ts'
import { namedProperty, valuedProperty } from './char-property.ts'
import type { PatternCursor } from './pattern-cursor.ts'
import { IGNORE_CASE, UNICODE_CLASSES } from './pattern-flags.ts'

/** \p{…}, \pX and their complements \P…; the cursor is on the p. */
export function parseFamily(cursor: PatternCursor): CharPredicate {
  const isComplement = cursor.raw(cursor.at) === 0x50
  const name = cursor.next() === 0x7b ? longName(cursor) : shortName(cursor)
  const family = lookUp(cursor, name)
  if (!isComplement) return family
  cursor.keepsPairs = true
  return negation(family)
}

function shortName(cursor: PatternCursor): string {
  // As Java does: back before what next() found, and on again.
  cursor.unread()
  cursor.next()
  const char = cursor.raw(cursor.at)
  cursor.read()
  return String.fromCodePoint(char)
}

function longName(cursor: PatternCursor): string {
  cursor.next()
  const from = cursor.at
  for (let char = cursor.read(); char !== 0x7d; char = cursor.read()) {
    if (cursor.at > cursor.length) {
      cursor.at = cursor.length + 1
      throw cursor.error('Unclosed character family')
    }
  }
  if (from + 1 >= cursor.at) throw cursor.error('Empty character family')
  return cursor.text(from, cursor.at - 1)
}

function lookUp(cursor: PatternCursor, name: string): CharPredicate {
  const ignoresCase = cursor.has(IGNORE_CASE)
  const equals = name.indexOf('=')
  if (equals < 0) {
    const family = namedProperty(name, ignoresCase, cursor.has(UNICODE_CLASSES))
    if (family) return family
    throw cursor.error(`Unknown character property name {${name}}`)
  }
  const property = name.slice(0, equals).toLowerCase()
  const value = name.slice(equals + 1)
  const family = valuedProperty(property, value, ignoresCase)
  if (family) return family
  throw cursor.error(`Unknown Unicode property {name=<${property}>, value=<${value}>}`)
}
