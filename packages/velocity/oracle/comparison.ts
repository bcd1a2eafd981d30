import type { Oracle, OracleAnswer } from './oracle.ts'
import { CRASH, renderOurs } from './ours.ts'
import { contextJson } from './random/scope.ts'
import type { RandomCase } from './random-template.ts'

type Disagreement = 'other output' | 'we refuse' | 'Velocity refuses' | 'we crash'

/** What both say of one case. `disagreement` is undefined where they agree, or where nothing can be compared. */
export interface Comparison extends RandomCase {
  readonly velocity: OracleAnswer
  readonly ours: OracleAnswer
  readonly disagreement: Disagreement | undefined
}

/** Classes of Java are nothing that we have. */
const REFLECTION = /class/i

/** What both say of each case. */
export async function compareWith(oracle: Oracle, cases: readonly RandomCase[]): Promise<Comparison[]> {
  const answers = await answersOf(oracle, cases)
  const results = cases.map((one, index) => comparison(one, answers[index] ?? { error: 'none', message: '' }))
  // Where an object lies in memory is nothing to agree on. `[I@1b2c3d` and such are not the same twice.
  const doubtful = results.filter(({ disagreement }) => disagreement !== undefined)
  const again = await answersOf(oracle, doubtful)
  const chance = new Set(doubtful.filter(({ velocity }, index) => velocity.output !== again[index]?.output))
  return results.map((one) => (chance.has(one) ? agreed(one) : one))
}

function agreed(one: Comparison): Comparison {
  return { ...one, disagreement: undefined }
}

function answersOf(oracle: Oracle, cases: readonly RandomCase[]): Promise<OracleAnswer[]> {
  return oracle.render(cases.map(({ template, context }) => ({ template, contextJson: contextJson(context) })))
}

function comparison({ template, context }: RandomCase, velocity: OracleAnswer): Comparison {
  const ours = renderOurs(template, contextJson(context))
  return { template, context, velocity, ours, disagreement: disagreementOf(template, velocity, ours) }
}

function disagreementOf(template: string, velocity: OracleAnswer, ours: OracleAnswer): Disagreement | undefined {
  if (ours.error === CRASH) return 'we crash'
  const bounded = velocity.error === 'Timeout' || ours.error === 'budget' || ours.error === 'refused'
  if (bounded || REFLECTION.test(template)) return undefined
  if (velocity.output === undefined) return ours.output === undefined ? undefined : 'Velocity refuses'
  if (ours.output === undefined) return 'we refuse'
  return ours.output === velocity.output ? undefined : 'other output'
}
