/** A key and its value. Lists of pairs and not objects: names and keys may be `__proto__`. */
export type TagPair = readonly [key: string, value: string]

/** An IAM role, with all that hangs on it. */
export interface RoleDocument {
  readonly RoleName: string
  /** `AROA…` */
  readonly RoleId: string
  readonly Path: string
  readonly Arn: string
  /** ISO 8601 */
  readonly CreateDate: string
  /** JSON, as the caller wrote it. */
  readonly AssumeRolePolicyDocument: string
  readonly Description?: string
  /** Seconds. */
  readonly MaxSessionDuration: number
  /** ARN of a managed policy. */
  readonly PermissionsBoundary?: string
  readonly Tags: readonly TagPair[]
  /** Name → JSON. */
  readonly InlinePolicies: readonly (readonly [name: string, document: string])[]
  /** ARNs of managed policies, in the order in which they were attached. */
  readonly AttachedPolicies: readonly string[]
  readonly RoleLastUsed?: { readonly LastUsedDate: string; readonly Region: string }
}

/** A customer-managed IAM policy. */
export interface ManagedPolicyDocument {
  readonly PolicyName: string
  /** `ANPA…` */
  readonly PolicyId: string
  readonly Path: string
  readonly Arn: string
  readonly Description?: string
  readonly CreateDate: string
  readonly UpdateDate: string
  /** A VersionId of `Versions`. */
  readonly DefaultVersionId: string
  /** Five at most, the newest last. */
  readonly Versions: readonly PolicyVersionDocument[]
  /** Version numbers are never used twice. */
  readonly NextVersion: number
  readonly Tags: readonly TagPair[]
}

export interface PolicyVersionDocument {
  /** `v1`, `v2`, … */
  readonly VersionId: string
  /** JSON, as the caller wrote it. */
  readonly Document: string
  readonly CreateDate: string
}
