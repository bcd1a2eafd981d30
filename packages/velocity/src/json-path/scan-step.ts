import type { Step } from './compiled-path.ts'
import { isList, isObject, membersOf, sizeOf } from './document.ts'
import type { Run } from './evaluation.ts'
import { LimitExceeded } from './json-path-error.ts'
import { MAX_SCAN_DEPTH } from './limits.ts'
import type { StepContext } from './step-context.ts'

/** What a scan looks for: the token after it. */
export interface Sought {
  /** Whether a list or object is tried. */
  readonly matches: (value: unknown, run: Run) => boolean
  readonly isLeaf: boolean
  readonly step: Step
  /** The step after the token's, and where it stands, unless the token is the last. */
  readonly after: Step
  readonly afterContext: StepContext | undefined
}

/**
 * `..`: tries the next token on the value and on everything in it, a container before its contents. A list that
 * matches is not given to the token itself, unless that is the last one, but each of its items to the token after it.
 */
export function scanStep({ matches, isLeaf, step, after, afterContext }: Sought): Step {
  const state = afterContext?.scan

  function walk(value: unknown, run: Run, depth: number): boolean {
    if (typeof value !== 'object' || value === null) return true
    if (depth > MAX_SCAN_DEPTH) throw new LimitExceeded(`The document nests more than ${MAX_SCAN_DEPTH} deep.`)
    if (isList(value)) return walkList(value, run, depth)
    if (!isObject(value)) return true
    if (matches(value, run) && !step(value, run)) return false
    run.budget.visit(sizeOf(value) + 1)
    for (const member of membersOf(value)) {
      if (!walk(member, run, depth + 1)) return false
    }
    return true
  }

  function walkList(list: readonly unknown[], run: Run, depth: number): boolean {
    run.budget.visit(list.length + 1)
    if (matches(list, run)) {
      if (isLeaf) {
        if (!step(list, run)) return false
      } else if (!tryItems(list, run)) {
        return false
      }
    }
    for (let index = 0; index < list.length; index++) {
      if (!walk(list[index], run, depth + 1)) return false
    }
    return true
  }

  function tryItems(list: readonly unknown[], run: Run): boolean {
    for (let index = 0; index < list.length; index++) {
      if (state !== undefined) state.index = index
      if (!after(list[index] ?? null, run)) return false
    }
    return true
  }

  return (value, run) => walk(value, run, 0)
}
