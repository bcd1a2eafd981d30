import { readQueryInput } from '../aws-protocol/query-protocol-input.ts'
import type { RoleDocument } from '../store/identity-documents.ts'
import { iamArn } from './account.ts'
import { checkBoundary } from './boundary-actions.ts'
import { alreadyExists, deleteConflict, noSuchRole, overQuota } from './iam-errors.ts'
import {
  arn,
  maxSessionDuration,
  paging,
  path,
  pathPrefix,
  policyDocument,
  roleDescription,
  roleName,
  tags,
} from './iam-members.ts'
import { page } from './iam-paging.ts'
import { changeRole, type IamActions, type IamPlane, nameKey, roleOf, timestamp } from './iam-plane.ts'
import { iamQuotas } from './iam-quotas.ts'
import { policySize } from './policies/policy-size.ts'
import { checkTrustPolicy } from './policies/trust-policy-rules.ts'
import { listedRole, roleAnswer } from './role-answer.ts'
import { withTags } from './tag-rules.ts'
import { newUniqueId } from './unique-id.ts'

/** IAM API reference, CreateRole. */
const DEFAULT_SESSION_DURATION = 3600

export function roleActions(plane: IamPlane): IamActions {
  return {
    CreateRole: {
      run: async (parameters) => {
        const members = {
          RoleName: roleName,
          AssumeRolePolicyDocument: policyDocument,
          Path: path,
          Description: roleDescription,
          MaxSessionDuration: maxSessionDuration,
          PermissionsBoundary: arn,
          Tags: tags,
        }
        const input = readQueryInput(parameters, members, 'RoleName', 'AssumeRolePolicyDocument')
        checkTrust(input.AssumeRolePolicyDocument)
        const { RoleName, Path = '/', Description, PermissionsBoundary } = input
        const role: RoleDocument = {
          RoleName,
          RoleId: newUniqueId('AROA'),
          Path,
          Arn: iamArn(plane.account, 'role', Path, RoleName),
          CreateDate: timestamp(plane),
          AssumeRolePolicyDocument: input.AssumeRolePolicyDocument,
          MaxSessionDuration: input.MaxSessionDuration ?? DEFAULT_SESSION_DURATION,
          ...(Description !== undefined && Description !== '' && { Description }),
          ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
          Tags: withTags([], input.Tags ?? [], 'TagsPerRole'),
          InlinePolicies: [],
          AttachedPolicies: [],
        }
        return await plane.changes.run('all', async () => {
          if (plane.roles.get(nameKey(RoleName)) !== undefined) {
            throw alreadyExists(`Role with name ${RoleName} already exists.`)
          }
          if (plane.roles.size >= iamQuotas.roles) throw overQuota('RolesPerAccount', iamQuotas.roles)
          if (PermissionsBoundary !== undefined) await checkBoundary(plane, PermissionsBoundary)
          await plane.roles.create(nameKey(RoleName), role)
          return { Role: roleAnswer(role) }
        })
      },
    },

    GetRole: {
      safe: true,
      run: (parameters) => {
        const { RoleName } = readQueryInput(parameters, { RoleName: roleName }, 'RoleName')
        return { Role: roleAnswer(roleOf(plane, RoleName)) }
      },
    },

    ListRoles: {
      safe: true,
      run: (parameters) => {
        const { PathPrefix = '/', ...request } = readQueryInput(parameters, { PathPrefix: pathPrefix, ...paging })
        const matching = [...plane.roles.values()].filter((role) => role.Path.startsWith(PathPrefix))
        const { items, paging: rest } = page(matching, (role) => nameKey(role.RoleName), request)
        return { Roles: items.map(listedRole), ...rest }
      },
    },

    UpdateRole: {
      run: async (parameters) => {
        const members = { RoleName: roleName, Description: roleDescription, MaxSessionDuration: maxSessionDuration }
        const input = readQueryInput(parameters, members, 'RoleName')
        // "If you do not specify a value for this setting, the default value of one hour is applied" (UpdateRole).
        const { Description, MaxSessionDuration = DEFAULT_SESSION_DURATION } = input
        await changeRole(plane, input.RoleName, (role) => ({
          ...(Description === undefined ? role : withDescription(role, Description)),
          MaxSessionDuration,
        }))
        return {}
      },
    },

    UpdateRoleDescription: {
      run: async (parameters) => {
        const members = { RoleName: roleName, Description: roleDescription }
        const { RoleName, Description } = readQueryInput(parameters, members, 'RoleName', 'Description')
        const role = await changeRole(plane, RoleName, (old) => withDescription(old, Description))
        return { Role: roleAnswer(role) }
      },
    },

    UpdateAssumeRolePolicy: {
      run: async (parameters) => {
        const members = { RoleName: roleName, PolicyDocument: policyDocument }
        const { RoleName, PolicyDocument } = readQueryInput(parameters, members, 'RoleName', 'PolicyDocument')
        roleOf(plane, RoleName)
        checkTrust(PolicyDocument)
        await changeRole(plane, RoleName, (role) => ({ ...role, AssumeRolePolicyDocument: PolicyDocument }))
        return undefined
      },
    },

    DeleteRole: {
      run: async (parameters) => {
        const { RoleName } = readQueryInput(parameters, { RoleName: roleName }, 'RoleName')
        const remove = (role: RoleDocument) => {
          if (role.AttachedPolicies.length > 0) {
            throw deleteConflict('Cannot delete entity, must detach all policies first.')
          }
          if (role.InlinePolicies.length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.')
          return undefined
        }
        await plane.roles.change(nameKey(RoleName), remove, () => noSuchRole(RoleName))
        return undefined
      },
    },

    /** There are no instance profiles. */
    ListInstanceProfilesForRole: {
      safe: true,
      run: (parameters) => {
        const { RoleName } = readQueryInput(parameters, { RoleName: roleName, ...paging }, 'RoleName')
        roleOf(plane, RoleName)
        return { InstanceProfiles: [], IsTruncated: false }
      },
    },
  }
}

function checkTrust(document: string): void {
  checkTrustPolicy(document)
  if (policySize(document) > iamQuotas.trustPolicySize) throw overQuota('ACLSizePerRole', iamQuotas.trustPolicySize)
}

function withDescription(role: RoleDocument, description: string): RoleDocument {
  const { Description: _, ...rest } = role
  return description === '' ? rest : { ...rest, Description: description }
}
