import { compilePattern, type JavaPattern } from '../regex/java-pattern.ts'
import { RegexBudgetError } from '../regex/regex-budget.ts'
import { LimitExceeded } from './json-path-error.ts'

/** The letters that Jayway takes for flags after a pattern's closing slash: those of Java's `(?i)`. */
export const PATTERN_FLAGS = 'dixmsuU'

/** `/source/flags`, compiled when the filter is read. */
export class PatternLiteral {
  readonly pattern: JavaPattern

  /** Throws PatternSyntaxError for a pattern that Java does not take, LimitExceeded for one that is too large. */
  constructor(source: string, flags: string) {
    try {
      this.pattern = compilePattern(source, flags)
    } catch (error) {
      throw error instanceof RegexBudgetError ? new LimitExceeded(error.message) : error
    }
  }
}
