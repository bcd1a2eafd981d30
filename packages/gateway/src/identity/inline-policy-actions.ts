import { readQueryInput } from '../aws-protocol/query-protocol-input.ts'
import { limitExceeded, noSuchRolePolicy } from './iam-errors.ts'
import { paging, policyDocument, policyName, roleName } from './iam-members.ts'
import { page } from './iam-paging.ts'
import { changeRole, type IamActions, type IamPlane, nameKey, roleOf } from './iam-plane.ts'
import { iamQuotas } from './iam-quotas.ts'
import { checkIdentityPolicy } from './policies/identity-policy-rules.ts'
import { policySize } from './policies/policy-size.ts'
import { encodeDocument } from './role-answer.ts'

/** Policies that are part of a role. */
export function inlinePolicyActions(plane: IamPlane): IamActions {
  const named = { RoleName: roleName, PolicyName: policyName }
  return {
    PutRolePolicy: {
      run: async (parameters) => {
        const members = { ...named, PolicyDocument: policyDocument }
        const input = readQueryInput(parameters, members, 'RoleName', 'PolicyName', 'PolicyDocument')
        const { RoleName, PolicyName, PolicyDocument } = input
        roleOf(plane, RoleName)
        checkIdentityPolicy(PolicyDocument, false)
        await changeRole(plane, RoleName, (role) => {
          const others = role.InlinePolicies.filter(([name]) => nameKey(name) !== nameKey(PolicyName))
          const InlinePolicies = [...others, [PolicyName, PolicyDocument] as const]
          const size = InlinePolicies.reduce((sum, [, document]) => sum + policySize(document), 0)
          if (size > iamQuotas.inlinePoliciesSize) {
            throw limitExceeded(
              `Maximum policy size of ${iamQuotas.inlinePoliciesSize} bytes exceeded for role ${role.RoleName}`,
            )
          }
          return { ...role, InlinePolicies }
        })
        return undefined
      },
    },

    GetRolePolicy: {
      safe: true,
      run: (parameters) => {
        const { RoleName, PolicyName } = readQueryInput(parameters, named, 'RoleName', 'PolicyName')
        const role = roleOf(plane, RoleName)
        const found = role.InlinePolicies.find(([name]) => nameKey(name) === nameKey(PolicyName))
        if (found === undefined) throw noSuchRolePolicy(PolicyName)
        return { RoleName: role.RoleName, PolicyName: found[0], PolicyDocument: encodeDocument(found[1]) }
      },
    },

    DeleteRolePolicy: {
      run: async (parameters) => {
        const { RoleName, PolicyName } = readQueryInput(parameters, named, 'RoleName', 'PolicyName')
        await changeRole(plane, RoleName, (role) => {
          const others = role.InlinePolicies.filter(([name]) => nameKey(name) !== nameKey(PolicyName))
          if (others.length === role.InlinePolicies.length) throw noSuchRolePolicy(PolicyName)
          return { ...role, InlinePolicies: others }
        })
        return undefined
      },
    },

    ListRolePolicies: {
      safe: true,
      run: (parameters) => {
        const { RoleName, ...request } = readQueryInput(parameters, { RoleName: roleName, ...paging }, 'RoleName')
        const names = roleOf(plane, RoleName).InlinePolicies.map(([name]) => name)
        const { items, paging: rest } = page(names, nameKey, request)
        return { PolicyNames: items, ...rest }
      },
    },
  }
}
