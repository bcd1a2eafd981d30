/** A policy document, taken apart (IAM user guide, "Grammar of the IAM JSON policy language"). */
export interface Policy {
  readonly version: string | undefined
  readonly statements: readonly Statement[]
}

export interface Statement {
  readonly sid: string | undefined
  /** `Allow` or `Deny`, in whatever case it was written. */
  readonly effect: string
  readonly action: Elements | undefined
  readonly resource: Elements | undefined
  readonly principal: Principals | undefined
  readonly conditions: readonly Condition[]
}

/** The values of `Action` or `Resource`, or where `not`, of their counterpart. */
export interface Elements {
  readonly not: boolean
  readonly values: readonly string[]
}

export interface Principals {
  readonly not: boolean
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; everybody, `"*"`, is `AWS` with `*`. */
  readonly entries: readonly { readonly kind: string; readonly value: string }[]
}

export interface Condition {
  /** Without set prefix and `IfExists`. */
  readonly operator: string
  readonly set: 'ForAnyValue' | 'ForAllValues' | undefined
  readonly ifExists: boolean
  readonly key: string
  readonly values: readonly string[]
}
