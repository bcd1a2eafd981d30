import type { Caller } from '../aws-protocol/authenticate.ts'
import { validationError } from '../aws-protocol/query-protocol-input.ts'
import type { Principal } from '../aws-protocol/temporary-keys.ts'
import type { RoleDocument } from '../store/identity-documents.ts'
import type { Account } from './account.ts'
import { callerOf } from './caller.ts'
import { accessDenied } from './iam-errors.ts'
import type { RoleDirectory } from './role-directory.ts'
import { parseRoleArn, rolePrincipal } from './role-principal.ts'
import { packedSize, sessionLimits } from './session-limits.ts'
import type { SessionCredentials, Sessions } from './sessions.ts'
import { trusts } from './trust.ts'

export interface RoleAssumption {
  readonly account: Account
  readonly roles: RoleDirectory
  readonly sessions: Sessions
  /** Notes that a role was used; durable or not is its own business. */
  readonly noteUse: (role: RoleDocument) => Promise<void>
}

interface AssumeRoleInput {
  readonly RoleArn: string
  readonly RoleSessionName: string
  readonly DurationSeconds: number | undefined
  readonly ExternalId: string | undefined
  readonly SourceIdentity: string | undefined
  readonly Policy: string | undefined
  readonly PolicyArns: readonly { readonly arn: string }[] | undefined
}

const DEFAULT_DURATION = 3600
/** IAM user guide, "Role chaining": seconds. */
const LONGEST_CHAINED = 3600

/** Throws AccessDenied as STS does, which does not tell whether the role is there. */
export async function assumeRole(
  plane: RoleAssumption,
  input: AssumeRoleInput,
  caller: Caller,
): Promise<{
  readonly credentials: SessionCredentials
  readonly principal: Principal
  readonly packed: number | undefined
}> {
  const { RoleArn, RoleSessionName, DurationSeconds = DEFAULT_DURATION } = input
  const parsed = parseRoleArn(RoleArn)
  if (parsed === undefined) throw validationError(`${RoleArn.slice(0, 256)} is invalid`)
  const role = plane.roles.findRole(RoleArn)
  const assuming = callerOf(plane.account, caller)
  if (!mayAssume(plane, input, parsed.accountId, role, caller, assuming)) {
    throw accessDenied(assuming.arn, 'sts:AssumeRole', RoleArn)
  }
  if (caller.principal !== undefined && DurationSeconds > LONGEST_CHAINED) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    )
  }
  if (role !== undefined && DurationSeconds > role.MaxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }
  const limits = sessionLimits(input)
  const named = rolePrincipal(RoleArn, parsed, role?.RoleId, RoleSessionName)
  const principal = limits === undefined ? named : { ...named, limits }
  if (role !== undefined) await plane.noteUse(role)
  return {
    credentials: plane.sessions.issue(principal, DurationSeconds),
    principal,
    packed: limits && packedSize(limits),
  }
}

/**
 * With keys configured: a role that is here, and whose trust policy names the caller. Without, nothing is checked of
 * anybody, so neither is trust; roles of other accounts, which cannot be here, are taken as they are, so that a
 * provider's `assume_role` works; one of this account must be here, for else it is a mistyped name.
 */
function mayAssume(
  { account }: RoleAssumption,
  { RoleSessionName, ExternalId, SourceIdentity }: AssumeRoleInput,
  roleAccount: string,
  role: RoleDocument | undefined,
  { verified }: Caller,
  caller: Principal,
): boolean {
  if (!verified) return role !== undefined || roleAccount !== account.accountId
  if (role === undefined) return false
  const given: [key: string, value: string | undefined][] = [
    ['sts:externalid', ExternalId],
    ['sts:rolesessionname', RoleSessionName],
    ['sts:sourceidentity', SourceIdentity],
    ['aws:principalarn', principalArn(caller.arn)],
    ['aws:principalaccount', caller.accountId],
    ['aws:userid', caller.userId],
  ]
  const context = new Map(given.filter((pair): pair is [string, string] => pair[1] !== undefined))
  return trusts(role.AssumeRolePolicyDocument, { caller, context })
}

/** "For assumed roles, the request context returns the ARN of the role" (IAM user guide, aws:PrincipalArn). */
function principalArn(arn: string): string {
  return arn.replace(/^(arn:[^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3')
}
