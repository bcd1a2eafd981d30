import type { RegexBudget } from '../regex/regex-budget.ts'

/** What work is paid with: throws where the budget is used up. */
export interface Spending {
  /** `steps` more of work. */
  spend(steps: number): void
}

/** What is paid for work and memory: throws a VelocityError where the budget is used up. */
export interface Meter extends Spending {
  /** A string of `length` characters is made. */
  spendText(length: number): void
  /** The text of a value, which is paid for. */
  readonly print: (value: unknown) => string
  /** For the regex matcher: its own budget. */
  readonly regex: RegexBudget
}
