import { accountLimits, LEAST_UNRESERVED } from './account-limits.ts'
import { reservedConcurrency } from './account-settings.ts'
import { findFunction } from './find-function.ts'
import { functionNotFound, invalidParameter } from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'

type Operation = 'DeleteFunctionConcurrency' | 'GetFunctionConcurrency' | 'PutFunctionConcurrency'

/** Reserved concurrency: what a function may use, and no other. function-invoker.ts keeps to it. */
export function concurrencyHandlers(plane: LambdaPlane): Pick<LambdaHandlers, Operation> {
  const reserve = async (given: string, reserved: number | undefined) => {
    const { name, arn } = unqualified(plane, given)
    await plane.functions.change(
      name,
      // JSON leaves out what is undefined.
      (document) => ({ ...document, ReservedConcurrentExecutions: reserved }),
      () => functionNotFound(arn),
    )
  }

  return {
    async PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions }) {
      const { name } = unqualified(plane, FunctionName)
      const left = accountLimits.ConcurrentExecutions - reservedConcurrency(plane, name)
      if (left - ReservedConcurrentExecutions < LEAST_UNRESERVED) {
        throw invalidParameter(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
        )
      }
      await reserve(FunctionName, ReservedConcurrentExecutions)
      return { ReservedConcurrentExecutions }
    },

    async GetFunctionConcurrency({ FunctionName }) {
      const { ReservedConcurrentExecutions } = findFunction(plane, FunctionName).entry.document
      return ReservedConcurrentExecutions === undefined ? {} : { ReservedConcurrentExecutions }
    },

    async DeleteFunctionConcurrency({ FunctionName }) {
      await reserve(FunctionName, undefined)
      return {}
    },
  }
}

function unqualified(plane: LambdaPlane, given: string) {
  const found = findFunction(plane, given)
  if (found.qualifier === undefined) return found
  throw invalidParameter(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  )
}
