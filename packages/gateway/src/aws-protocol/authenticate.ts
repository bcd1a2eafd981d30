import { credentialScopeOf, securityTokenOf } from './credential-scope.ts'
import type { Keyring } from './sigv4-keyring.ts'
import { beginVerification, type SignedRequest, type VerificationOptions } from './sigv4-verification.ts'
import type { Principal } from './temporary-keys.ts'

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
  /** Whose temporary key it is; absent for any other key. */
  readonly principal?: Principal
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
    const caller = { verified: false, accessKeyId: claimed?.accessKeyId, region: claimed?.region, user: undefined }
    // A token of ours that is still good names its owner, though no signature is checked.
    const token = securityTokenOf(request.headers, request.target)
    const owner = keyring.temporaryOwner(claimed?.accessKeyId ?? '', token)
    const principal = owner !== undefined && owner.expires > options.now ? owner.principal : undefined
    return () => (principal === undefined ? caller : { ...caller, principal })
  }
  const verify = beginVerification(request, keyring, options)
  return (body) => {
    const { accessKeyId, region, principal } = verify(body)
    const user = keyring.userOf(accessKeyId)
    return { verified: true, accessKeyId, region, user, ...(principal !== undefined && { principal }) }
  }
}
