/**
 * What matching may cost. Patterns come from template authors and sometimes from requests, so every step of the
 * matcher counts against `steps`, and what `replaceAll` writes counts against `outputLength`. Both are counted down
 * in place: whoever evaluates a template hands the same object to every call.
 */
export interface RegexBudget {
  /** Steps that are left: one for each instruction and each backtracking, less for characters that are scanned. */
  steps: number
  /** UTF-16 units that `replaceAll` and `replaceFirst` may still write. Missing: MOST_OUTPUT for each call. */
  outputLength?: number
}

/** Thrown where a pattern costs more than its budget, or is itself too large to be compiled. */
export class RegexBudgetError extends Error {
  override readonly name = 'RegexBudgetError'
}

/**
 * The steps of a call that brings no budget. A step takes 15 to 50 nanoseconds, so the worst case ends after some 30
 * milliseconds. For as much, `replaceAll` replaces two hundred thousand matches, and a repeated character or a literal
 * is looked for in megabytes.
 */
const DEFAULT_STEPS = 1_000_000

/** What `replaceAll` writes at most where no budget says otherwise: more than a body of ten megabytes. */
const MOST_OUTPUT = 16_777_216

export function defaultBudget(): RegexBudget {
  return { steps: DEFAULT_STEPS, outputLength: MOST_OUTPUT }
}

/** Takes `steps` from the budget. */
export function spend(budget: RegexBudget, steps: number): void {
  budget.steps -= steps
  if (budget.steps < 0) throw new RegexBudgetError('the regular expression takes too many steps')
}
