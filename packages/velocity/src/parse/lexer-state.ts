/** What the lexer is within: it decides which tokens there are. */
export const State = {
  DEFAULT: 0,
  /** Behind `#`. */
  PRE_DIRECTIVE: 1,
  /** Behind `#word`, to the closing parenthesis. */
  DIRECTIVE: 2,
  /** Behind `$`. */
  REFERENCE: 3,
  /** Behind `$a.`. */
  REFMODIFIER: 4,
  /** Behind `$a.b(`. */
  REFMOD2: 5,
  /** Behind `$a[`. */
  REFINDEX: 6,
  IN_SINGLE_LINE_COMMENT: 7,
  IN_FORMAL_COMMENT: 8,
  IN_MULTI_LINE_COMMENT: 9,
  IN_TEXTBLOCK: 10,
} as const
export type State = (typeof State)[keyof typeof State]
