import { argument } from './argument.ts'
import corpus from './corpus.json' with { type: 'json' }
import { mapKey } from './expression.ts'
import { KINDS, METHODS } from './methods.ts'
import { CONTEXT_KINDS, deeper, type Scope } from './scope.ts'
import { optionalSpace } from './text.ts'

const CONTEXT = Object.keys(CONTEXT_KINDS)

/** A step of a reference, and the kind of what it leads to. */
interface Step {
  readonly text: string
  readonly kind: string
}

/** A reference as templates print it, with what makes it quiet, formal or escaped. */
export function printedReference(scope: Scope): string {
  const { random } = scope
  const escapes = random.chance(85) ? '' : random.pick(['\\', '\\', '\\\\', '\\\\', '\\\\\\', '\\\\\\\\'])
  const quiet = random.chance(75) ? '' : random.chance(92) ? '!' : random.pick(['\\!', '\\!', '\\\\!', '!!'])
  const body = referenceBody(scope)
  return `${escapes}$${quiet}${random.chance(30) ? `{${body}}` : body}`
}

/** A reference inside an expression or an argument. */
export function innerReference(scope: Scope): string {
  const { random } = scope
  const quiet = random.chance(6) ? '!' : ''
  const body = referenceBody(scope)
  return random.chance(12) ? `$${quiet}{${body}}` : `$${quiet}${body}`
}

/** What #set may set. */
export function target(scope: Scope): string {
  const { random, names } = scope
  const name = random.chance(80) ? `v${random.int(4)}` : random.pick([...CONTEXT, ...names])
  const property = () => random.pick(corpus.properties)
  const body = `${name}${random.branch([
    [82, () => ''],
    [8, () => `.${property()}`],
    [4, () => `[${index(scope)}]`],
    [2, () => `.${property()}.${property()}`],
    [2, () => `.get(${argument(deeper(scope), 'i')}).${property()}`],
    [1, () => `.${property()}[${index(scope)}]`],
    [1, () => '.size()'],
  ])}`
  return random.chance(94) ? `$${body}` : random.pick([`\${${body}}`, `$!${body}`, `$!{${body}}`])
}

function referenceBody(scope: Scope): string {
  const { random, names } = scope
  if (scope.inLoop && random.chance(15)) {
    return random.chance(75)
      ? `foreach.${random.pick(corpus.foreachProperties)}`
      : random.pick(['velocityCount', 'velocityHasNext'])
  }
  const name = random.weighted([
    [60, random.pick(CONTEXT)],
    [40, random.pick(names)],
    [8, random.pick(corpus.oddNames)],
  ])
  let body = name
  let kind = CONTEXT_KINDS[name] ?? (name === 'e' ? 'entry' : 'any')
  const steps = scope.depth <= 0 ? 0 : random.pick([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 3])
  for (let count = 0; count < steps; count++) {
    const step = nextStep(scope, kind)
    body += step.text
    kind = step.kind
  }
  return body
}

function nextStep(scope: Scope, kind: string): Step {
  const { random } = scope
  const indexed = kind === 'list' || kind === 'map'
  return random.branch([
    [kind === 'map' ? 60 : 15, () => ({ text: `.${random.pick(corpus.properties)}`, kind: 'any' })],
    [indexed ? 25 : 6, () => ({ text: `[${index(scope)}]`, kind: 'any' })],
    [70, () => method(scope, kind)],
    [2, () => ({ text: random.pick(['.', '.5', ' .size()', '..a', '.é', '\n.a', '.(', '.a(']), kind })],
  ])
}

function method(scope: Scope, kind: string): Step {
  const { random } = scope
  const fits = kind === 'int' ? 'number' : kind
  const table = METHODS[random.chance(90) ? fits : random.pick(KINDS)] ?? METHODS[random.pick(KINDS)]
  const { name, parameters, result } = random.pick((random.chance(85) ? table?.usual : table?.rare) ?? [])
  const letters = random.chance(96) ? parameters : random.pick([`${parameters}x`, parameters.slice(1)])
  const given = letters.split('').map((letter) => argument(deeper(scope), random.chance(93) ? letter : 'x'))
  const list = given.join(random.pick([',', ', ', ', ', ' , ']))
  return { text: `.${name}(${optionalSpace(random)}${list}${optionalSpace(random)})`, kind: result }
}

function index(scope: Scope): string {
  const { random } = scope
  return random.branch([
    [6, () => String(random.int(3))],
    [1, () => String(-1 - random.int(3))],
    [4, () => mapKey(random)],
    [2, () => innerReference({ ...scope, depth: 0 })],
    [1, () => ` ${random.int(3)} `],
    [1, () => random.pick(['true', '1.5', '"$s"', '99', '$l[0]', "''", '"a$i"', '$i+1', '$i', '-0'])],
  ])
}
