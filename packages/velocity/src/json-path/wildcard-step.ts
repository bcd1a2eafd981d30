import type { Step } from './compiled-path.ts'
import { isList, isObject, membersOf, sizeOf } from './document.ts'
import { stepIntoItem } from './list-steps.ts'
import type { StepContext } from './step-context.ts'

/** `.*` and `[*]`: every member or item. */
export function wildcardStep({ scan }: StepContext, next: Step): Step {
  return (value, run) => {
    if (isList(value)) {
      run.budget.visit(value.length)
      for (let index = 0; index < value.length; index++) {
        // What fails within an item does not matter, unless everything is required.
        if (!stepIntoItem(value[index], run, next) && run.required) return false
      }
    } else if (isObject(value)) {
      run.budget.visit(sizeOf(value))
      if (scan !== undefined && !scan.isSought) return true
      for (const member of membersOf(value)) {
        if (!next(member, run)) return false
      }
    }
    return true
  }
}
