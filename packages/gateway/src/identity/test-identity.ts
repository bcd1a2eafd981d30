import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import type { Caller } from '../aws-protocol/authenticate.ts'
import type { Settings } from '../configuration/settings.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { openIdentity } from './identity.ts'
import { createIdentityService } from './identity-service.ts'

export const anybody: Caller = { verified: false, accessKeyId: 'test', region: 'eu-west-1', user: undefined }
export const alice: Caller = { verified: true, accessKeyId: 'AKIDALICE', region: 'eu-west-1', user: 'alice' }
const ACCOUNT = '123456789012'

export const TRUST = policy({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' })
export const ALLOW = policy({ Action: 's3:GetObject', Resource: '*' })

/** A document of one statement, an Allow unless it says otherwise. */
export function policy(...statements: readonly Record<string, unknown>[]): string {
  const Statement = statements.map((statement) => Object.assign({ Effect: 'Allow' }, statement))
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

interface TestOptions {
  readonly region?: string
  readonly store?: Store
  readonly permissions?: Settings['permissions']
}

/** IAM and STS over a store, and the AWS SDK's own clients wired to them without a socket. */
export async function testIdentity(options: TestOptions = {}) {
  const { region = 'us-east-1', store = new MemoryStore(), permissions = 'warn' } = options
  const now = { time: Date.UTC(2026, 10, 24, 10, 0, 0, 123) }
  const account = { accountId: ACCOUNT, region }
  const identity = await openIdentity({ account, store, permissions, clock: () => new Date(now.time) })
  const serve = createIdentityService(identity)
  const config = (caller: Caller) => ({
    region: 'eu-west-1',
    endpoint: 'http://localhost',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { handle: (sent: SdkRequest) => handle(sent, caller) } as never,
  })
  /** The SDK's own HTTP handler, cut short: its request goes straight to the service. */
  async function handle(sent: SdkRequest, caller: Caller) {
    const body = Buffer.from(sent.body ?? '')
    const answer = await serve({ method: sent.method, target: sent.path, body, requestId: 'id-1', caller })
    const headers = Object.fromEntries(pairs(answer.headers))
    return { response: { statusCode: answer.status, headers, body: Buffer.from(answer.body as string) } }
  }
  return {
    identity,
    store,
    now,
    serve,
    iam: (caller = anybody) => new IAMClient(config(caller)),
    sts: (caller = anybody) => new STSClient(config(caller)),
  }
}

interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly body?: string
}

function* pairs(flat: readonly string[]): Generator<[name: string, value: string]> {
  for (let index = 0; index < flat.length; index += 2) yield [(flat[index] ?? '').toLowerCase(), flat[index + 1] ?? '']
}

/** What a call was refused with: `status code: message`; `''` where it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return ''
  } catch (error) {
    const { Error: told, $metadata, message } = error as Refusal
    return `${$metadata?.httpStatusCode} ${told?.Code}: ${message}`
  }
}

interface Refusal extends Error {
  readonly Error?: { readonly Code?: string }
  readonly $metadata?: { readonly httpStatusCode?: number }
}
