/** Who acts with a temporary key. */
export interface Principal {
  /** Such as `arn:aws:sts::123456789012:assumed-role/name/session`. */
  readonly arn: string
  /** Such as `AROA…:session`. */
  readonly userId: string
  /** Twelve digits: the account of the role, which need not be this server's. */
  readonly accountId: string
  /** Undefined: the session may do whatever its role may. */
  readonly limits?: SessionLimits
}

/** What a session was given at most, of what its role may: its session policies. */
export interface SessionLimits {
  /** A policy document; undefined where ARNs alone were given. */
  readonly policy?: string | undefined
  /** Of managed policies. */
  readonly policyArns: readonly string[]
}

/** Whose a key is that STS issued. */
export interface TemporaryOwner {
  readonly principal: Principal
  /** Milliseconds since 1970. */
  readonly expires: number
}

export interface TemporaryKey {
  readonly secretAccessKey: string
  readonly owner: TemporaryOwner
}

/** Keys that are valid beside the configured ones: identity/sessions.ts issues them. */
export interface TemporaryKeys {
  /** What a token says of the key that it was issued with, expired or not; undefined for a token that is none of ours. */
  open(accessKeyId: string, sessionToken: string): TemporaryKey | undefined
}
