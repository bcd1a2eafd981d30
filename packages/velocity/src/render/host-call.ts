import type { HostMethod } from '../values/host-object.ts'
import { VelocityError } from '../velocity-error.ts'
import { StopSignal } from './stop-signal.ts'

/** A method of the host threw. The rendering ends; the error becomes the cause. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure'
}

export function callHost(hostMethod: HostMethod | undefined, args: readonly unknown[]): unknown {
  if (hostMethod === undefined) return undefined
  try {
    return hostMethod(...args)
  } catch (error) {
    if (error instanceof VelocityError || error instanceof StopSignal) throw error
    throw new HostFailure('a method of the context failed', { cause: error })
  }
}
