import { malformedPolicy } from '../iam-errors.ts'
import { checkConditionDates } from './condition-dates.ts'
import { checkStatementIds } from './identity-policy-rules.ts'
import { parsePolicy } from './parse-policy.ts'
import type { Policy, Statement } from './policy.ts'
import { PolicySyntaxError } from './policy-syntax.ts'

/**
 * Throws MalformedPolicyDocument for a document that says nothing of who may assume a role. That the principals exist
 * is not checked (docs/differences.md).
 */
export function checkTrustPolicy(text: string): void {
  const { statements } = parse(text)
  for (const statement of statements) checkStatement(statement)
  checkStatementIds(statements)
}

function parse(text: string): Policy {
  try {
    return parsePolicy(text)
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformedPolicy(error.message)
    throw error
  }
}

function checkStatement({ effect, action, resource, principal, conditions }: Statement): void {
  if (effect !== 'Allow' && effect !== 'Deny') throw malformedPolicy(`Invalid effect: ${effect}`)
  if (resource !== undefined) throw malformedPolicy(`Has prohibited field ${resource.not ? 'NotResource' : 'Resource'}`)
  if (principal === undefined) throw malformedPolicy('Missing required field Principal')
  if (action?.not === true) throw malformedPolicy('Has prohibited field NotAction')
  if (action === undefined || action.values.length === 0) throw malformedPolicy('Missing required field Action')
  for (const { kind, value } of principal.entries) checkPrincipal(kind, value)
  if (!action.values.every((value) => /^sts:[a-z*?]+$/i.test(value))) {
    throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.')
  }
  if (!checkConditionDates(conditions)) throw malformedPolicy('The policy failed legacy parsing')
}

/** IAM user guide, "AWS JSON policy elements: Principal". */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  [
    'AWS',
    /^(?:\*|\d{12}|A[A-Z]{3}[A-Z0-9]{12,28}|arn:aws[a-z-]*:(?:iam|sts)::(?:\d{12}|cloudfront):[\x21-\x7e]{1,1024})$/,
  ],
  ['Service', /^(?:\*|[a-z0-9][a-z0-9.-]{0,253})$/],
  ['Federated', /^(?:\*|[\x21-\x7e]{1,2048})$/],
  ['CanonicalUser', /^[0-9a-f]{64}$/],
])

function checkPrincipal(kind: string, value: string): void {
  if (FORMS.get(kind)?.test(value) === true) return
  const name = kind === 'Service' ? 'SERVICE' : kind
  throw malformedPolicy(`Invalid principal in policy: "${name}":"${value.slice(0, 256)}"`)
}
