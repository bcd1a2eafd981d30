import { type CharPredicate, intersection, negation, predicate, union } from './char-predicate.ts'
import { anyOf } from './unicode-class.ts'

const isoControl = predicate((code) => code < 0x20 || (code >= 0x7f && code <= 0x9f), false)
const ignorable = union(
  anyOf('Cf'),
  predicate((code) => code <= 8 || (code >= 0x0e && code <= 0x1b) || (code >= 0x7f && code <= 0x9f), false),
)
const whitespace = union(
  intersection(
    anyOf('Z'),
    predicate((code) => code !== 0xa0 && code !== 0x2007 && code !== 0x202f, false),
  ),
  predicate((code) => (code >= 9 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f), false),
)

/** The methods of java.lang.Character that \p{java…} names. */
export const javaCharClasses: ReadonlyMap<string, CharPredicate> = new Map([
  ['javaLowerCase', anyOf('Lowercase')],
  ['javaUpperCase', anyOf('Uppercase')],
  ['javaTitleCase', anyOf('Lt')],
  ['javaAlphabetic', anyOf('Alphabetic')],
  ['javaIdeographic', anyOf('Ideographic')],
  ['javaDigit', anyOf('Nd')],
  ['javaDefined', negation(anyOf('Cn'))],
  ['javaLetter', anyOf('L')],
  ['javaLetterOrDigit', anyOf('L', 'Nd')],
  ['javaJavaIdentifierStart', anyOf('L', 'Nl', 'Sc', 'Pc')],
  ['javaJavaIdentifierPart', union(anyOf('L', 'Nl', 'Sc', 'Pc', 'Nd', 'Mc', 'Mn'), ignorable)],
  ['javaUnicodeIdentifierStart', anyOf('ID_Start')],
  ['javaUnicodeIdentifierPart', union(anyOf('ID_Continue'), ignorable)],
  ['javaIdentifierIgnorable', ignorable],
  ['javaSpaceChar', anyOf('Z')],
  ['javaWhitespace', whitespace],
  ['javaISOControl', isoControl],
  ['javaMirrored', anyOf('Bidi_M')],
])
