import { macroDefinition } from './random/macro.ts'
import { mutate } from './random/mutate.ts'
import { Random } from './random/random.ts'
import { innerReference } from './random/reference.ts'
import { type Macro, type RandomContext, randomContext, type Scope } from './random/scope.ts'
import { statements } from './random/statement.ts'
import { changedVector } from './random/vectors.ts'

export interface RandomCase {
  readonly template: string
  readonly context: RandomContext
}

/**
 * The template and the context of a seed. A fifth comes from the vectors of cases.json, and a fifth of the rest is broken
 * on purpose.
 */
export function randomCase(seed: number): RandomCase {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995)
  if (random.chance(20)) return changedVector(random)
  const context = randomContext(random)
  const names = ['v0', 'v1', 'v2']
  const grammar = { statements, reference: innerReference }
  const scope: Scope = { random, grammar, depth: 1 + random.int(3), names, macros: [], inLoop: false }
  const macros: Macro[] = []
  const definitions: string[] = []
  for (const name of random.chance(30) ? ['m0', 'm1'].slice(random.int(2)) : []) {
    const macro = { name, parameters: random.int(3) }
    // A macro calls those before it only: one that calls itself twice runs 2²⁰ times before Velocity refuses.
    definitions.push(macroDefinition({ ...scope, macros: [...macros] }, macro))
    macros.push(macro)
  }
  const body = statements({ ...scope, macros }, 1, random.pick([2, 4, 7]))
  // Macros may be called before they are defined, too.
  const whole = random.chance(70) ? [...definitions, body] : [body, ...definitions]
  const mutations = random.chance(20) ? 1 + random.int(2) : 0
  let template = whole.join('')
  for (let count = 0; count < mutations; count++) template = mutate(template, random)
  return { template, context }
}
