import { type CharPredicate, predicate, range } from './char-predicate.ts'
import { javaCharClasses } from './java-char-class.ts'
import { posixClasses } from './posix-class.ts'
import { unicodeBlock } from './unicode-block.ts'
import { anyOf, binaryProperty, posixUnicodeClass } from './unicode-class.ts'
import { unicodeProperty } from './unicode-property.ts'

const categories = new Set(
  'Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z C P S LC'.split(
    ' ',
  ),
)

/** What (?i) does not tell apart: each name stands for all of its row. */
const casings: readonly (readonly string[])[] = [
  ['Lu', 'Ll', 'Lt'],
  ['javaLowerCase', 'javaUpperCase', 'javaTitleCase'],
]

/** \p{<name>} without a prefix; names count in the case that Pattern's documentation gives them. */
function plainProperty(name: string, ignoresCase: boolean): CharPredicate | undefined {
  if (ignoresCase) {
    if (name === 'Lower' || name === 'Upper') return posixClasses.get('Alpha')
    if (casings[0]?.includes(name)) return anyOf('Lu', 'Ll', 'Lt')
    if (casings[1]?.includes(name)) return anyOf('Lowercase', 'Uppercase', 'Lt')
  }
  if (categories.has(name)) return unicodeProperty(name)
  if (name === 'L1') return range(0, 0xff)
  if (name === 'LD') return anyOf('L', 'Nd')
  if (name === 'all') return predicate(() => true, false)
  return posixClasses.get(name) ?? javaCharClasses.get(name)
}

/** A script by its name or ISO 15924 code, in any case: JavaScript wants `Old_Italic` and `Ital`. */
function script(name: string): CharPredicate | undefined {
  const spelt = name.toLowerCase().replaceAll(/(?:^|_)[a-z]/g, (start) => start.toUpperCase())
  return unicodeProperty(`Script=${spelt}`)
}

/** \p{<name>}, with In and Is; undefined where there is none. */
export function namedProperty(name: string, ignoresCase: boolean, isUnicode: boolean): CharPredicate | undefined {
  if (name.startsWith('In')) return unicodeBlock(name.slice(2))
  if (name.startsWith('Is')) {
    const short = name.slice(2)
    return binaryProperty(short, ignoresCase) ?? plainProperty(short, ignoresCase) ?? script(short)
  }
  return (isUnicode ? posixUnicodeClass(name, ignoresCase) : undefined) ?? plainProperty(name, ignoresCase)
}

/** \p{<name>=<value>}; undefined where there is none. */
export function valuedProperty(name: string, value: string, ignoresCase: boolean): CharPredicate | undefined {
  switch (name.toLowerCase()) {
    case 'sc':
    case 'script':
      return script(value)
    case 'blk':
    case 'block':
      return unicodeBlock(value)
    case 'gc':
    case 'general_category':
      return plainProperty(value, ignoresCase)
    default:
      return undefined
  }
}
