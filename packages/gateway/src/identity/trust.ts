import type { Principal } from '../aws-protocol/temporary-keys.ts'
import { matchesWildcard } from '../aws-protocol/wildcard.ts'
import { evaluateCondition } from './policies/evaluate-condition.ts'
import { parsePolicy } from './policies/parse-policy.ts'
import type { Principals, Statement } from './policies/policy.ts'

/** What a trust policy may ask of a call. Keys of conditions are compared without case. */
export interface TrustRequest {
  readonly caller: Principal
  /** Lower-case condition key → value; what is not there is absent from the call. */
  readonly context: ReadonlyMap<string, string>
}

/**
 * Whether a role's trust policy lets a caller assume it: some statement allows it, and none denies it (IAM user guide,
 * "Policy evaluation logic"). Conditions on what Postern does not know do not hold; operators that it does not
 * evaluate (numbers, dates, addresses, binary) keep an Allow from counting and let a Deny count.
 */
export function trusts(document: string, request: TrustRequest): boolean {
  const statements = parsePolicy(document).statements.filter(
    (statement) => namesAssumeRole(statement) && namesCaller(statement.principal, request.caller),
  )
  const holds = (statement: Statement, unknown: boolean) =>
    statement.conditions.every((condition) => evaluateCondition(condition, request.context) ?? unknown)
  return (
    !statements.some((statement) => statement.effect === 'Deny' && holds(statement, true)) &&
    statements.some((statement) => statement.effect === 'Allow' && holds(statement, false))
  )
}

function namesAssumeRole({ action }: Statement): boolean {
  const named = action?.values.some((pattern) => matchesWildcard(pattern.toLowerCase(), 'sts:assumerole')) ?? false
  return named !== (action?.not ?? false)
}

function namesCaller(principals: Principals | undefined, caller: Principal): boolean {
  if (principals === undefined) return false
  const named = principals.entries.some(({ kind, value }) => kind === 'AWS' && isCaller(value, caller))
  return named !== principals.not
}

/** The account stands for all in it; a role for its sessions. */
function isCaller(value: string, { arn, accountId }: Principal): boolean {
  return (
    value === '*' ||
    value === accountId ||
    value === arn ||
    (value.endsWith(':root') && value.split(':')[4] === accountId) ||
    isRoleOf(value, arn)
  )
}

/** An assumed role's ARN leaves the role's path out. */
function isRoleOf(role: string, session: string): boolean {
  const [, partition, account, name] = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session) ?? []
  const prefix = `arn:${partition}:iam::${account}:role/`
  return name !== undefined && role.startsWith(prefix) && role.slice(role.lastIndexOf('/') + 1) === name
}
