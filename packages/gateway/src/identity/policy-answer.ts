import type { QueryResult } from '../aws-protocol/query-protocol.ts'
import type { ManagedPolicyDocument, RoleDocument } from '../store/identity-documents.ts'
import type { AwsManagedPolicy } from './aws-managed.ts'
import { tagsAnswer } from './role-answer.ts'

/** How many roles have a policy attached, and how many as their boundary. */
interface PolicyUse {
  attachments: number
  boundaries: number
}

/** The use of every policy by ARN, counted in one walk over the roles. */
export function policyUses(roles: Iterable<RoleDocument>): ReadonlyMap<string, PolicyUse> {
  const uses = new Map<string, PolicyUse>()
  const useOf = (arn: string) => {
    const use = uses.get(arn) ?? { attachments: 0, boundaries: 0 }
    uses.set(arn, use)
    return use
  }
  for (const role of roles) {
    for (const arn of role.AttachedPolicies) useOf(arn).attachments += 1
    if (role.PermissionsBoundary !== undefined) useOf(role.PermissionsBoundary).boundaries += 1
  }
  return uses
}

/** What lists tell of a policy: GetPolicy tells description and tags besides (IAM API reference, ListPolicies). */
export function listedPolicy(
  policy: ManagedPolicyDocument | AwsManagedPolicy,
  uses: ReadonlyMap<string, PolicyUse>,
): QueryResult {
  const use = uses.get(policy.Arn)
  return {
    PolicyName: policy.PolicyName,
    PolicyId: policy.PolicyId,
    Arn: policy.Arn,
    Path: policy.Path,
    DefaultVersionId: policy.DefaultVersionId,
    AttachmentCount: use?.attachments ?? 0,
    PermissionsBoundaryUsageCount: use?.boundaries ?? 0,
    IsAttachable: true,
    CreateDate: policy.CreateDate,
    UpdateDate: policy.UpdateDate,
  }
}

export function policyAnswer(
  policy: ManagedPolicyDocument | AwsManagedPolicy,
  uses: ReadonlyMap<string, PolicyUse>,
): QueryResult {
  const listed = listedPolicy(policy, uses)
  if (!('Versions' in policy)) return listed
  return { ...listed, Description: policy.Description, Tags: tagsAnswer(policy.Tags) }
}
