import cases from '../../vectors/cases.json' with { type: 'json' }
import { mutate } from './mutate.ts'
import type { Random } from './random.ts'
import type { RandomContext } from './scope.ts'

interface Vector {
  readonly template: string
  readonly context: RandomContext
}

/** The vectors whose context JSON.parse can read without loss, and that need no event of API Gateway. */
const vectors = (cases as readonly { template: string; context: object; contextJson?: string; event?: unknown }[])
  .filter(({ contextJson, event }) => contextJson === undefined && event === undefined)
  .map(({ template, context }): Vector => {
    const members = Object.entries(context).map(([name, value]) => [name, JSON.stringify(value)] as const)
    return { template, context: Object.fromEntries(members) }
  })

/** A vector that has been changed a little, or the beginning of one with the end of another. */
export function changedVector(random: Random): Vector {
  const one = random.pick(vectors)
  const other = random.pick(vectors)
  const context = { ...other.context, ...one.context }
  const [at, from] = [random.int(one.template.length + 1), random.int(other.template.length + 1)]
  const template = random.branch([
    [3, () => mutate(one.template, random)],
    [2, () => mutate(mutate(one.template, random), random)],
    [2, () => one.template + other.template],
    [2, () => one.template.slice(0, at) + other.template + one.template.slice(at)],
    [1, () => one.template.slice(0, at) + other.template.slice(from)],
  ])
  return { template, context }
}
