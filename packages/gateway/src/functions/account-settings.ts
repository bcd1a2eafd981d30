import { accountLimits } from './account-limits.ts'
import { codeBytes } from './function-code.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'

/** The sum of reserved concurrency, of one function left out. */
export function reservedConcurrency(plane: LambdaPlane, except?: string): number {
  return plane.table.list().reduce((sum, { document }) => {
    return document.FunctionName === except ? sum : sum + (document.ReservedConcurrentExecutions ?? 0)
  }, 0)
}

export function accountHandlers(plane: LambdaPlane): Pick<LambdaHandlers, 'GetAccountSettings'> {
  return {
    async GetAccountSettings() {
      const functions = plane.table.list()
      return {
        AccountLimit: {
          ...accountLimits,
          UnreservedConcurrentExecutions: accountLimits.ConcurrentExecutions - reservedConcurrency(plane),
        },
        AccountUsage: {
          TotalCodeSize: functions.reduce((sum, { versions }) => sum + codeBytes(versions.values()), 0),
          FunctionCount: functions.length,
        },
      }
    },
  }
}
