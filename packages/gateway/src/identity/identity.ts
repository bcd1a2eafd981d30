import type { CallerPermission } from '../authorizers/caller-permission.ts'
import type { Settings } from '../configuration/settings.ts'
import { partitionOf } from '../model/partition.ts'
import { DocumentTable } from '../store/document-table.ts'
import type { ManagedPolicyDocument, RoleDocument } from '../store/identity-documents.ts'
import type { Store } from '../store/store.ts'
import { WriteQueue } from '../store/write-queue.ts'
import type { Account } from './account.ts'
import { AwsManagedPolicies } from './aws-managed.ts'
import { changeRole, type IamPlane, timestamp } from './iam-plane.ts'
import { createRoleDirectory, type RoleDirectory } from './role-directory.ts'
import { createRolePermission } from './role-permission.ts'
import { parseRoleArn, rolePrincipal } from './role-principal.ts'
import { type SessionCredentials, Sessions } from './sessions.ts'

/** Roles, policies and sessions: what IAM and STS work on, and what other rooms ask of them. */
export interface Identity {
  readonly plane: IamPlane
  readonly roles: RoleDirectory
  /** Also the keyring's TemporaryKeys. */
  readonly sessions: Sessions
  /**
   * Credentials of a function's execution role, good for 12 hours: as Lambda's, whose session is named for the
   * function. The role need not be there, for a function outlives it; nor need the ARN be well-formed, for Lambda takes more
   * than IAM makes.
   */
  roleCredentials(roleArn: string, functionName: string): SessionCredentials
  /** What callers may do with APIs. */
  readonly permission: CallerPermission
  /** Notes in the role's RoleLastUsed that it was assumed. */
  noteUse(role: RoleDocument): Promise<void>
  close(): void
}

interface IdentityOptions {
  readonly account: Account
  readonly store: Store
  readonly clock: () => Date
  readonly permissions: Settings['permissions']
  /** Those that the keyring knows; its own unless given. */
  readonly sessions?: Sessions
}

/** Seconds. */
const FUNCTION_SESSION = 12 * 3600
/** Milliseconds within which another use of a role is not written down: AWS tells the last use hours later. */
const USE_INTERVAL = 3_600_000

/** Reads all roles and policies. */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { account, store, clock } = options
  const prefix = `${account.accountId}/`
  const roleTable = await DocumentTable.open<RoleDocument>(store, `roles/${prefix}`)
  const policies = await DocumentTable.open<ManagedPolicyDocument>(store, `policies/${prefix}`)
  const awsPolicies = new AwsManagedPolicies(partitionOf(account.region))
  const plane: IamPlane = { account, roles: roleTable, policies, awsPolicies, changes: new WriteQueue(), clock }
  const roles = createRoleDirectory(roleTable)
  const sessions = options.sessions ?? new Sessions(clock)
  return {
    plane,
    roles,
    sessions,
    permission: createRolePermission(plane, options.permissions),
    roleCredentials(roleArn, functionName) {
      const name = roleArn.slice(roleArn.lastIndexOf('/') + 1)
      const { accountId } = account
      const parsed = parseRoleArn(roleArn) ?? { partition: partitionOf(account.region), accountId, name }
      const roleId = roles.findRole(roleArn)?.RoleId
      return sessions.issue(rolePrincipal(roleArn, parsed, roleId, functionName), FUNCTION_SESSION)
    },
    async noteUse({ RoleName, RoleLastUsed }) {
      const last = RoleLastUsed === undefined ? 0 : Date.parse(RoleLastUsed.LastUsedDate)
      if (clock().getTime() - last < USE_INTERVAL) return
      const used = { LastUsedDate: timestamp(plane), Region: account.region }
      await changeRole(plane, RoleName, (role) => ({ ...role, RoleLastUsed: used }))
    },
    close() {
      roleTable.close()
      policies.close()
    },
  }
}
