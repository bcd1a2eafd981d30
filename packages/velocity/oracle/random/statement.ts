import { argument } from './argument.ts'
import { block } from './block.ts'
import corpus from './corpus.json' with { type: 'json' }
import { expression } from './expression.ts'
import { macroCall } from './macro.ts'
import { innerReference, printedReference, target } from './reference.ts'
import type { Scope } from './scope.ts'
import { shallow } from './string-literal.ts'
import { comment, gap, optionalSpace, text } from './text.ts'

/** A piece of a template: `least` to `most` statements. */
export function statements(scope: Scope, least: number, most: number): string {
  return scope.random.some(least, most, () => statement(scope)).join('')
}

function statement(scope: Scope): string {
  const { random } = scope
  return random.branch([
    [22, () => text(random)],
    [34, () => printedReference(scope)],
    [16, () => set(scope)],
    [5, () => comment(random)],
    [scope.depth > 0 ? 20 : 0, () => block(scope)],
    [scope.macros.length > 0 ? 8 : 0, () => macroCall(scope)],
    [3, () => lineDirective(scope)],
  ])
}

function set(scope: Scope): string {
  const { random } = scope
  const word = random.chance(92) ? '#set' : '#{set}'
  const space = () => optionalSpace(random)
  const open = random.chance(80) ? '(' : random.pick([' (', ' (', ' (', '  (', '\t('])
  const equals = random.chance(80) ? ' = ' : random.pick(['=', '=', '= ', ' =\n', ' == '])
  return `${gap(random)}${word}${open}${space()}${target(scope)}${equals}${expression(scope)}${space()})${gap(random)}`
}

function lineDirective(scope: Scope): string {
  const { random } = scope
  const around = (directive: string) => `${gap(random)}${directive}${gap(random)}`
  return random.branch([
    [scope.inLoop ? 8 : 1, () => around('#break')],
    [1, () => around(`#stop${random.pick(['', '()', '("m")', '($s)', ' '])}`)],
    [5, () => around(`#evaluate(${evaluated(scope)})`)],
    [2, () => random.pick(corpus.oddLines)],
  ])
}

function evaluated(scope: Scope): string {
  return scope.random.branch([
    [5, () => `'${statements(shallow(scope), 1, 2).replaceAll("'", "''")}'`],
    [2, () => innerReference(scope)],
    [2, () => argument(scope, 's')],
    [1, () => scope.random.pick(corpus.oddEvaluated)],
  ])
}
