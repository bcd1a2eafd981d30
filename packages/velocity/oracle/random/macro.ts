import { argument } from './argument.ts'
import { list, map, range } from './expression.ts'
import { innerReference } from './reference.ts'
import { deeper, type Macro, type Scope } from './scope.ts'
import { shallow } from './string-literal.ts'
import { gap, optionalSpace } from './text.ts'

/** A call, with too few or too many arguments at times. */
export function macroCall(scope: Scope): string {
  const { random } = scope
  const { name, parameters } = random.pick(scope.macros)
  const count = Math.max(0, parameters + random.pick([0, 0, 0, 0, 0, 0, 0, 0, -1, 1]))
  const values = Array.from({ length: count }, () => macroArgument(shallow(scope)))
  const call = random.chance(92) ? name : `{${name}}`
  const space = random.chance(90) ? '' : random.pick([' ', '  ', '\t', '\n'])
  return `${gap(random)}#${call}${space}(${values.join(random.pick([' ', ', ', ',', '  ', '\n']))})${gap(random)}`
}

function macroArgument(scope: Scope): string {
  const { random } = scope
  return random.branch([
    [8, () => innerReference(scope)],
    [6, () => argument(scope, 's')],
    [3, () => argument(scope, 'n')],
    [1, () => list(scope)],
    [1, () => map(scope)],
    [1, () => range(scope)],
    [1, () => random.pick(['true', 'false', 'word', '1.5', '-1', '"$s"', "'$s'"])],
  ])
}

/** #@macro: a call with a body. */
export function blockMacro(scope: Scope, end: () => string): string {
  const { random } = scope
  const { name, parameters } = random.pick(scope.macros)
  const values = Array.from({ length: parameters }, () => innerReference(shallow(scope)))
  const body = scope.grammar.statements(deeper(scope), 0, 2)
  return `${gap(random)}#@${name}(${values.join(' ')})${gap(random)}${body}${end()}`
}

/** #macro. It may call the macros of its scope, and at times itself. */
export function macroDefinition(scope: Scope, { name, parameters }: Macro): string {
  const { random, grammar } = scope
  const names = Array.from({ length: parameters }, (_, index) => random.pick(['p', 'q', 's', 'x', `p${index}`]))
  const inner = deeper(scope, { names: [...scope.names, ...names, ...names, ...names, 'bodyContent'] })
  const itself = `#${name}(${names.map((one) => `$${one}`).join(' ')})`
  const body = random.branch([
    [12, () => grammar.statements(inner, 0, 3)],
    [2, () => `<$!bodyContent>${grammar.statements(inner, 0, 1)}`],
    [1, () => `${grammar.statements({ ...inner, macros: [] }, 0, 1)}${itself}`],
    [2, () => `$!p#if($n > 0)#set($n = $n - 1)${itself}#end#set($n = 2)`],
  ])
  const list = names.map((one) => `${random.pick([' ', ' ', ', ', '  ', '\n'])}$${one}`).join('')
  const end = random.chance(92) ? '#end' : '#{end}'
  const space = () => optionalSpace(random)
  return `${gap(random)}#macro(${space()}${name}${list}${space()})${gap(random)}${body}${gap(random)}${end}${gap(random)}`
}
