import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Credential } from '../configuration/credentials.ts'
import type { CredentialScope } from './credential-scope.ts'
import type { TemporaryKey, TemporaryKeys, TemporaryOwner } from './temporary-keys.ts'

/** Signing keys kept: one per access key, day, region and service in use. */
const MOST_SIGNING_KEYS = 256

const NO_TEMPORARY_KEYS: TemporaryKeys = { open: () => undefined }

/** The keys that callers may sign with. Secrets stay inside: it signs and compares, and hands out neither. */
export class Keyring {
  readonly #credentials: ReadonlyMap<string, Credential>
  readonly #temporary: TemporaryKeys
  /** In order of use, the longest unused first. */
  readonly #signingKeys = new Map<string, Buffer>()

  constructor(credentials: readonly Credential[], temporary: TemporaryKeys = NO_TEMPORARY_KEYS) {
    this.#credentials = new Map(credentials.map((credential) => [credential.accessKeyId, credential]))
    this.#temporary = temporary
  }

  /** Whether no key is configured, so that nothing is checked. Temporary keys do not count. */
  get isEmpty(): boolean {
    return this.#credentials.size === 0
  }

  /** Whether there is such a key. A temporary one shows by its token. */
  knows(accessKeyId: string, token: string | undefined): boolean {
    return this.#credentials.has(accessKeyId) || this.#temporaryKey(accessKeyId, token) !== undefined
  }

  /** The IAM user that a key belongs to; undefined for a key of the account itself, and for a temporary one. */
  userOf(accessKeyId: string): string | undefined {
    return this.#credentials.get(accessKeyId)?.user
  }

  /** Whose key STS issued, and until when; undefined for any other key. */
  temporaryOwner(accessKeyId: string, token: string | undefined): TemporaryOwner | undefined {
    return this.#temporaryKey(accessKeyId, token)?.owner
  }

  /** Whether `signature` (hex) is what the key of `scope` makes of `stringToSign`. Takes as long wherever they differ. */
  verifies(scope: CredentialScope, token: string | undefined, stringToSign: string, signature: string): boolean {
    const { accessKeyId, date, region, service } = scope
    const credential = this.#credentials.get(accessKeyId) ?? this.#temporaryKey(accessKeyId, token)
    if (credential === undefined) return false
    const cacheKey = `${accessKeyId}/${date}/${region}/${service}`
    const cached = this.#signingKeys.get(cacheKey)
    const signingKey = cached ?? deriveSigningKey(credential.secretAccessKey, scope)
    const matches = sameText(createHmac('sha256', signingKey).update(stringToSign, 'latin1').digest('hex'), signature)
    // Only keys of true signatures are kept: made-up regions cannot push the real ones out.
    if (matches) this.#remember(cacheKey, signingKey)
    return matches
  }

  /** Whether the call brought the token of a temporary key, and none where the key has none. */
  acceptsToken(accessKeyId: string, token: string | undefined): boolean {
    const credential = this.#credentials.get(accessKeyId)
    if (credential === undefined) return this.#temporaryKey(accessKeyId, token) !== undefined
    const expected = credential.sessionToken
    if (expected === undefined || token === undefined) return expected === token
    return sameText(expected, token)
  }

  #temporaryKey(accessKeyId: string, token: string | undefined): TemporaryKey | undefined {
    if (token === undefined || this.#credentials.has(accessKeyId)) return undefined
    return this.#temporary.open(accessKeyId, token)
  }

  #remember(cacheKey: string, signingKey: Buffer): void {
    this.#signingKeys.delete(cacheKey)
    this.#signingKeys.set(cacheKey, signingKey)
    if (this.#signingKeys.size <= MOST_SIGNING_KEYS) return
    for (const oldest of this.#signingKeys.keys()) {
      this.#signingKeys.delete(oldest)
      return
    }
  }
}

function deriveSigningKey(secret: string, { date, region, service }: CredentialScope): Buffer {
  let key: string | Buffer = `AWS4${secret}`
  for (const part of [date, region, service, 'aws4_request']) key = createHmac('sha256', key).update(part).digest()
  return Buffer.from(key)
}

function sameText(expected: string, given: string): boolean {
  const one = Buffer.from(expected)
  const other = Buffer.from(given)
  return one.length === other.length && timingSafeEqual(one, other)
}
