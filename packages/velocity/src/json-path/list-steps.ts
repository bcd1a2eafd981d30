import type { Step } from './compiled-path.ts'
import { isList } from './document.ts'
import type { Run } from './evaluation.ts'
import { javaText } from './java-text.ts'
import { JavaFailure } from './json-path-error.ts'
import type { StepContext } from './step-context.ts'

/** `[0]` and `[0,-1]`. What is not there is left out. */
export function indexStep(indexes: readonly number[], context: StepContext, next: Step): Step {
  return (value, run) => {
    if (!isList(value)) return notAList(value, context, run)
    for (const index of indexes) {
      if (!stepInto(value, index, run, next)) return false
    }
    return true
  }
}

/** `[1:]`, `[:2]` and `[1:2]`. Only in the first two does a negative bound count from the end as a whole. */
export function sliceStep(from: number | undefined, to: number | undefined, context: StepContext, next: Step): Step {
  const bounds = sliceBounds(from, to)
  return (value, run) => {
    if (!isList(value)) return notAList(value, context, run)
    const end = bounds.end(value.length)
    for (let index = bounds.start(value.length); index < end; index++) {
      run.budget.visit(1)
      if (!stepInto(value, index, run, next)) return false
    }
    return true
  }
}

interface SliceBounds {
  start(length: number): number
  end(length: number): number
}

function sliceBounds(from: number | undefined, to: number | undefined): SliceBounds {
  if (from === undefined) {
    const bound = to ?? 0
    return { start: () => 0, end: (length) => Math.min(length, bound < 0 ? length + bound : bound) }
  }
  if (to === undefined) {
    return { start: (length) => Math.max(0, from < 0 ? length + from : from), end: (length) => length }
  }
  // Each index from the one to the other is taken by itself, so [-1:1] is the last item and the first. Those before
  // the list are left out at once.
  return { start: (length) => Math.max(from, -length), end: (length) => Math.min(length, to) }
}

function stepInto(list: readonly unknown[], index: number, run: Run, next: Step): boolean {
  const at = index < 0 ? list.length + index : index
  return at >= 0 && at < list.length ? stepIntoItem(list[at], run, next) : true
}

/** Jayway takes any IndexOutOfBoundsException for its own look-up's, those of functions further on included. */
export function stepIntoItem(item: unknown, run: Run, next: Step): boolean {
  try {
    return next(item, run)
  } catch (error) {
    if (error instanceof JavaFailure && error.javaClass === 'IndexOutOfBoundsException') return true
    throw error
  }
}

function notAList(value: unknown, { place, rest, followsOne }: StepContext, run: Run): boolean {
  if (!followsOne) return true
  if (value === null || value === undefined) return run.miss(() => `The path ${place} is null`)
  return run.miss(() => `Filter: ${rest} can only be applied to arrays. Current context is: ${javaText(value)}`)
}
