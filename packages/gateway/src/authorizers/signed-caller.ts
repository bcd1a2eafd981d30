import { ServiceError } from '../aws-protocol/service-error.ts'
import type { SignedRequest } from '../aws-protocol/sigv4-verification.ts'

/** Who signed a call of an API: AWS_IAM (spec/websocket-api.md section 2.4). */
export interface SignedCaller {
  readonly accessKeyId: string
  readonly accountId: string
  /** Of a user, a role's session, or the account's root. */
  readonly arn: string
  readonly userId: string
  /** Whether the key is one that STS issued: what such a caller may do, its policies say. */
  readonly isTemporary: boolean
}

/** Tells who signed a request that has no body, for `execute-api`. Throws ServiceError where nobody did, or not rightly. */
export type IdentifyCaller = (request: SignedRequest) => SignedCaller

/** `$context.identity` of a signed call, in part. */
export function identityOf({ accessKeyId, accountId, arn, userId }: SignedCaller): ReadonlyMap<string, string> {
  return new Map([
    ['userArn', arn],
    ['accountId', accountId],
    ['caller', userId],
    ['accessKey', accessKeyId],
    ['user', userId],
  ])
}

/** Who signed, or how the signature is refused; `isMissing`: there is none. */
export function signedCallerOf(
  request: SignedRequest,
  identify: IdentifyCaller,
): SignedCaller | { readonly isMissing: boolean; readonly message: string } {
  try {
    return identify(request)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { isMissing: error.code === 'MissingAuthenticationTokenException', message: error.message }
  }
}
