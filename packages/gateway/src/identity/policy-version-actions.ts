import type { QueryResult } from '../aws-protocol/query-protocol.ts'
import { readQueryInput } from '../aws-protocol/query-protocol-input.ts'
import { ServiceError } from '../aws-protocol/service-error.ts'
import type { ManagedPolicyDocument, PolicyVersionDocument } from '../store/identity-documents.ts'
import type { AwsManagedPolicy } from './aws-managed.ts'
import { deleteConflict, limitExceeded, noSuchVersion } from './iam-errors.ts'
import { arn, boolean, paging, policyDocument, versionId } from './iam-members.ts'
import { page } from './iam-paging.ts'
import { changePolicy, type IamActions, type IamPlane, timestamp } from './iam-plane.ts'
import { iamQuotas } from './iam-quotas.ts'
import { checkManagedDocument, policyOf } from './policy-actions.ts'
import { checkOwnPolicyArn, checkPolicyArn } from './policy-arn.ts'
import { encodeDocument } from './role-answer.ts'

/** Versions of managed policies. */
export function policyVersionActions(plane: IamPlane): IamActions {
  const versionMembers = { PolicyArn: arn, VersionId: versionId }
  return {
    CreatePolicyVersion: {
      run: async (parameters, caller) => {
        const members = { PolicyArn: arn, PolicyDocument: policyDocument, SetAsDefault: boolean }
        const input = readQueryInput(parameters, members, 'PolicyArn', 'PolicyDocument')
        const { PolicyArn, PolicyDocument, SetAsDefault = false } = input
        checkOwnPolicyArn(plane, PolicyArn, 'CreatePolicyVersion', caller)
        checkManagedDocument(PolicyDocument)
        const CreateDate = timestamp(plane)
        const changed = await changePolicy(plane, PolicyArn, (policy) => {
          if (policy.Versions.length >= iamQuotas.versionsPerPolicy) {
            throw limitExceeded(
              `A managed policy can have up to ${iamQuotas.versionsPerPolicy} versions. Before you create a new ` +
                'version, you must delete an existing version.',
            )
          }
          const VersionId = `v${policy.NextVersion}`
          return {
            ...policy,
            Versions: [...policy.Versions, { VersionId, Document: PolicyDocument, CreateDate }],
            NextVersion: policy.NextVersion + 1,
            ...(SetAsDefault && { DefaultVersionId: VersionId }),
            UpdateDate: CreateDate,
          }
        })
        const VersionId = `v${(changed?.NextVersion ?? 0) - 1}`
        return { PolicyVersion: { VersionId, IsDefaultVersion: SetAsDefault, CreateDate } }
      },
    },

    GetPolicyVersion: {
      safe: true,
      run: async (parameters) => {
        const { PolicyArn, VersionId } = readQueryInput(parameters, versionMembers, 'PolicyArn', 'VersionId')
        checkPolicyArn(PolicyArn)
        const policy = await policyOf(plane, PolicyArn)
        const version = versionsOf(policy).find((one) => one.VersionId === VersionId)
        if (version === undefined) throw noSuchVersion(PolicyArn, VersionId)
        if (version.Document === undefined) throw unknownDocument(PolicyArn)
        return { PolicyVersion: { Document: encodeDocument(version.Document), ...versionAnswer(policy, version) } }
      },
    },

    ListPolicyVersions: {
      safe: true,
      run: async (parameters) => {
        const { PolicyArn, ...request } = readQueryInput(parameters, { PolicyArn: arn, ...paging }, 'PolicyArn')
        checkPolicyArn(PolicyArn)
        const policy = await policyOf(plane, PolicyArn)
        // The newest first: its number, counted down, orders as text.
        const idOf = ({ VersionId }: Version) => String(1e9 - Number(VersionId.slice(1)))
        const { items, paging: rest } = page(versionsOf(policy), idOf, request)
        return { Versions: items.map((version) => versionAnswer(policy, version)), ...rest }
      },
    },

    SetDefaultPolicyVersion: {
      run: async (parameters, caller) => {
        const { PolicyArn, VersionId } = readQueryInput(parameters, versionMembers, 'PolicyArn', 'VersionId')
        checkOwnPolicyArn(plane, PolicyArn, 'SetDefaultPolicyVersion', caller)
        const UpdateDate = timestamp(plane)
        await changePolicy(plane, PolicyArn, (policy) => {
          if (!policy.Versions.some((one) => one.VersionId === VersionId)) throw noSuchVersion(PolicyArn, VersionId)
          return { ...policy, DefaultVersionId: VersionId, UpdateDate }
        })
        return undefined
      },
    },

    DeletePolicyVersion: {
      run: async (parameters, caller) => {
        const { PolicyArn, VersionId } = readQueryInput(parameters, versionMembers, 'PolicyArn', 'VersionId')
        checkOwnPolicyArn(plane, PolicyArn, 'DeletePolicyVersion', caller)
        const UpdateDate = timestamp(plane)
        await changePolicy(plane, PolicyArn, (policy) => {
          if (policy.DefaultVersionId === VersionId) {
            throw deleteConflict('Cannot delete the default version of a policy.')
          }
          const Versions = policy.Versions.filter((one) => one.VersionId !== VersionId)
          if (Versions.length === policy.Versions.length) throw noSuchVersion(PolicyArn, VersionId)
          return { ...policy, Versions, UpdateDate }
        })
        return undefined
      },
    },
  }
}

type Version = Omit<PolicyVersionDocument, 'Document'> & { readonly Document: string | undefined }

/** Of AWS's policies the default version is the only one that is here. */
function versionsOf(policy: ManagedPolicyDocument | AwsManagedPolicy): readonly Version[] {
  if ('Versions' in policy) return policy.Versions
  return [{ VersionId: policy.DefaultVersionId, Document: policy.Document, CreateDate: policy.UpdateDate }]
}

/** Without the document, which GetPolicyVersion alone tells (IAM API reference, PolicyVersion). */
function versionAnswer(
  { DefaultVersionId }: ManagedPolicyDocument | AwsManagedPolicy,
  { VersionId, CreateDate }: Version,
): QueryResult {
  return { VersionId, IsDefaultVersion: VersionId === DefaultVersionId, CreateDate }
}

function unknownDocument(arn: string): ServiceError {
  return new ServiceError('NotImplemented', 501, `Postern knows the name of ${arn}, but not its document`)
}
