import type { Constraint } from '../model/constraints.ts'
import type { InputRefusals } from './rest-json-dialect.ts'
import type { ServiceError } from './service-error.ts'

/**
 * Checks members against their constraints. The common wording of AWS services is used for those that break one; which
 * wording API Gateway v2 itself uses is known for a few members only (those have their own text in model/constraints.ts).
 */
export function missingMember(path: string, constraint: Constraint | undefined, refusals: InputRefusals): ServiceError {
  return constraint?.missing === undefined
    ? refusals.violation(path, 'null', 'not be null')
    : refusals.text(constraint.missing)
}

/** Throws where a scalar breaks its constraint. `path` is the wire path, such as `corsConfiguration.maxAge`. */
export function checkScalar(
  value: string | number | boolean,
  path: string,
  constraint: Constraint,
  refusals: InputRefusals,
): void {
  const fail = (rule: string) => {
    throw constraint.text === undefined ? refusals.violation(path, `'${value}'`, rule) : refusals.text(constraint.text)
  }
  if (typeof value === 'string') {
    const [least, most] = constraint.length ?? [0, Number.POSITIVE_INFINITY]
    if (value.length < least) fail(`have length greater than or equal to ${least}`)
    if (value.length > most) fail(`have length less than or equal to ${most}`)
    if (constraint.values !== undefined && !constraint.values.includes(value)) {
      fail(`satisfy enum value set: [${constraint.values.join(', ')}]`)
    }
    if (constraint.pattern !== undefined && !matches(constraint.pattern, value)) {
      fail(`satisfy regular expression pattern: ${constraint.pattern}`)
    }
  }
  if (typeof value === 'number' && constraint.range !== undefined) {
    const [least, most] = constraint.range
    if (value < least) fail(`have value greater than or equal to ${least}`)
    if (value > most) fail(`have value less than or equal to ${most}`)
  }
}

const compiled = new Map<string, RegExp>()

/** Whether a whole text has the form of a pattern, which is one of the constraint tables and so one of a few. */
function matches(pattern: string, value: string): boolean {
  const expression = compiled.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  compiled.set(pattern, expression)
  return expression.test(value)
}
