import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Principal, SessionLimits, TemporaryKey, TemporaryKeys } from '../aws-protocol/temporary-keys.ts'
import { newUniqueId } from './unique-id.ts'

/** What STS gives to whoever takes on a role. */
export interface SessionCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** Milliseconds since 1970. */
  readonly expires: number
}

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Longer than any token of ours; what is longer is not even decoded. */
const LONGEST_TOKEN = 12_288

type Sealed = [arn: string, userId: string, accountId: string, expires: number, limits: SessionLimits | null]

/**
 * Issues temporary credentials and knows them again. As on AWS the token itself holds the session, sealed (AES-256-GCM)
 * with a key that lives as long as the process, so sessions take no memory and none needs to be dropped for another.
 */
export class Sessions implements TemporaryKeys {
  readonly #sealingKey = randomBytes(32)
  readonly #secretKey = randomBytes(32)
  readonly #clock: () => Date

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** `duration`: seconds. */
  issue(principal: Principal, duration: number): SessionCredentials {
    const accessKeyId = newUniqueId('ASIA')
    const expires = this.#clock().getTime() + duration * 1000
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#sealingKey, nonce).setAAD(Buffer.from(accessKeyId))
    const { arn, userId, accountId, limits } = principal
    const sealed = Buffer.concat([
      cipher.update(JSON.stringify([arn, userId, accountId, expires, limits])),
      cipher.final(),
    ])
    const sessionToken = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    return { accessKeyId, secretAccessKey: this.#secretOf(accessKeyId), sessionToken, expires }
  }

  open(accessKeyId: string, sessionToken: string): TemporaryKey | undefined {
    const plain = this.#unseal(accessKeyId, sessionToken)
    if (plain === undefined) return undefined
    const [arn, userId, accountId, expires, limits] = JSON.parse(plain) as Sealed
    const principal = { arn, userId, accountId, ...(limits !== null && { limits }) }
    return { secretAccessKey: this.#secretOf(accessKeyId), owner: { principal, expires } }
  }

  #unseal(accessKeyId: string, sessionToken: string): string | undefined {
    if (sessionToken.length > LONGEST_TOKEN) return undefined
    const bytes = Buffer.from(sessionToken, 'base64')
    // The decoder passes over what is not base64: only one spelling of a token is taken.
    if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64') !== sessionToken) return undefined
    const decipher = createDecipheriv('aes-256-gcm', this.#sealingKey, bytes.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.from(accessKeyId)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)).toString() + decipher.final().toString()
    } catch {
      return undefined
    }
  }

  /** Forty characters, as AWS's secrets have. */
  #secretOf(accessKeyId: string): string {
    return createHmac('sha256', this.#secretKey).update(accessKeyId).digest('base64').slice(0, 40)
  }
}
