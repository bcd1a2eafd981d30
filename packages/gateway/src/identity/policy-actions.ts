import { readQueryInput, text } from '../aws-protocol/query-protocol-input.ts'
import type { ManagedPolicyDocument } from '../store/identity-documents.ts'
import { iamArn } from './account.ts'
import type { AwsManagedPolicy } from './aws-managed.ts'
import { alreadyExists, deleteConflict, noSuchPolicy, overQuota } from './iam-errors.ts'
import { arn, boolean, paging, policyDescription, policyDocument, policyName, policyPath, tags } from './iam-members.ts'
import { page } from './iam-paging.ts'
import { changePolicy, findLocalPolicy, type IamActions, type IamPlane, nameKey, timestamp } from './iam-plane.ts'
import { iamQuotas } from './iam-quotas.ts'
import { checkIdentityPolicy } from './policies/identity-policy-rules.ts'
import { policySize } from './policies/policy-size.ts'
import { listedPolicy, policyAnswer, policyUses } from './policy-answer.ts'
import { checkOwnPolicyArn, checkPolicyArn } from './policy-arn.ts'
import { withTags } from './tag-rules.ts'
import { newUniqueId } from './unique-id.ts'

/** Managed policies: the account's own, and AWS's to read. */
export function policyActions(plane: IamPlane): IamActions {
  const uses = () => policyUses(plane.roles.values())
  return {
    CreatePolicy: {
      run: async (parameters) => {
        const members = {
          PolicyName: policyName,
          PolicyDocument: policyDocument,
          Path: policyPath,
          Description: policyDescription,
          Tags: tags,
        }
        const input = readQueryInput(parameters, members, 'PolicyName', 'PolicyDocument')
        const { PolicyName, PolicyDocument, Path = '/', Description } = input
        checkManagedDocument(PolicyDocument)
        const now = timestamp(plane)
        const policy: ManagedPolicyDocument = {
          PolicyName,
          PolicyId: newUniqueId('ANPA'),
          Path,
          Arn: iamArn(plane.account, 'policy', Path, PolicyName),
          ...(Description !== undefined && Description !== '' && { Description }),
          CreateDate: now,
          UpdateDate: now,
          DefaultVersionId: 'v1',
          Versions: [{ VersionId: 'v1', Document: PolicyDocument, CreateDate: now }],
          NextVersion: 2,
          Tags: withTags([], input.Tags ?? [], 'TagsPerPolicy'),
        }
        await plane.changes.run('all', async () => {
          if (plane.policies.get(nameKey(PolicyName)) !== undefined) {
            throw alreadyExists(`A policy called ${PolicyName} already exists. Duplicate names are not allowed.`)
          }
          if (plane.policies.size >= iamQuotas.policies) throw overQuota('PoliciesPerAccount', iamQuotas.policies)
          await plane.policies.create(nameKey(PolicyName), policy)
        })
        const { Description: _, ...answer } = policyAnswer(policy, new Map())
        return { Policy: answer }
      },
    },

    GetPolicy: {
      safe: true,
      run: async (parameters) => {
        const { PolicyArn } = readQueryInput(parameters, { PolicyArn: arn }, 'PolicyArn')
        checkPolicyArn(PolicyArn)
        return { Policy: policyAnswer(await policyOf(plane, PolicyArn), uses()) }
      },
    },

    ListPolicies: {
      safe: true,
      run: async (parameters) => {
        const input = readQueryInput(parameters, {
          Scope: text({ values: ['All', 'AWS', 'Local'] }),
          OnlyAttached: boolean,
          PathPrefix: policyPath,
          PolicyUsageFilter: text({ values: ['PermissionsPolicy', 'PermissionsBoundary'] }),
          ...paging,
        })
        const { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter: usage } = input
        const used = uses()
        const isWanted = ({ Path, Arn }: ManagedPolicyDocument | AwsManagedPolicy) => {
          const { attachments, boundaries } = used.get(Arn) ?? { attachments: 0, boundaries: 0 }
          const count = usage === 'PermissionsBoundary' ? boundaries : attachments
          return Path.startsWith(PathPrefix) && (count > 0 || (!OnlyAttached && usage === undefined))
        }
        const all = [
          ...(Scope === 'AWS' ? [] : plane.policies.values()),
          ...(Scope === 'Local' ? [] : await plane.awsPolicies.all()),
        ]
        const idOf = ({ Arn, PolicyName }: ManagedPolicyDocument | AwsManagedPolicy) =>
          `${plane.awsPolicies.owns(Arn) ? 'aws' : 'Local'}/${nameKey(PolicyName)}`
        const { items, paging: rest } = page(all.filter(isWanted), idOf, input)
        return { Policies: items.map((policy) => listedPolicy(policy, used)), ...rest }
      },
    },

    DeletePolicy: {
      run: async (parameters, caller) => {
        const { PolicyArn } = readQueryInput(parameters, { PolicyArn: arn }, 'PolicyArn')
        checkOwnPolicyArn(plane, PolicyArn, 'DeletePolicy', caller)
        await plane.changes.run('all', () =>
          changePolicy(plane, PolicyArn, ({ Versions }) => {
            if (uses().has(PolicyArn)) throw deleteConflict('Cannot delete a policy attached to entities.')
            if (Versions.length > 1) {
              throw deleteConflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's " +
                  'versions. The default version is deleted with the policy.',
              )
            }
            return undefined
          }),
        )
        return undefined
      },
    },
  }
}

/** A policy of this account or of AWS. */
export async function policyOf(plane: IamPlane, arn: string): Promise<ManagedPolicyDocument | AwsManagedPolicy> {
  const policy = findLocalPolicy(plane, arn) ?? (await plane.awsPolicies.find(arn))
  if (policy === undefined) throw noSuchPolicy(arn)
  return policy
}

export function checkManagedDocument(document: string): void {
  checkIdentityPolicy(document, true)
  if (policySize(document) > iamQuotas.managedPolicySize) throw overQuota('PolicySize', iamQuotas.managedPolicySize)
}
