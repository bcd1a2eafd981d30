import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { RolePermissionReport } from './role-permission.ts'
import { policy, TRUST, testIdentity } from './test-identity.ts'

const INVOKE = 'execute-api:Invoke'
const CONNECT = 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/$connect'
const ROLE = 'arn:aws:iam::123456789012:role/app'
const REFUSED =
  'User: arn:aws:sts::123456789012:assumed-role/app/s1 is not authorized to perform: execute-api:Invoke on resource: ' +
  'arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/prod/$connect'

const allow = (more: object = {}) => policy({ Action: INVOKE, Resource: '*', ...more })
const deny = policy({ Effect: 'Deny', Action: 'execute-api:*', Resource: '*' })

/** A role and a session of it. */
async function roleWith(
  inline: readonly string[],
  permissions: 'enforce' | 'warn' = 'enforce',
  session: Pick<AssumeRoleCommandInput, 'Policy' | 'PolicyArns'> = {},
) {
  const { identity, iam, sts } = await testIdentity({ permissions })
  await iam().send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: TRUST }))
  for (const [index, PolicyDocument] of inline.entries()) {
    await iam().send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName: `p${index}`, PolicyDocument }))
  }
  const assumed = await sts().send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 's1', ...session }))
  const { AccessKeyId = '', SessionToken = '' } = assumed.Credentials ?? {}
  const caller = identity.sessions.open(AccessKeyId, SessionToken)?.owner.principal
  if (caller === undefined) throw new Error('no session')
  const ask = (resource = CONNECT) => identity.permission(caller, INVOKE, resource)
  const managed = async (PolicyName: string, PolicyDocument: string) =>
    (await iam().send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))).Policy?.Arn
  return { identity, iam, sts, ask, managed, caller }
}

describe('inline policies', () => {
  test.each<[what: string, documents: readonly string[]]>([
    ['the action', [allow()]],
    ['a pattern, in another case', [allow({ Action: ['s3:Get*', 'EXECUTE-API:I?voke'] })]],
    ['the resource', [allow({ Resource: CONNECT })]],
    ['all stages', [allow({ Resource: 'arn:aws:execute-api:*:*:a1b2c3d4e5/*' })]],
    ['all actions but another', [allow({ Action: undefined, NotAction: 's3:*' })]],
    ['all resources but another', [allow({ Resource: undefined, NotResource: CONNECT.replace('prod', 'dev') })]],
    ['a condition that holds', [allow({ Condition: { ArnLike: { 'aws:PrincipalArn': ROLE } } })]],
    ['one of several', [policy({ Action: 's3:*', Resource: '*' }), allow()]],
    [
      'what a Deny on another resource leaves',
      [allow(), policy({ Effect: 'Deny', Action: '*', Resource: CONNECT.replace('prod', 'dev') })],
    ],
  ])('allow it: %s', async (_what, documents) => {
    const { ask } = await roleWith(documents)
    expect(await ask()).toBeUndefined()
  })

  test.each<[what: string, documents: readonly string[]]>([
    ['there are none', []],
    ['another action', [allow({ Action: 'execute-api:ManageConnections' })]],
    ['another stage', [allow({ Resource: CONNECT.replace('prod', 'dev') })]],
    ['another case of the resource', [allow({ Resource: CONNECT.replace('prod', 'PROD') })]],
    ['all actions but this', [allow({ Action: undefined, NotAction: 'execute-api:*' })]],
    ['a condition that does not hold', [allow({ Condition: { StringEquals: { 'aws:userid': 'other' } } })]],
    ['a condition that nobody evaluates', [allow({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })]],
    ['a policy variable', [allow({ Resource: 'arn:aws:execute-api:*:*:a1b2c3d4e5/${aws:username}*' })]],
  ])('do not allow it: %s', async (_what, documents) => {
    const { ask } = await roleWith(documents)
    expect(await ask()).toBe(REFUSED)
  })

  test.each<[what: string, document: string]>([
    ['the action', deny],
    [
      'a condition that nobody evaluates',
      policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }),
    ],
    ['a policy variable', policy({ Effect: 'Deny', Action: '*', Resource: 'arn:aws:execute-api:*:*:${aws:userid}' })],
  ])('deny it, whatever allows it: %s', async (_what, document) => {
    const { ask } = await roleWith([allow(), document])
    expect(await ask()).toBe(`${REFUSED} with an explicit deny`)
  })
})

test('attached policies: the account’s own, and AWS’s', async () => {
  const { ask, iam, managed } = await roleWith([])
  const PolicyArn = await managed('own', allow({ Resource: CONNECT }))
  await iam().send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn }))
  expect(await ask()).toBeUndefined()
  const dev = CONNECT.replace('prod', 'dev')
  expect(await ask(dev)).toContain('is not authorized')
  const aws = 'arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess'
  await iam().send(new AttachRolePolicyCommand({ RoleName: 'app', PolicyArn: aws }))
  expect(await ask(dev)).toBeUndefined()
})

test('a permissions boundary must allow it, too, and allows nothing by itself', async () => {
  const { ask, iam, managed } = await roleWith([allow()])
  const limit = async (name: string, document: string) => {
    const PermissionsBoundary = await managed(name, document)
    await iam().send(new PutRolePermissionsBoundaryCommand({ RoleName: 'app', PermissionsBoundary }))
  }
  await limit('other', allow({ Action: 's3:*' }))
  expect(await ask()).toBe(REFUSED)
  await limit('denies', deny)
  expect(await ask()).toBe(`${REFUSED} with an explicit deny`)
  await limit('same', allow())
  expect(await ask()).toBeUndefined()
  await iam().send(new DeleteRolePolicyCommand({ RoleName: 'app', PolicyName: 'p0' }))
  expect(await ask()).toBe(REFUSED)
})

const AWS_INVOKE = 'arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess'

test.each<[what: string, role: string, session: Parameters<typeof roleWith>[2], refusal: string | undefined]>([
  ['both allow it', allow(), { Policy: allow() }, undefined],
  ['a managed one allows it', allow(), { PolicyArns: [{ arn: AWS_INVOKE }] }, undefined],
  [
    'one of several allows it',
    allow(),
    { Policy: allow({ Action: 's3:*' }), PolicyArns: [{ arn: AWS_INVOKE }] },
    undefined,
  ],
  ['the session’s does not', allow(), { Policy: allow({ Action: 's3:*' }) }, REFUSED],
  ['the session’s is not there', allow(), { PolicyArns: [{ arn: `${AWS_INVOKE}2` }] }, REFUSED],
  ['the session’s denies it', allow(), { Policy: deny }, `${REFUSED} with an explicit deny`],
  ['the role does not allow it', allow({ Action: 's3:*' }), { Policy: allow() }, REFUSED],
])('session policies limit what the role may: %s', async (_what, role, session, refusal) => {
  const { ask } = await roleWith([role], 'enforce', session)
  expect(await ask()).toBe(refusal)
})

test('a session does not outlive its role, nor pass to another of its name', async () => {
  const { ask, iam } = await roleWith([])
  await iam().send(new DeleteRoleCommand({ RoleName: 'app' }))
  expect(await ask()).toBe(REFUSED)
  await iam().send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: TRUST }))
  await iam().send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'p', PolicyDocument: allow() }))
  expect(await ask()).toBe(REFUSED)
})

test('a session of another account’s role', async () => {
  const { identity, caller } = await roleWith([allow()])
  const stranger = { ...caller, accountId: '999999999999', arn: caller.arn.replace('123456789012', '999999999999') }
  expect(await identity.permission(stranger, INVOKE, CONNECT)).toContain('is not authorized')
})

test('keys that STS gave for a key of the account have its rights', async () => {
  const { identity, sts } = await roleWith([])
  const { Credentials = {} } = await sts().send(new GetSessionTokenCommand())
  const { AccessKeyId = '', SessionToken = '' } = Credentials as { AccessKeyId?: string; SessionToken?: string }
  const principal = identity.sessions.open(AccessKeyId, SessionToken)?.owner.principal
  expect(principal?.arn).toBe('arn:aws:iam::123456789012:root')
  expect(principal && (await identity.permission(principal, INVOKE, CONNECT))).toBeUndefined()
})

test('warn: let through, and told once per role and route, with what mends it', async () => {
  const told: string[] = []
  const listen = (report: unknown) => void told.push((report as RolePermissionReport).text)
  subscribe('postern:identity:permission', listen)
  onTestFinished(() => void unsubscribe('postern:identity:permission', listen))
  const { identity, ask, caller } = await roleWith([], 'warn')
  for (let call = 0; call < 2; call++) expect(await ask()).toBeUndefined()
  const statement = JSON.stringify({ Effect: 'Allow', Action: INVOKE, Resource: CONNECT })
  expect(told).toEqual([
    `AWS would refuse this call: ${REFUSED}, because no policy of the role allows it. Postern lets it through ` +
      `(--permissions warn). A policy of the role with this statement allows it: ${statement}`,
  ])
  const post = CONNECT.replace('$connect', 'POST/@connections/')
  for (const id of ['a', 'b']) {
    expect(await identity.permission(caller, 'execute-api:ManageConnections', post + id)).toBeUndefined()
  }
  expect(told).toHaveLength(2)
  expect(told[1]).toContain(`"Resource":"${post}*"`)
})
