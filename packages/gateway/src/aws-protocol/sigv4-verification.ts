import { createHash } from 'node:crypto'
import type { HeaderList } from '../transport/http-message.ts'
import { type CredentialScope, parseCredential } from './credential-scope.ts'
import { canonicalRequestHash } from './sigv4-canonical.ts'
import { type SignatureClaim, signatureClaimOf } from './sigv4-claim.ts'
import {
  expiredToken,
  incompleteSignature,
  invalidSignature,
  shown,
  signatureMismatch,
  unrecognizedClient,
  unsignedHeader,
} from './sigv4-errors.ts'
import type { Keyring } from './sigv4-keyring.ts'
import { assertCurrent, basicTimestamp } from './sigv4-validity.ts'
import type { Principal } from './temporary-keys.ts'

/** What is signed of a call, as it came off the wire: strings hold one character per byte. */
export interface SignedRequest {
  readonly method: string
  /** Path and query, undecoded. */
  readonly target: string
  readonly headers: HeaderList
}

export interface VerificationOptions {
  /** Signing names of the services that the call may be for, such as `['apigateway']`. */
  readonly services: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Who signed. `principal`: whose temporary key it is; undefined for a configured key. */
export interface VerifiedScope extends CredentialScope {
  readonly principal: Principal | undefined
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const REGION = /^[a-z0-9-]{1,64}$/

/**
 * Verifies a call's AWS Signature V4, by header or presigned query, by signing it again. Any region is taken.
 *
 * All that can be checked without the body is checked at once, so that strangers' bodies need not be read; the function
 * that it answers takes the body, and answers the credential scope that signed the call. Both throw ServiceError
 * (sigv4-errors.ts). The order of the checks is AWS's, as far as it was observed. UNSIGNED-PAYLOAD is never taken: no
 * operation of the services here has Smithy's trait `unsignedPayload`.
 */
export function beginVerification(
  request: SignedRequest,
  keyring: Keyring,
  { services, now }: VerificationOptions,
): (body: Uint8Array) => VerifiedScope {
  const headers = joinedHeaders(request.headers)
  const question = request.target.indexOf('?')
  const path = question === -1 ? request.target : request.target.slice(0, question)
  const query = question === -1 ? '' : request.target.slice(question + 1)

  const claim = signatureClaimOf(headers, [...new URLSearchParams(query)])
  const timestamp = basicTimestamp(claim.date)
  assertCurrent(timestamp, claim.expires, now)
  assertHeadersSigned(claim, headers)
  if (claim.algorithm !== ALGORITHM) {
    throw incompleteSignature(`Unsupported AWS 'algorithm': '${shown(claim.algorithm)}'.`)
  }
  const scope = scopeOf(claim.credential, timestamp, services)
  if (!keyring.knows(scope.accessKeyId, claim.token)) throw unrecognizedClient()

  return (body) => {
    const payloadHash = createHash('sha256').update(body).digest('hex')
    if (claim.payloadHash !== undefined && claim.payloadHash !== payloadHash) throw signatureMismatch()
    const requestHash = canonicalRequestHash({
      method: request.method,
      path,
      query: claim.dateHeader === undefined ? withoutSignature(query) : query,
      signedHeaders: claim.signedHeaders,
      headers,
      payloadHash,
    })
    if (requestHash === undefined) throw signatureMismatch()
    const { date, region, service } = scope
    const stringToSign = `${ALGORITHM}\n${timestamp}\n${date}/${region}/${service}/aws4_request\n${requestHash}`
    if (!keyring.verifies(scope, claim.token, stringToSign, claim.signature)) throw signatureMismatch()
    if (!keyring.acceptsToken(scope.accessKeyId, claim.token)) throw unrecognizedClient()
    const temporary = keyring.temporaryOwner(scope.accessKeyId, claim.token)
    if (temporary !== undefined && temporary.expires <= now) throw expiredToken()
    return { ...scope, principal: temporary?.principal }
  }
}

/** What is not signed, anybody on the way could have added: host, date and every x-amz-* line must be. */
function assertHeadersSigned(
  { signedHeaders, dateHeader }: SignatureClaim,
  headers: ReadonlyMap<string, string>,
): void {
  const signed = new Set(signedHeaders)
  if (!signed.has('host')) throw unsignedHeader('host')
  if (dateHeader !== undefined && !signed.has(dateHeader)) throw unsignedHeader(dateHeader)
  for (const name of headers.keys()) {
    if (name.startsWith('x-amz-') && !signed.has(name)) throw unsignedHeader(shown(name))
  }
  // AWS takes an absent header for an empty one, and then the signatures differ.
  if (signedHeaders.some((name) => !headers.has(name))) throw signatureMismatch()
}

/** All that is wrong with a scope is told at once, trailing blanks included, as AWS does. */
function scopeOf(credential: string, timestamp: string, services: readonly string[]): CredentialScope {
  const scope = parseCredential(credential)
  if (scope === undefined) {
    throw incompleteSignature(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got ' +
        `'${shown(credential)}'`,
    )
  }
  const problems: string[] = []
  if (!REGION.test(scope.region)) {
    problems.push(`Credential should be scoped to a valid region, not '${shown(scope.region)}'. `)
  }
  if (!services.includes(scope.service)) {
    problems.push(`Credential should be scoped to correct service: '${services.join("', '")}'. `)
  }
  const terminator = credential.slice(credential.lastIndexOf('/') + 1)
  if (terminator !== 'aws4_request') {
    problems.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${shown(terminator)}'. `)
  }
  const day = timestamp.slice(0, 8)
  if (scope.date !== day) {
    problems.push(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        `'${shown(scope.date)}' != '${day}', from '${timestamp}'.`,
    )
  }
  if (problems.length > 0) throw invalidSignature(problems.join(''))
  return scope
}

function joinedHeaders(list: HeaderList): Map<string, string> {
  const joined = new Map<string, string>()
  for (let index = 0; index < list.length; index += 2) {
    const name = (list[index] ?? '').toLowerCase()
    const value = list[index + 1] ?? ''
    const earlier = joined.get(name)
    joined.set(name, earlier === undefined ? value : `${earlier},${value}`)
  }
  return joined
}

/** The signature cannot sign itself. signatureClaimOf has made sure that it is there once, in this spelling. */
function withoutSignature(query: string): string {
  return query
    .split('&')
    .filter((pair) => !/^X-Amz-Signature(=|$)/.test(pair))
    .join('&')
}
