import corpus from './corpus.json' with { type: 'json' }
import type { Random } from './random.ts'
import { deeper, type Scope } from './scope.ts'
import { doubleQuoted, singleQuoted } from './string-literal.ts'
import { optionalSpace } from './text.ts'

/** An expression, as in #set and #if. */
export function expression(scope: Scope): string {
  const { random } = scope
  if (scope.depth <= 0 || random.chance(35)) return operand(scope)
  const inner = deeper(scope)
  return random.branch([
    [10, () => `${operand(inner)}${operator(random)}${operand(inner)}`],
    [9, () => arithmetic(random)],
    [4, () => `${expression(inner)}${operator(random)}${expression(inner)}`],
    [3, () => `(${optionalSpace(random)}${expression(inner)}${optionalSpace(random)})`],
    [3, () => `${random.pick(['!', '! ', 'not ', '!!'])}${operand(inner)}`],
    [1, () => `!(${expression(inner)})`],
    [2, () => `${operand(inner)} == ${operand(inner)}`],
  ])
}

/** Numbers of all kinds, by all operators. */
function arithmetic(random: Random): string {
  const number = () =>
    random.pick(['0', '$i', '$j', '$d', '$g', '$v0', integer(random), integer(random), random.pick(corpus.decimals)])
  return [number(), ...random.some(1, 2, () => operator(random) + number())].join('')
}

function operator(random: Random): string {
  const word = random.pick(corpus.operators)
  if (random.chance(12) && !/[a-z]/.test(word)) return word
  return ` ${word}${random.chance(92) ? ' ' : random.pick(['\n', '  ', '\t'])}`
}

/** A value: what stands beside operators, in lists and maps, and as an argument. */
export function operand(scope: Scope): string {
  const { random } = scope
  return random.branch([
    [40, () => scope.grammar.reference(scope)],
    [14, () => integer(random)],
    [5, () => random.pick(corpus.decimals)],
    [9, () => doubleQuoted(scope)],
    [5, () => singleQuoted(random)],
    [5, () => random.pick(['true', 'false'])],
    [5, () => list(scope)],
    [4, () => map(scope)],
    [3, () => range(scope)],
  ])
}

export function integer(random: Random): string {
  return random.chance(75) ? String(random.int(12)) : random.pick(corpus.integers)
}

export function mapKey(random: Random): string {
  const key = random.pick(corpus.keys)
  return random.chance(50) ? `"${key}"` : `'${key}'`
}

export function list(scope: Scope): string {
  const { random } = scope
  const elements = scope.depth <= 0 ? [] : random.some(0, 3, () => operand(deeper(scope)))
  return `[${optionalSpace(random)}${elements.join(random.pick([',', ', ', ' ,']))}]`
}

export function map(scope: Scope): string {
  const { random } = scope
  const key = () =>
    random.chance(75) ? mapKey(random) : random.pick(['$s', integer(random), 'true', '1.5', '"$s"', '$z', '[1]'])
  const entry = () => `${key()}${random.pick([':', ': ', ' : '])}${operand(deeper(scope))}`
  const entries = scope.depth <= 0 ? [] : random.some(0, 3, entry)
  return `{${optionalSpace(random)}${entries.join(random.pick([',', ', ']))}}`
}

export function range(scope: Scope): string {
  const { random } = scope
  const space = () => optionalSpace(random)
  const end = () =>
    random.branch([
      [6, () => String(random.int(6))],
      [2, () => random.pick(['-2', '$l.size()', '1.5', '$z'])],
      [2, () => '$i'],
      [1, () => scope.grammar.reference({ ...scope, depth: 0 })],
    ])
  return `[${space()}${end()}${space()}..${space()}${end()}${space()}]`
}
