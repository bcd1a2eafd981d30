import corpus from './corpus.json' with { type: 'json' }
import { integer, list, map, mapKey, operand, range } from './expression.ts'
import { deeper, type Scope } from './scope.ts'
import { doubleQuoted, singleQuoted } from './string-literal.ts'
import { optionalSpace } from './text.ts'

/**
 * An argument as a signature would like it: s string, r regular expression, p replacement, i index, l list, k key, m map,
 * n number, b boolean, x anything.
 */
export function argument(scope: Scope, letter: string): string {
  const { random } = scope
  if (random.chance(3)) return random.pick(['$z', '$u'])
  switch (letter) {
    case 'i':
      return random.chance(65) ? String(random.int(4)) : random.pick([integer(random), '$i', '$i', '$foreach.index'])
    case 's':
      return random.branch([
        [5, () => `"${random.pick(corpus.shortStrings)}"`],
        [2, () => '$s'],
        [1, () => doubleQuoted(scope)],
        [1, () => singleQuoted(random)],
      ])
    case 'r':
      return random.pick(corpus.regexes)
    case 'p':
      return random.pick(corpus.replacements)
    case 'l':
      return random.pick([() => list(scope), () => list(scope), () => range(scope), () => '$l', () => '$k'])()
    case 'k':
      return random.chance(70) ? mapKey(random) : random.pick(['$s', '1', '0', '"$i"', '$i'])
    case 'm':
      return random.pick([() => map(scope), () => map(scope), () => '$m', () => '$o'])()
    case 'n':
      return random.pick([
        () => integer(random),
        () => integer(random),
        () => '$i',
        () => random.pick(corpus.decimals),
      ])()
    case 'b':
      return random.pick(['true', 'false', '$b'])
    default:
      return `${optionalSpace(random)}${scope.depth <= 0 ? integer(random) : operand(deeper(scope))}`
  }
}
