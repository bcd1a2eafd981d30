import { matchesWildcard } from '../../aws-protocol/wildcard.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import type { Elements, Policy, Statement } from './policy.ts'

/** What somebody wants to do. */
export interface PolicyRequest {
  readonly action: string
  readonly resource: string
  /** Lower-case condition key → value. */
  readonly context: ReadonlyMap<string, string>
}

/**
 * What identity policies say of a request: one Allow, and no Deny (IAM user guide, "Policy evaluation logic"). What cannot
 * be known, such as policy variables and operators that are not evaluated, keeps an Allow from counting and lets a Deny
 * count. Undefined: they say nothing.
 */
export function decide(policies: readonly Policy[], request: PolicyRequest): 'allowed' | 'denied' | undefined {
  const statements = policies.flatMap((policy) => policy.statements)
  const applying = statements.filter((statement) => applies(statement, request))
  if (applying.some(({ effect }) => effect === 'Deny')) return 'denied'
  return applying.length > 0 ? 'allowed' : undefined
}

function applies({ effect, action, resource, conditions }: Statement, request: PolicyRequest): boolean {
  const unknown = effect === 'Deny'
  // Actions are compared without case, resources with it.
  const wanted = request.action.toLowerCase()
  return (
    (covers(action, (pattern) => matchesWildcard(pattern.toLowerCase(), wanted)) ?? unknown) &&
    (covers(resource, (pattern) => matchesWildcard(pattern, request.resource)) ?? unknown) &&
    conditions.every(
      (condition) =>
        (condition.values.some(hasVariable) ? undefined : evaluateCondition(condition, request.context)) ?? unknown,
    )
  )
}

function covers(elements: Elements | undefined, matches: (pattern: string) => boolean): boolean | undefined {
  if (elements === undefined) return undefined
  const { not, values } = elements
  if (values.some((value) => !hasVariable(value) && matches(value))) return !not
  return values.some(hasVariable) ? undefined : not
}

/** `${aws:…}` stands for something that nobody here knows. */
function hasVariable(value: string): boolean {
  return value.includes('${')
}
