import type { QueryAction } from '../aws-protocol/query-protocol.ts'
import type { DocumentTable } from '../store/document-table.ts'
import type { ManagedPolicyDocument, RoleDocument } from '../store/identity-documents.ts'
import type { WriteQueue } from '../store/write-queue.ts'
import type { Account } from './account.ts'
import type { AwsManagedPolicies } from './aws-managed.ts'
import { noSuchPolicy, noSuchRole } from './iam-errors.ts'

/** What IAM's actions work on. */
export interface IamPlane {
  readonly account: Account
  /** By roleKey. */
  readonly roles: DocumentTable<RoleDocument>
  /** By policyKey. */
  readonly policies: DocumentTable<ManagedPolicyDocument>
  readonly awsPolicies: AwsManagedPolicies
  /** Changes that look at more than one document run one at a time: a policy is not deleted while it is attached. */
  readonly changes: WriteQueue
  readonly clock: () => Date
}

export type IamActions = Readonly<Record<string, QueryAction>>

/** "Names are not distinguished by case" (IAM API reference, CreateRole and CreatePolicy). */
export function nameKey(name: string): string {
  return name.toLowerCase()
}

/** In whole seconds, as IAM has them. */
export function timestamp(plane: Pick<IamPlane, 'clock'>): string {
  return `${plane.clock().toISOString().slice(0, 19)}Z`
}

export function roleOf(plane: IamPlane, name: string): RoleDocument {
  const role = plane.roles.get(nameKey(name))
  if (role === undefined) throw noSuchRole(name)
  return role
}

/** The role's new document. */
export async function changeRole(
  plane: IamPlane,
  name: string,
  change: (role: RoleDocument) => RoleDocument,
): Promise<RoleDocument> {
  return (await plane.roles.change(nameKey(name), change, () => noSuchRole(name))) as RoleDocument
}

/** A policy of this account by its whole ARN, to the letter. */
export function findLocalPolicy(plane: IamPlane, arn: string): ManagedPolicyDocument | undefined {
  const policy = plane.policies.get(nameKey(arn.slice(arn.lastIndexOf('/') + 1)))
  return policy?.Arn === arn ? policy : undefined
}

export async function changePolicy(
  plane: IamPlane,
  arn: string,
  change: (policy: ManagedPolicyDocument) => ManagedPolicyDocument | undefined,
): Promise<ManagedPolicyDocument | undefined> {
  const missing = () => noSuchPolicy(arn)
  if (findLocalPolicy(plane, arn) === undefined) throw missing()
  return await plane.policies.change(
    nameKey(arn.slice(arn.lastIndexOf('/') + 1)),
    (policy) => {
      if (policy.Arn !== arn) throw missing()
      return change(policy)
    },
    missing,
  )
}
