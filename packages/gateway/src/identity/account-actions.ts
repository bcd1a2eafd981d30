import { readQueryInput, validationError } from '../aws-protocol/query-protocol-input.ts'
import { callerOf } from './caller.ts'
import { noSuchUser } from './iam-errors.ts'
import { paging, userName } from './iam-members.ts'
import type { IamActions, IamPlane } from './iam-plane.ts'
import { iamQuotas } from './iam-quotas.ts'

/** Users come with the configuration, which tells no date. */
const USER_CREATED = '2026-01-01T00:00:00Z'

/** What clients ask of the account itself. */
export function accountActions(plane: IamPlane): IamActions {
  return {
    GetUser: {
      safe: true,
      run: (parameters, caller) => {
        const { UserName } = readQueryInput(parameters, { UserName: userName })
        if (UserName !== undefined && UserName !== caller.user) throw noSuchUser(UserName)
        if (caller.principal !== undefined) {
          throw validationError('Must specify userName when calling with non-User credentials')
        }
        const { arn, userId } = callerOf(plane.account, caller)
        // The account's root has neither path nor name.
        const named = caller.user === undefined ? {} : { Path: '/', UserName: caller.user }
        return { User: { ...named, UserId: userId, Arn: arn, CreateDate: USER_CREATED } }
      },
    },

    ListAccountAliases: {
      safe: true,
      run: (parameters) => {
        readQueryInput(parameters, paging)
        return { AccountAliases: [], IsTruncated: false }
      },
    },

    GetAccountSummary: {
      safe: true,
      run: () => {
        const versions = [...plane.policies.values()].reduce((sum, { Versions }) => sum + Versions.length, 0)
        return {
          SummaryMap: new Map([
            ['Roles', plane.roles.size],
            ['RolesQuota', iamQuotas.roles],
            ['Policies', plane.policies.size],
            ['PoliciesQuota', iamQuotas.policies],
            ['PolicySizeQuota', iamQuotas.managedPolicySize],
            ['PolicyVersionsInUse', versions],
            ['VersionsPerPolicyQuota', iamQuotas.versionsPerPolicy],
            ['AttachedPoliciesPerRoleQuota', iamQuotas.attachedPerRole],
            ['AssumeRolePolicySizeQuota', iamQuotas.trustPolicySize],
            ['Users', 0],
            ['Groups', 0],
            ['InstanceProfiles', 0],
            ['AccountMFAEnabled', 0],
            ['AccountAccessKeysPresent', 0],
          ]),
        }
      },
    },
  }
}
