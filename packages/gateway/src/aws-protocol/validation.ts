import type { Constraint } from '../model/constraints.ts'
import { badRequest, type ServiceError } from './service-error.ts'

/**
 * The common wording of AWS services for members that break a constraint of the model. Which wording API Gateway v2
 * itself uses is known for a few members only (those have their own text in model/constraints.ts).
 */
function violation(path: string, given: string, rule: string): ServiceError {
  return badRequest(
    `1 validation error detected: Value ${given} at '${path}' failed to satisfy constraint: Member must ${rule}`,
  )
}

export function missingMember(path: string, constraint: Constraint | undefined): ServiceError {
  return constraint?.missing === undefined ? violation(path, 'null', 'not be null') : badRequest(constraint.missing)
}

export function wrongType(path: string, expected: string): ServiceError {
  return badRequest(`Invalid request input: '${path}' must be ${expected}`)
}

/** Throws where a scalar breaks its constraint. `path` is the wire path, such as `corsConfiguration.maxAge`. */
export function checkScalar(value: string | number | boolean, path: string, constraint: Constraint): void {
  const fail = (rule: string) => {
    throw constraint.text === undefined ? violation(path, `'${value}'`, rule) : badRequest(constraint.text)
  }
  if (typeof value === 'string') {
    const [least, most] = constraint.length ?? [0, Number.POSITIVE_INFINITY]
    if (value.length < least) fail(`have length greater than or equal to ${least}`)
    if (value.length > most) fail(`have length less than or equal to ${most}`)
    if (constraint.values !== undefined && !constraint.values.includes(value)) {
      fail(`satisfy enum value set: [${constraint.values.join(', ')}]`)
    }
  }
  if (typeof value === 'number' && constraint.range !== undefined) {
    const [least, most] = constraint.range
    if (value < least) fail(`have value greater than or equal to ${least}`)
    if (value > most) fail(`have value less than or equal to ${most}`)
  }
}
