import type { QueryResult, QueryService } from '../aws-protocol/query-protocol.ts'
import { integer, list, readQueryInput, structure, text } from '../aws-protocol/query-protocol-input.ts'
import { ServiceError } from '../aws-protocol/service-error.ts'
import { assumeRole, type RoleAssumption } from './assume-role.ts'
import { callerOf } from './caller.ts'
import type { SessionCredentials } from './sessions.ts'

/** Service version 2011-06-15, all but what is built. */
const UNBUILT: ReadonlySet<string> = new Set([
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'DecodeAuthorizationMessage',
  'GetDelegatedAccessToken',
  'GetFederationToken',
  'GetScopedCredentials',
  'GetWebIdentityToken',
])

const sessionName = text({ length: [2, 64], pattern: /[\w+=,.@-]*/ })
const assumeRoleMembers = {
  RoleArn: text({ length: [20, 2048] }),
  RoleSessionName: sessionName,
  DurationSeconds: integer(900, 43_200),
  ExternalId: text({ length: [2, 1224], pattern: /[\w+=,.@:/-]*/, spelled: '[\\w+=,.@:\\/-]*' }),
  SourceIdentity: sessionName,
  Policy: text({ length: [1, 2048] }),
  PolicyArns: list(structure({ arn: text({ length: [20, 2048] }) }, 'arn'), 10),
  /** Read, and without effect: no condition on tags is evaluated. */
  Tags: list(structure({ Key: text({ length: [1, 128] }), Value: text({ length: [0, 256] }) }, 'Key', 'Value'), 50),
}

/** The Security Token Service: who calls, and temporary keys. */
export function createSts(plane: RoleAssumption): QueryService {
  return {
    name: 'STS',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    actions: new Map([
      [
        'GetCallerIdentity',
        {
          safe: true,
          run: (_parameters, caller) => {
            const { arn, userId, accountId } = callerOf(plane.account, caller)
            return { Arn: arn, UserId: userId, Account: accountId }
          },
        },
      ],
      [
        'AssumeRole',
        {
          run: async (parameters, caller) => {
            const input = readQueryInput(parameters, assumeRoleMembers, 'RoleArn', 'RoleSessionName')
            const { credentials, principal, packed } = await assumeRole(plane, input, caller)
            return {
              Credentials: credentialsAnswer(credentials),
              AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
              SourceIdentity: input.SourceIdentity,
              PackedPolicySize: packed,
            }
          },
        },
      ],
      [
        'GetSessionToken',
        {
          run: (parameters, caller) => {
            const { DurationSeconds = 43_200 } = readQueryInput(parameters, { DurationSeconds: integer(900, 129_600) })
            if (caller.principal !== undefined) {
              throw new ServiceError('AccessDenied', 403, 'Cannot call GetSessionToken with session credentials')
            }
            const credentials = plane.sessions.issue(callerOf(plane.account, caller), DurationSeconds)
            return { Credentials: credentialsAnswer(credentials) }
          },
        },
      ],
      [
        'GetAccessKeyInfo',
        {
          safe: true,
          run: (parameters) => {
            const key = text({ length: [16, 128], pattern: /\w*/ })
            readQueryInput(parameters, { AccessKeyId: key }, 'AccessKeyId')
            return { Account: plane.account.accountId }
          },
        },
      ],
    ]),
    unbuilt: UNBUILT,
  }
}

function credentialsAnswer({ accessKeyId, secretAccessKey, sessionToken, expires }: SessionCredentials): QueryResult {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: `${new Date(expires).toISOString().slice(0, 19)}Z`,
  }
}
