import { type CharPredicate, intersection, negation, predicate, union } from './char-predicate.ts'
import { unicodeProperty } from './unicode-property.ts'

/** What takes any of the general categories or binary properties with these names. */
export function anyOf(...names: readonly string[]): CharPredicate {
  return union(...names.flatMap((name) => unicodeProperty(name) ?? []))
}

const alphabetic = anyOf('Alphabetic')
const digit = anyOf('Nd')
const joinControl = predicate((code) => code === 0x200c || code === 0x200d, false)
const blank = union(
  anyOf('Zs'),
  predicate((code) => code === 9, false),
)
const control = anyOf('Cc')
const graph = negation(anyOf('Zs', 'Zl', 'Zp', 'Cc', 'Cs', 'Cn'))
const cased = anyOf('Lowercase', 'Uppercase', 'Lt')

const hexRanges: readonly (readonly [number, number])[] = [
  [0x41, 0x46],
  [0x61, 0x66],
  [0xff10, 0xff19],
  [0xff21, 0xff26],
  [0xff41, 0xff46],
]

export const unicodeSpace = union(
  anyOf('Z'),
  predicate((code) => (code >= 9 && code <= 0x0d) || code === 0x85, false),
)
export const unicodeDigit = digit
export const unicodeWord = union(anyOf('Alphabetic', 'M', 'Nd', 'Pc'), joinControl)

/** The binary properties of \p{Is…}, by their names in upper case, and what the POSIX names mean with (?U). */
const classes: ReadonlyMap<string, CharPredicate> = new Map([
  ['ALPHABETIC', alphabetic],
  ['LETTER', anyOf('L')],
  ['IDEOGRAPHIC', anyOf('Ideographic')],
  ['LOWERCASE', anyOf('Lowercase')],
  ['UPPERCASE', anyOf('Uppercase')],
  ['TITLECASE', anyOf('Lt')],
  ['WHITE_SPACE', unicodeSpace],
  ['CONTROL', control],
  ['PUNCTUATION', anyOf('P')],
  [
    'HEX_DIGIT',
    union(
      anyOf('Nd'),
      predicate((code) => hexRanges.some(([low, high]) => code >= low && code <= high), false),
    ),
  ],
  ['ASSIGNED', negation(anyOf('Cn'))],
  [
    'NONCHARACTER_CODE_POINT',
    predicate((code) => (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef), false),
  ],
  ['DIGIT', digit],
  ['ALNUM', anyOf('Alphabetic', 'Nd')],
  ['BLANK', blank],
  ['GRAPH', graph],
  ['PRINT', intersection(union(graph, blank), negation(control))],
  ['WORD', unicodeWord],
  ['JOIN_CONTROL', joinControl],
])

const aliases: ReadonlyMap<string, string> = new Map([
  ['WHITESPACE', 'WHITE_SPACE'],
  ['HEXDIGIT', 'HEX_DIGIT'],
  ['NONCHARACTERCODEPOINT', 'NONCHARACTER_CODE_POINT'],
  ['JOINCONTROL', 'JOIN_CONTROL'],
])

const posixMeanings: ReadonlyMap<string, string> = new Map([
  ['ALPHA', 'ALPHABETIC'],
  ['LOWER', 'LOWERCASE'],
  ['UPPER', 'UPPERCASE'],
  ['SPACE', 'WHITE_SPACE'],
  ['PUNCT', 'PUNCTUATION'],
  ['XDIGIT', 'HEX_DIGIT'],
  ['ALNUM', 'ALNUM'],
  ['CNTRL', 'CONTROL'],
  ['DIGIT', 'DIGIT'],
  ['BLANK', 'BLANK'],
  ['GRAPH', 'GRAPH'],
  ['PRINT', 'PRINT'],
])

/** \p{Is<name>} for a binary property; its name counts in any case. */
export function binaryProperty(name: string, ignoresCase: boolean): CharPredicate | undefined {
  const upper = name.toUpperCase()
  const property = aliases.get(upper) ?? upper
  if (ignoresCase && ['LOWERCASE', 'UPPERCASE', 'TITLECASE'].includes(property)) return cased
  return classes.get(property)
}

/** \p{<name>} for a POSIX class under (?U). */
export function posixUnicodeClass(name: string, ignoresCase: boolean): CharPredicate | undefined {
  const meaning = posixMeanings.get(name.toUpperCase())
  return meaning === undefined ? undefined : binaryProperty(meaning, ignoresCase)
}
