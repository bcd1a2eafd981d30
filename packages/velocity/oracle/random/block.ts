import corpus from './corpus.json' with { type: 'json' }
import { expression, list, map, range } from './expression.ts'
import { blockMacro } from './macro.ts'
import { innerReference } from './reference.ts'
import { deeper, type Scope } from './scope.ts'
import { gap, optionalSpace, text } from './text.ts'

/** A directive with a body. */
export function block(scope: Scope): string {
  return scope.random.branch([
    [10, () => condition(scope)],
    [11, () => loop(scope)],
    [2, () => define(scope)],
    [scope.macros.length > 0 ? 4 : 0, () => blockMacro(scope, () => end(scope))],
    [1, () => literal(scope)],
  ])
}

function end({ random }: Scope): string {
  return `${gap(random)}${random.chance(90) ? '#end' : '#{end}'}${gap(random)}`
}

function condition(scope: Scope): string {
  const { random } = scope
  const inner = deeper(scope)
  const space = () => optionalSpace(random)
  const test = () => `${random.chance(85) ? '' : ' '}(${space()}${expression(inner)}${space()})`
  const body = () => `${gap(random)}${scope.grammar.statements(inner, 0, 2)}`
  const word = (name: string) => `${gap(random)}${random.chance(92) ? `#${name}` : `#{${name}}`}`
  const elseifs = random.some(0, random.chance(25) ? 2 : 0, () => `${word('elseif')}${test()}${body()}`)
  const last = random.chance(35) ? `${word('else')}${body()}` : ''
  return `${word('if')}${test()}${body()}${elseifs.join('')}${last}${end(scope)}`
}

function loop(scope: Scope): string {
  const { random } = scope
  const name = random.pick(['x', 'y', 'e', 'x', 'v0', 's'])
  const inner = deeper(scope, { inLoop: true, names: [...scope.names, name, name] })
  const source = random.branch([
    [20, () => random.pick(['$l', '$k', '$m', '$o', '$l'])],
    [9, () => random.pick(corpus.iterables)],
    [8, () => range(scope)],
    [6, () => list(deeper(scope))],
    [4, () => innerReference(deeper(scope))],
    [1, () => map(deeper(scope))],
  ])
  const word = random.chance(95) ? '#foreach' : '#{foreach}'
  const variable = random.chance(94) ? `$${name}` : random.pick([`\${${name}}`, `$!${name}`, `$${name}.a`])
  const between = random.chance(98) ? 'in' : random.pick(['of', '"in"', 'IN', '1'])
  const space = () => optionalSpace(random)
  const head = `${word}${random.chance(90) ? '' : ' '}(${space()}${variable} ${between} ${source}${space()})`
  return `${gap(random)}${head}${gap(random)}${scope.grammar.statements(inner, 0, 3)}${separator(scope)}${end(scope)}`
}

function separator({ random }: Scope): string {
  const separators = ['#if($foreach.hasNext),#end', ';', '#if($velocityHasNext), #end', '$foreach.count ']
  return random.chance(25) ? random.pick(separators) : ''
}

function define(scope: Scope): string {
  const { random } = scope
  const name = random.pick(['d0', 'd1', 'v0'])
  const body = scope.grammar.statements(deeper(scope), 0, 2)
  const use = random.chance(70) ? `${gap(random)}${random.pick(['$', '$!', '[$'])}${name}` : ''
  const space = () => optionalSpace(random)
  return `${gap(random)}#define(${space()}$${name}${space()})${gap(random)}${body}${end(scope)}${use}`
}

function literal(scope: Scope): string {
  const body = scope.random.chance(50) ? text(scope.random) : scope.grammar.statements(deeper(scope), 0, 2)
  return `#literal()${body}${end(scope)}`
}
