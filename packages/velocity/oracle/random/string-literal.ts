import corpus from './corpus.json' with { type: 'json' }
import type { Random } from './random.ts'
import { deeper, type Scope } from './scope.ts'

/** A string that Velocity interpolates: a template in itself, its quotes doubled. */
export function doubleQuoted(scope: Scope): string {
  const { random } = scope
  const inside = random.branch([
    [10, () => random.pick(corpus.plainStrings)],
    [
      5,
      () => `${random.pick(['', 'a', '<'])}${random.pick(corpus.interpolated)}${random.pick(['', 'b', '>', '.', ' '])}`,
    ],
    [2, () => random.pick(corpus.oddStrings)],
    [scope.depth > 0 ? 4 : 0, () => scope.grammar.statements(shallow(scope), 1, 2)],
  ])
  return `"${random.chance(97) ? inside.replaceAll('"', '""') : inside}"`
}

export function singleQuoted(random: Random): string {
  return `'${random.pick(corpus.singleQuoted)}'`
}

/** For what stands inside a string or an argument: short. */
export function shallow(scope: Scope): Scope {
  return deeper(scope, { depth: Math.min(scope.depth - 1, 1) })
}
