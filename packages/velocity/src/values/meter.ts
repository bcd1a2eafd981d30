import type { RegexBudget } from '../regex/regex-budget.ts'

/** What is paid for work and memory: throws a VelocityError where the budget is used up. */
export interface Meter {
  /** `steps` more of work. */
  spend(steps: number): void
  /** A string of `length` characters is made. */
  spendText(length: number): void
  /** For the regex matcher: its own budget. */
  readonly regex: RegexBudget
}
