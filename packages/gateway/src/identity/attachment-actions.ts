import { readQueryInput, text } from '../aws-protocol/query-protocol-input.ts'
import { noSuchPolicy, notAttachable, overQuota } from './iam-errors.ts'
import { arn, paging, pathPrefix, policyPath, roleName } from './iam-members.ts'
import { page } from './iam-paging.ts'
import { changeRole, findLocalPolicy, type IamActions, type IamPlane, nameKey, roleOf } from './iam-plane.ts'
import { iamQuotas } from './iam-quotas.ts'
import { policyOf } from './policy-actions.ts'
import { checkPolicyArn } from './policy-arn.ts'

/** Which managed policies which roles have. */
export function attachmentActions(plane: IamPlane): IamActions {
  const members = { RoleName: roleName, PolicyArn: arn }
  return {
    AttachRolePolicy: {
      run: async (parameters) => {
        const { RoleName, PolicyArn } = readQueryInput(parameters, members, 'RoleName', 'PolicyArn')
        checkPolicyArn(PolicyArn)
        await plane.changes.run('all', async () => {
          roleOf(plane, RoleName)
          if (findLocalPolicy(plane, PolicyArn) === undefined && !(await plane.awsPolicies.find(PolicyArn))) {
            throw notAttachable(PolicyArn)
          }
          await changeRole(plane, RoleName, (role) => {
            if (role.AttachedPolicies.includes(PolicyArn)) return role
            if (role.AttachedPolicies.length >= iamQuotas.attachedPerRole) {
              throw overQuota('PoliciesPerRole', iamQuotas.attachedPerRole)
            }
            return { ...role, AttachedPolicies: [...role.AttachedPolicies, PolicyArn] }
          })
        })
        return undefined
      },
    },

    DetachRolePolicy: {
      run: async (parameters) => {
        const { RoleName, PolicyArn } = readQueryInput(parameters, members, 'RoleName', 'PolicyArn')
        checkPolicyArn(PolicyArn)
        await changeRole(plane, RoleName, (role) => {
          const AttachedPolicies = role.AttachedPolicies.filter((attached) => attached !== PolicyArn)
          if (AttachedPolicies.length === role.AttachedPolicies.length) throw noSuchPolicy(PolicyArn)
          return { ...role, AttachedPolicies }
        })
        return undefined
      },
    },

    ListAttachedRolePolicies: {
      safe: true,
      run: async (parameters) => {
        const list = { RoleName: roleName, PathPrefix: policyPath, ...paging }
        const { RoleName, PathPrefix = '/', ...request } = readQueryInput(parameters, list, 'RoleName')
        const attached = roleOf(plane, RoleName).AttachedPolicies
        const policies = attached.map((one) => ({
          PolicyName: one.slice(one.lastIndexOf('/') + 1),
          PolicyArn: one,
          path: one.slice(one.indexOf('/'), one.lastIndexOf('/') + 1),
        }))
        const matching = policies.filter(({ path }) => path.startsWith(PathPrefix))
        const idOf = ({ PolicyName, PolicyArn }: (typeof policies)[number]) =>
          `${nameKey(PolicyName)}/${plane.awsPolicies.owns(PolicyArn) ? 'aws' : ''}`
        const { items, paging: rest } = page(matching, idOf, request)
        return { AttachedPolicies: items.map(({ PolicyName, PolicyArn }) => ({ PolicyName, PolicyArn })), ...rest }
      },
    },

    ListEntitiesForPolicy: {
      safe: true,
      run: async (parameters) => {
        const list = {
          PolicyArn: arn,
          EntityFilter: text({ values: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] }),
          PathPrefix: pathPrefix,
          PolicyUsageFilter: text({ values: ['PermissionsPolicy', 'PermissionsBoundary'] }),
          ...paging,
        }
        const input = readQueryInput(parameters, list, 'PolicyArn')
        const { PolicyArn, EntityFilter = 'Role', PathPrefix = '/', PolicyUsageFilter: usage } = input
        checkPolicyArn(PolicyArn)
        await policyOf(plane, PolicyArn)
        const roles = [...plane.roles.values()].filter(
          ({ Path, AttachedPolicies, PermissionsBoundary }) =>
            EntityFilter === 'Role' &&
            Path.startsWith(PathPrefix) &&
            ((usage !== 'PermissionsBoundary' && AttachedPolicies.includes(PolicyArn)) ||
              (usage !== 'PermissionsPolicy' && PermissionsBoundary === PolicyArn)),
        )
        const { items, paging: rest } = page(roles, ({ RoleName }) => nameKey(RoleName), input)
        const PolicyRoles = items.map(({ RoleName, RoleId }) => ({ RoleName, RoleId }))
        return { PolicyGroups: [], PolicyUsers: [], PolicyRoles, ...rest }
      },
    },
  }
}
