import { createHash } from 'node:crypto'
import type { Caller } from '../aws-protocol/authenticate.ts'
import type { QueryResult, QueryService } from '../aws-protocol/query-protocol.ts'
import { partitionOf } from './partition.ts'

export interface Account {
  /** Twelve digits. */
  readonly accountId: string
  readonly region: string
}

/** Service version 2011-06-15, all but what is built. */
const UNBUILT: ReadonlySet<string> = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'DecodeAuthorizationMessage',
  'GetAccessKeyInfo',
  'GetDelegatedAccessToken',
  'GetFederationToken',
  'GetScopedCredentials',
  'GetSessionToken',
  'GetWebIdentityToken',
])

/** The Security Token Service: the one action that every client asks at its start. */
export function createSts(account: Account): QueryService {
  return {
    name: 'STS',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    actions: new Map([
      ['GetCallerIdentity', { run: (_parameters, caller) => callerIdentity(account, caller), safe: true }],
    ]),
    unbuilt: UNBUILT,
  }
}

/** Who cannot be named is the account itself: a call that needs no key has every right, as AWS's root has. */
function callerIdentity({ accountId, region }: Account, { user }: Caller): QueryResult {
  const principal = user === undefined ? 'root' : `user/${user}`
  return {
    Arn: `arn:${partitionOf(region)}:iam::${accountId}:${principal}`,
    UserId: user === undefined ? accountId : userIdOf(accountId, user),
    Account: accountId,
  }
}

/** A user's unique id as IAM shapes it, `AIDA` and 17 of A-Z and 2-7: the same for the same user in every run. */
function userIdOf(accountId: string, user: string): string {
  const digest = createHash('sha256').update(`${accountId}/${user}`).digest()
  return `AIDA${[...digest.subarray(0, 17)].map((byte) => BASE32[byte & 31]).join('')}`
}
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
