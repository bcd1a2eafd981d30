import { matchesArn, matchesWildcard } from '../../aws-protocol/wildcard.ts'
import type { Condition } from './policy.ts'

/**
 * Whether a condition holds. `context`: lower-case condition key → value; what is not there is absent from the call.
 * Undefined for an operator that is not evaluated (numbers, dates, addresses, binary), and for what is not known here.
 */
export function evaluateCondition(condition: Condition, context: ReadonlyMap<string, string>): boolean | undefined {
  const { operator, key, values, ifExists, set } = condition
  const given = context.get(key.toLowerCase())
  if (operator === 'Null') return values.some((value) => (value.toLowerCase() === 'true') === (given === undefined))
  if (given === undefined && ALWAYS_THERE.has(key.toLowerCase())) return undefined
  const negated = operator.includes('Not')
  const compare = COMPARISONS.get(operator.replace('Not', ''))
  if (compare === undefined) return undefined
  // "If the key is not present, the condition is not met", negations and IfExists apart; of no values none is any, but
  // each is all (IAM user guide, "Set operators for multivalued context keys").
  if (given === undefined) return ifExists || (set === undefined ? negated : set === 'ForAllValues')
  return values.some((value) => compare(value, given)) !== negated
}

/** Keys that AWS has with every call: a condition on one that is not known here is not decided here. */
const ALWAYS_THERE: ReadonlySet<string> = new Set([
  'aws:securetransport',
  'aws:sourceip',
  'aws:currenttime',
  'aws:epochtime',
  'aws:requestedregion',
])

const COMPARISONS: ReadonlyMap<string, (value: string, given: string) => boolean> = new Map([
  ['StringEquals', (value, given) => value === given],
  ['StringEqualsIgnoreCase', equalsIgnoringCase],
  ['StringLike', matchesWildcard],
  ['ArnEquals', matchesArn],
  ['ArnLike', matchesArn],
  ['Bool', equalsIgnoringCase],
])

function equalsIgnoringCase(value: string, given: string): boolean {
  return given.toLowerCase() === value.toLowerCase()
}
