import type { STSClient } from '@aws-sdk/client-sts'
import { boundedCollector } from './bounded-collector.ts'
import { withDeadline } from './deadline.ts'
import { errorText } from './error-text.ts'

/** Temporary credentials of a role. The same object for as long as they are kept. */
export interface AssumedCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Assumes the roles that integrations name (`credentialsArn`). */
export interface RoleAssumer {
  /** Rejects with RoleRefused. */
  credentialsOf(roleArn: string): Promise<AssumedCredentials>
  /** These credentials were refused before their time: they are not used again. */
  forget(credentials: AssumedCredentials): void
  close(): void
}

/** The role cannot be assumed. The message names the role and says why, in the endpoint's words. */
export class RoleRefused extends Error {
  override readonly name = 'RoleRefused'
}

export interface RoleAssumerOptions {
  /** Of STS: an http or https URL. */
  readonly endpoint: string
  readonly region: string
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Milliseconds that a call may take. */
  readonly timeout?: number
  /** Roles that are kept. */
  readonly capacity?: number
}

/** The session's name as CloudTrail shows it for roles that API Gateway assumes. */
const SESSION_NAME = 'BackplaneAssumeRoleSession'
/** Credentials are renewed so long before they expire, or after half of a life that is as short as this. */
const RENEWED_BEFORE = 300_000
/** A refusal is kept for a moment, so that calls of an API do not become calls of STS one by one. */
const REFUSAL_KEPT = 1000
/** Of STS: some kilobytes, as a rule. */
const ANSWER_BYTES = 1_048_576

interface Kept {
  readonly credentials: Promise<AssumedCredentials>
  /** Until when; undefined while the call runs. */
  until: number | undefined
  /** Once known. */
  settled: AssumedCredentials | undefined
}

/** Assumes roles through an STS endpoint, with the process's own credentials (the SDK's standard chain). */
export function createRoleAssumer(options: RoleAssumerOptions): RoleAssumer {
  const { endpoint, region, now = Date.now, timeout = 10_000, capacity = 1000 } = options
  /** The least recently used first. */
  const roles = new Map<string, Kept>()
  let client: Promise<STSClient> | undefined

  async function assume(roleArn: string, kept: () => Kept): Promise<AssumedCredentials> {
    try {
      // Loaded at the first use: most gateways never assume a role.
      const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts')
      client ??= Promise.resolve(
        new STSClient({ endpoint, region, maxAttempts: 2, streamCollector: boundedCollector(ANSWER_BYTES) }),
      )
      const sts = await client
      const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION_NAME })
      const answer = await withDeadline(timeout, (abortSignal) => sts.send(command, { abortSignal }))
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {}
      if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
        throw new Error('the answer has no credentials')
      }
      const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
      const life = (Expiration?.getTime() ?? now()) - now()
      Object.assign(kept(), { until: now() + Math.max(life - RENEWED_BEFORE, life / 2), settled: credentials })
      return credentials
    } catch (error) {
      kept().until = now() + REFUSAL_KEPT
      throw new RoleRefused(`Role ${roleArn} cannot be assumed at ${endpoint}: ${errorText(error)}`)
    }
  }

  return {
    async credentialsOf(roleArn) {
      const there = roles.get(roleArn)
      roles.delete(roleArn)
      if (there !== undefined && (there.until === undefined || now() < there.until)) {
        roles.set(roleArn, there)
        return there.credentials
      }
      const kept: Kept = { credentials: assume(roleArn, () => kept), until: undefined, settled: undefined }
      roles.set(roleArn, kept)
      for (const oldest of roles.keys()) {
        if (roles.size <= capacity) break
        roles.delete(oldest)
      }
      return kept.credentials
    },
    forget(credentials) {
      for (const [roleArn, kept] of roles) if (kept.settled === credentials) roles.delete(roleArn)
    },
    close() {
      void client?.then((sts) => sts.destroy())
    },
  }
}
