import { CreateRoleCommand, GetRoleCommand, GetUserCommand } from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { beginAuthentication, type Caller } from '../aws-protocol/authenticate.ts'
import { Keyring } from '../aws-protocol/sigv4-keyring.ts'
import { alice as aliceKey, signed } from '../aws-protocol/sigv4-test-signing.ts'
import type { SessionCredentials } from './sessions.ts'
import { alice, anybody, policy, refusalOf, TRUST, testIdentity } from './test-identity.ts'

const ROLE = 'arn:aws:iam::123456789012:role/ci/deploy'
const OTHER = 'arn:aws:iam::999999999999:role/deploy'
const FOR_ACCOUNT = policy({ Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' })

async function withRole(trust = FOR_ACCOUNT) {
  const identity = await testIdentity()
  const role = { RoleName: 'deploy', Path: '/ci/', AssumeRolePolicyDocument: trust, MaxSessionDuration: 7200 }
  const { Role } = await identity.iam().send(new CreateRoleCommand(role))
  const assume = (caller: Caller, more: Partial<AssumeRoleCommandInput> = {}) =>
    identity.sts(caller).send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'ci', ...more }))
  return { ...identity, roleId: Role?.RoleId ?? '', assume }
}

describe('AssumeRole', () => {
  test('answers credentials that say who uses them', async () => {
    const { assume, roleId, sts, iam, identity } = await withRole()
    const { Credentials, AssumedRoleUser } = await assume(alice)
    expect(AssumedRoleUser).toEqual({
      AssumedRoleId: `${roleId}:ci`,
      Arn: 'arn:aws:sts::123456789012:assumed-role/deploy/ci',
    })
    expect(Credentials?.Expiration).toEqual(new Date('2026-11-24T11:00:00Z'))
    const key = identity.sessions.open(Credentials?.AccessKeyId ?? '', Credentials?.SessionToken ?? '')
    expect(key?.secretAccessKey).toBe(Credentials?.SecretAccessKey)
    const assumed = { ...alice, user: undefined, principal: key?.owner.principal } as Caller
    expect(await sts(assumed).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: AssumedRoleUser?.Arn,
      UserId: AssumedRoleUser?.AssumedRoleId,
    })
    expect(await refusalOf(iam(assumed).send(new GetUserCommand({})))).toBe(
      '400 ValidationError: Must specify userName when calling with non-User credentials',
    )
    expect((await assume(assumed)).AssumedRoleUser).toEqual(AssumedRoleUser)
    expect(await refusalOf(assume(assumed, { DurationSeconds: 3601 }))).toBe(
      '400 ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    )
  })

  test.each<[session: Partial<AssumeRoleCommandInput>, size: number | undefined]>([
    [{}, undefined],
    [{ Policy: policy({ Action: 's3:*', Resource: '*' }) }, 5],
    [{ PolicyArns: [{ arn: `arn:aws:iam::aws:policy/${'a'.repeat(100)}` }] }, 7],
  ])('session policies, and how much of the room they take: %j', async (session, size) => {
    const { assume } = await withRole()
    expect((await assume(alice, session)).PackedPolicySize).toBe(size)
  })

  const long = Array.from({ length: 10 }, () => ({ arn: `arn:aws:iam::aws:policy/${'a'.repeat(200)}` }))

  test.each<[session: Partial<AssumeRoleCommandInput>, refusal: string]>([
    [{ Policy: '{}' }, '400 MalformedPolicyDocument: Syntax errors in policy.'],
    [
      { PolicyArns: long },
      '400 PackedPolicyTooLarge: Packed policy consumes 110% of allotted space, please use smaller policy.',
    ],
  ])('session policies that are refused: %j', async (session, refusal) => {
    const { assume } = await withRole()
    expect(await refusalOf(assume(alice, session))).toBe(refusal)
  })

  test('is noted as the last use of the role, once an hour', async () => {
    const { assume, iam, now } = await withRole()
    const used = async () => (await iam().send(new GetRoleCommand({ RoleName: 'deploy' }))).Role?.RoleLastUsed
    expect(await used()).toEqual({})
    await assume(alice)
    now.time += 60_000
    await assume(alice)
    expect(await used()).toEqual({ LastUsedDate: new Date('2026-11-24T10:00:00Z'), Region: 'us-east-1' })
    now.time += 3_600_000
    await assume(alice)
    expect(await used()).toEqual({ LastUsedDate: new Date('2026-11-24T11:01:00Z'), Region: 'us-east-1' })
  })

  const denied = (arn: string, role = ROLE) =>
    `403 AccessDenied: User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`
  const user = 'arn:aws:iam::123456789012:user/alice'
  const root = 'arn:aws:iam::123456789012:root'
  const none = 'arn:aws:iam::123456789012:role/none'

  test.each<[what: string, trust: string, caller: Caller, more: Partial<AssumeRoleCommandInput>, refusal: string]>([
    ['a caller that is trusted', FOR_ACCOUNT, alice, {}, ''],
    ['a caller that is not trusted', TRUST, alice, {}, denied(user)],
    ['nobody in particular', TRUST, anybody, {}, ''],
    [
      'the external id',
      policy({ Principal: '*', Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'xy' } } }),
      alice,
      { ExternalId: 'xy' },
      '',
    ],
    [
      'no external id',
      policy({ Principal: '*', Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'xy' } } }),
      alice,
      {},
      denied(user),
    ],
    [
      'the role by another path',
      FOR_ACCOUNT,
      alice,
      { RoleArn: 'arn:aws:iam::123456789012:role/deploy' },
      denied(user, 'arn:aws:iam::123456789012:role/deploy'),
    ],
    ['no role', FOR_ACCOUNT, alice, { RoleArn: none }, denied(user, none)],
    ['no role, and nobody in particular', FOR_ACCOUNT, anybody, { RoleArn: none }, denied(root, none)],
    ["another account's role", FOR_ACCOUNT, alice, { RoleArn: OTHER }, denied(user, OTHER)],
    ["another account's role, and nobody in particular", FOR_ACCOUNT, anybody, { RoleArn: OTHER }, ''],
    ['the longest session', FOR_ACCOUNT, alice, { DurationSeconds: 7200 }, ''],
    [
      'a session longer than the role has',
      FOR_ACCOUNT,
      alice,
      { DurationSeconds: 7201 },
      '400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    ],
    [
      'a session shorter than any',
      FOR_ACCOUNT,
      alice,
      { DurationSeconds: 899 },
      "400 ValidationError: 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      'a session name of blanks',
      FOR_ACCOUNT,
      alice,
      { RoleSessionName: 'a b' },
      "400 ValidationError: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      'what is no role',
      FOR_ACCOUNT,
      alice,
      { RoleArn: 'arn:aws:iam::123456789012:user/x' },
      '400 ValidationError: arn:aws:iam::123456789012:user/x is invalid',
    ],
  ])('by %s', async (_what, trust, caller, more, refusal) => {
    const { assume } = await withRole(trust)
    expect(await refusalOf(assume(caller, more))).toBe(refusal)
  })
})

test('GetSessionToken lends the caller a key of its own', async () => {
  const { sts, identity } = await testIdentity()
  const { Credentials } = await sts(alice).send(new GetSessionTokenCommand({}))
  expect(Credentials?.Expiration).toEqual(new Date('2026-11-24T22:00:00Z'))
  const owner = identity.sessions.open(Credentials?.AccessKeyId ?? '', Credentials?.SessionToken ?? '')?.owner
  expect(owner?.principal.arn).toBe('arn:aws:iam::123456789012:user/alice')
  const lent = { ...alice, user: undefined, principal: owner?.principal } as Caller
  expect(await refusalOf(sts(lent).send(new GetSessionTokenCommand({})))).toBe(
    '403 AccessDenied: Cannot call GetSessionToken with session credentials',
  )
  const told = await sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: 'ASIAXXXXXXXXXXXXXXXX' }))
  expect(told.Account).toBe('123456789012')
})

test.each([
  ['that is here', ROLE],
  ['that is not', 'arn:aws:iam::123456789012:role/gone'],
  ["of another account's", OTHER],
  ['with an odd ARN', 'arn:aws:iam::123456789012:role//gone'],
])('a function gets credentials of a role %s', async (_what, arn) => {
  const { identity, now, roleId } = await withRole()
  const { accessKeyId, sessionToken, expires } = identity.roleCredentials(arn, 'hello')
  expect(expires - now.time).toBe(12 * 3_600_000)
  const owner = identity.sessions.open(accessKeyId, sessionToken)?.owner
  expect(owner?.principal.arn).toMatch(/^arn:aws:sts::\d{12}:assumed-role\/(deploy|gone)\/hello$/)
  expect(owner?.principal.userId).toMatch(arn === ROLE ? new RegExp(`^${roleId}:hello$`) : /^AROA[A-Z2-7]{17}:hello$/)
})

describe('calls signed with a temporary key', () => {
  async function callWith(
    keys: (issued: SessionCredentials) => Partial<SessionCredentials>,
    configured = [aliceKey],
    later = 0,
  ) {
    const { identity, now } = await testIdentity()
    const issued = identity.roleCredentials(ROLE, 'hello')
    const { accessKeyId, secretAccessKey, sessionToken } = { ...issued, ...keys(issued) }
    const credential = { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) }
    const at = now.time + later
    const { request, body } = await signed(
      { method: 'POST', path: '/', body: 'Action=x' },
      { credential, service: 'sts', at },
    )
    return beginAuthentication(request, new Keyring(configured, identity.sessions), { services: ['sts'], now: at })(
      body,
    )
  }
  const arn = 'arn:aws:sts::123456789012:assumed-role/deploy/hello'
  const invalid = 'The security token included in the request is invalid.'

  test('are verified', async () => {
    const caller = await callWith(() => ({}))
    expect(caller).toMatchObject({ verified: true, user: undefined, principal: { arn } })
  })
  test('are named where nothing is checked', async () => {
    expect(await callWith(() => ({}), [])).toMatchObject({ verified: false, principal: { arn } })
    expect(await callWith(() => ({ sessionToken: 'x' }), [])).not.toHaveProperty('principal')
    expect(await callWith(() => ({}), [], 12 * 3_600_000)).not.toHaveProperty('principal')
  })
  test.each<
    [
      what: string,
      keys: (issued: SessionCredentials) => Partial<SessionCredentials>,
      later: number,
      code: string,
      message: string,
    ]
  >([
    ['without the token', () => ({ sessionToken: '' }), 0, 'UnrecognizedClientException', invalid],
    ['with another token', () => ({ sessionToken: 'AAAA' }), 0, 'UnrecognizedClientException', invalid],
    ['with another key id', () => ({ accessKeyId: 'ASIAXXXXXXXXXXXXXXXX' }), 0, 'UnrecognizedClientException', invalid],
    [
      'with another secret',
      () => ({ secretAccessKey: 'x'.repeat(40) }),
      0,
      'InvalidSignatureException',
      'The request signature we calculated does not match',
    ],
    [
      'past their time',
      () => ({}),
      12 * 3_600_000,
      'ExpiredTokenException',
      'The security token included in the request is expired',
    ],
  ])('are refused %s', async (_what, keys, later, code, message) => {
    const call = callWith(keys, [aliceKey], later)
    await expect(call).rejects.toMatchObject({ code, status: 403, message: expect.stringContaining(message) as string })
  })
})
