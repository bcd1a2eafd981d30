import type { Problem } from './problem.ts'

/**
 * - `syntax`: the template cannot be compiled; `problems` has all that was found.
 * - `evaluation`: something that the template did failed while it was rendered: an index out of bounds, a method that threw.
 * - `budget`: a bound was reached (`budget` names it).
 */
export type VelocityErrorKind = 'syntax' | 'evaluation' | 'budget'

/** The bounds that a template runs within. */
export type BudgetName = 'steps' | 'output bytes' | 'depth' | 'regex steps'

interface Details {
  readonly problems?: readonly Problem[] | undefined
  readonly budget?: BudgetName | undefined
  readonly cause?: unknown
}

/** All that compiling and rendering throw. The message says where; it holds nothing but the template's own text. */
export class VelocityError extends Error {
  override readonly name = 'VelocityError'
  readonly kind: VelocityErrorKind
  /** Never empty for syntax errors; the first is the message's. */
  readonly problems: readonly Problem[]
  readonly budget: BudgetName | undefined

  constructor(kind: VelocityErrorKind, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.problems = details.problems ?? []
    this.budget = details.budget
  }

  get line(): number | undefined {
    return this.problems[0]?.line
  }

  get column(): number | undefined {
    return this.problems[0]?.column
  }
}

export function errorOf(
  kind: VelocityErrorKind,
  problems: readonly Problem[],
  details: Pick<Details, 'budget' | 'cause'> = {},
): VelocityError {
  const [first] = problems
  const more = problems.length > 1 ? `\n(and ${problems.length - 1} more)` : ''
  const message =
    first === undefined
      ? 'the template is not valid'
      : `line ${first.line}, column ${first.column}: ${first.message}\n${first.excerpt}${more}`
  return new VelocityError(kind, message, { ...details, problems })
}
