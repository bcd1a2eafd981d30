import type { Step } from './compiled-path.ts'
import { isList, isObject } from './document.ts'
import type { Evaluation } from './evaluation.ts'
import { javaText } from './java-text.ts'
import { InvalidPath } from './json-path-error.ts'
import { stepIntoItem } from './list-steps.ts'
import type { StepContext } from './step-context.ts'

/** Whether a filter takes a value. */
export type Acceptor = (value: unknown, evaluation: Evaluation) => boolean

/** `[?(…)]`: the items that it takes, or the object itself. */
export function filterStep(accepts: Acceptor, { rest, followsOne }: StepContext, next: Step): Step {
  return (value, run) => {
    const { evaluation } = run
    if (isList(value)) {
      run.budget.visit(value.length)
      for (let index = 0; index < value.length; index++) {
        const item = value[index]
        if (accepts(item, evaluation) && !stepIntoItem(item, run, next)) return false
      }
      return true
    }
    if (isObject(value)) return accepts(value, evaluation) ? next(value, run) : true
    if (!followsOne) return true
    throw new InvalidPath(`Filter: ${rest} can not be applied to primitives. Current context is: ${javaText(value)}`)
  }
}

/** A filter takes no value at which Jayway throws an InvalidPathException; any other ends the evaluation. */
export function acceptor(condition: (value: unknown, evaluation: Evaluation) => boolean | undefined): Acceptor {
  return (value, evaluation) => {
    try {
      return condition(value, evaluation) === true
    } catch (error) {
      if (error instanceof InvalidPath) return false
      throw error
    }
  }
}
