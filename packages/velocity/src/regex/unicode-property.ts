import { type CharPredicate, predicate } from './char-predicate.ts'

/** How much a test costs that leaves the ASCII range and asks the engine's Unicode tables. */
const TABLE_COST = 4

const known = new Map<string, CharPredicate>()

/**
 * What a property of JavaScript's own Unicode tables takes, such as `Lu` or `Script=Latin`; undefined where there is
 * no such property. The names come from the tables of this package and from checked script names.
 */
export function unicodeProperty(name: string): CharPredicate | undefined {
  const cached = known.get(name)
  if (cached) return cached
  const pattern = expressionOf(name)
  if (!pattern) return undefined
  const property = predicate((codePoint) => pattern.test(String.fromCodePoint(codePoint)), false, TABLE_COST)
  known.set(name, property)
  return property
}

function expressionOf(name: string): RegExp | undefined {
  if (!/^[A-Za-z_=]+$/.test(name)) return undefined
  try {
    return new RegExp(`\\p{${name}}`, 'u')
  } catch {
    return undefined
  }
}
