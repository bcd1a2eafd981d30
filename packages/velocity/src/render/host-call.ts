import { isStackOverflow } from '../stack-overflow.ts'
import type { HostMethod } from '../values/host-object.ts'
import { VelocityError } from '../velocity-error.ts'
import type { Rendering } from './rendering.ts'
import { StopSignal } from './stop-signal.ts'
import { costOfArguments } from './text-cost.ts'

/** A method of the host threw. The rendering ends; the error becomes the cause. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure'
}

/** Costs as much as the texts that it takes and returns are long: what it does with them is not known. */
export function callHost(rendering: Rendering, method: HostMethod | undefined, args: readonly unknown[]): unknown {
  if (method === undefined) return undefined
  if (args.length > 0) rendering.spend(costOfArguments(args))
  const result = called(method, args)
  if (typeof result === 'string') rendering.spendText(result.length)
  return result
}

function called(method: HostMethod, args: readonly unknown[]): unknown {
  try {
    return method(...args)
  } catch (error) {
    // The stack is the template's as well: who nests deeply ends here.
    if (error instanceof VelocityError || error instanceof StopSignal || isStackOverflow(error)) throw error
    throw new HostFailure('a method of the context failed', { cause: error })
  }
}
