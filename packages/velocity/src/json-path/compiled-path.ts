import type { Run } from './evaluation.ts'

/**
 * One token of a path and all that follow it: finds values from `value` on, and adds them to the run. False if the
 * path turned out to lead nowhere, which ends the run.
 */
export type Step = (value: unknown, run: Run) => boolean

export interface CompiledPath {
  readonly step: Step
  /** Gives a single value instead of a list. */
  readonly isDefinite: boolean
  readonly ofDocument: boolean
  /** For paths of single properties and indexes: the value, or MISSING, without a run. */
  readonly lookUp: ((value: unknown) => unknown) | undefined
  /** For error texts. */
  readonly text: string
}
