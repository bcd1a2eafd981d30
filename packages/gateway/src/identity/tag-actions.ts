import { readQueryInput } from '../aws-protocol/query-protocol-input.ts'
import type { TagPair } from '../store/identity-documents.ts'
import { arn, paging, roleName, tagKeys, tags } from './iam-members.ts'
import { type PageRequest, page } from './iam-paging.ts'
import { changePolicy, changeRole, type IamActions, type IamPlane, roleOf } from './iam-plane.ts'
import { policyOf } from './policy-actions.ts'
import { checkOwnPolicyArn, checkPolicyArn } from './policy-arn.ts'
import { withoutTags, withTags } from './tag-rules.ts'

/** Tags of roles and of the account's own managed policies. */
export function tagActions(plane: IamPlane): IamActions {
  return {
    TagRole: {
      run: async (parameters) => {
        const input = readQueryInput(parameters, { RoleName: roleName, Tags: tags }, 'RoleName', 'Tags')
        await changeRole(plane, input.RoleName, (role) => ({
          ...role,
          Tags: withTags(role.Tags, input.Tags, 'TagsPerRole'),
        }))
        return undefined
      },
    },

    UntagRole: {
      run: async (parameters) => {
        const input = readQueryInput(parameters, { RoleName: roleName, TagKeys: tagKeys }, 'RoleName', 'TagKeys')
        await changeRole(plane, input.RoleName, (role) => ({ ...role, Tags: withoutTags(role.Tags, input.TagKeys) }))
        return undefined
      },
    },

    ListRoleTags: {
      safe: true,
      run: (parameters) => {
        const { RoleName, ...request } = readQueryInput(parameters, { RoleName: roleName, ...paging }, 'RoleName')
        return tagPage(roleOf(plane, RoleName).Tags, request)
      },
    },

    TagPolicy: {
      run: async (parameters, caller) => {
        const input = readQueryInput(parameters, { PolicyArn: arn, Tags: tags }, 'PolicyArn', 'Tags')
        checkOwnPolicyArn(plane, input.PolicyArn, 'TagPolicy', caller)
        await changePolicy(plane, input.PolicyArn, (policy) => ({
          ...policy,
          Tags: withTags(policy.Tags, input.Tags, 'TagsPerPolicy'),
        }))
        return undefined
      },
    },

    UntagPolicy: {
      run: async (parameters, caller) => {
        const input = readQueryInput(parameters, { PolicyArn: arn, TagKeys: tagKeys }, 'PolicyArn', 'TagKeys')
        checkOwnPolicyArn(plane, input.PolicyArn, 'UntagPolicy', caller)
        await changePolicy(plane, input.PolicyArn, (policy) => ({
          ...policy,
          Tags: withoutTags(policy.Tags, input.TagKeys),
        }))
        return undefined
      },
    },

    ListPolicyTags: {
      safe: true,
      run: async (parameters) => {
        const { PolicyArn, ...request } = readQueryInput(parameters, { PolicyArn: arn, ...paging }, 'PolicyArn')
        checkPolicyArn(PolicyArn)
        const policy = await policyOf(plane, PolicyArn)
        return tagPage('Tags' in policy ? policy.Tags : [], request)
      },
    },
  }
}

/** "The returned list of tags is sorted by tag key" (IAM API reference, ListRoleTags). */
function tagPage(pairs: readonly TagPair[], request: PageRequest) {
  const { items, paging: rest } = page(pairs, ([key]) => key, request)
  return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...rest }
}
