import { credentialScopeOf } from './credential-scope.ts'
import type { Keyring } from './sigv4-keyring.ts'
import { beginVerification, type SignedRequest, type VerificationOptions } from './sigv4-verification.ts'

/** Who makes a control-plane call. */
export interface Caller {
  /** Whether the signature was verified. If not, `accessKeyId` is a mere claim. */
  readonly verified: boolean
  /** Undefined for an unsigned call. */
  readonly accessKeyId: string | undefined
  /** The region that the call is signed for, verified or not. */
  readonly region: string | undefined
  /** The IAM user of a verified key; undefined for a key of the account itself. */
  readonly user: string | undefined
}

/**
 * Tells who calls. With keys configured, the call must be signed with one of them, or a ServiceError is thrown; with
 * none, anybody may call (the server is then on loopback only), and what the call claims is passed on.
 *
 * In two steps: what shows without the body throws at once, so that the bodies of strangers stay unread.
 */
export function beginAuthentication(
  request: SignedRequest,
  keyring: Keyring,
  options: VerificationOptions,
): (body: Uint8Array) => Caller {
  if (keyring.isEmpty) {
    const claimed = credentialScopeOf(request.headers, request.target)
    return () => ({ verified: false, accessKeyId: claimed?.accessKeyId, region: claimed?.region, user: undefined })
  }
  const verify = beginVerification(request, keyring, options)
  return (body) => {
    const { accessKeyId, region } = verify(body)
    return { verified: true, accessKeyId, region, user: keyring.userOf(accessKeyId) }
  }
}
