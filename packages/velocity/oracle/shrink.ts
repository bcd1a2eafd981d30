import type { Comparison } from './comparison.ts'
import type { RandomContext } from './random/scope.ts'
import type { RandomCase } from './random-template.ts'

type Compare = (cases: readonly RandomCase[]) => Promise<readonly Comparison[]>

/** The shortest case that can be had by deleting, and still shows the same kind of disagreement. */
export async function shrink(start: Comparison, compare: Compare): Promise<Comparison> {
  let best = start
  const improve = async (cases: readonly RandomCase[]): Promise<boolean> => {
    const found = (await compare(cases)).find((one) => one.disagreement === start.disagreement)
    best = found ?? best
    return found !== undefined
  }
  let before: Comparison
  do {
    before = best
    for (let size = Math.ceil(best.template.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      while (await improve(withoutChunk(best, size))) continue
    }
    while (await improve(simplerContexts(best))) continue
  } while (before !== best)
  return best
}

function withoutChunk({ template, context }: RandomCase, size: number): RandomCase[] {
  const cases: RandomCase[] = []
  const step = Math.max(1, Math.floor(size / 2))
  for (let at = 0; at + size <= template.length; at += step) {
    cases.push({ template: template.slice(0, at) + template.slice(at + size), context })
  }
  return cases
}

function simplerContexts({ template, context }: RandomCase): RandomCase[] {
  const contexts: RandomContext[] = []
  for (const [name, json] of Object.entries(context)) {
    const { [name]: _, ...rest } = context
    contexts.push(rest)
    for (const simple of ['1', '"a"', '[]', '{}', '[1]', '{"a":1}']) {
      if (simple.length < json.length) contexts.push({ ...context, [name]: simple })
    }
  }
  return contexts.map((simpler) => ({ template, context: simpler }))
}
