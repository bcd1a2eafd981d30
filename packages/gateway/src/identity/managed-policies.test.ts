import * as sdk from '@aws-sdk/client-iam'
import { describe, expect, test } from 'vitest'
import { ALLOW, alice, policy, refusalOf, TRUST, testIdentity } from './test-identity.ts'

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
const OWN = 'arn:aws:iam::123456789012:policy/pets/read'

async function withPolicy() {
  const identity = await testIdentity()
  const iam = identity.iam()
  const input = { PolicyName: 'read', Path: '/pets/', PolicyDocument: ALLOW, Description: 'Reads' }
  const { Policy } = await iam.send(new sdk.CreatePolicyCommand({ ...input, Tags: [{ Key: 'k', Value: 'v' }] }))
  await iam.send(new sdk.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST }))
  const attach = (PolicyArn: string) => iam.send(new sdk.AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }))
  return { ...identity, client: iam, made: Policy, attach }
}

describe('a managed policy', () => {
  test('is made and read', async () => {
    const { client, made } = await withPolicy()
    const common = {
      PolicyName: 'read',
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/) as string,
      Arn: OWN,
      Path: '/pets/',
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: new Date('2026-11-24T10:00:00Z'),
      UpdateDate: new Date('2026-11-24T10:00:00Z'),
    }
    const Tags = [{ Key: 'k', Value: 'v' }]
    expect(made).toEqual({ ...common, Tags })
    const { Policy } = await client.send(new sdk.GetPolicyCommand({ PolicyArn: OWN }))
    expect(Policy).toEqual({ ...common, Tags, Description: 'Reads' })
    const { Policies } = await client.send(new sdk.ListPoliciesCommand({ Scope: 'Local' }))
    expect(Policies).toEqual([common])
    const again = new sdk.CreatePolicyCommand({ PolicyName: 'READ', PolicyDocument: ALLOW })
    expect(await refusalOf(client.send(again))).toBe(
      '409 EntityAlreadyExists: A policy called READ already exists. Duplicate names are not allowed.',
    )
  })

  test('has up to five versions, whose numbers are used once', async () => {
    const { client, now } = await withPolicy()
    const create = (SetAsDefault: boolean) =>
      client.send(new sdk.CreatePolicyVersionCommand({ PolicyArn: OWN, PolicyDocument: ALLOW, SetAsDefault }))
    const versions = async () => {
      const { Versions = [] } = await client.send(new sdk.ListPolicyVersionsCommand({ PolicyArn: OWN }))
      return Versions.map(({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion === true ? '*' : ''}`)
    }
    now.time += 60_000
    expect((await create(true)).PolicyVersion).toEqual({
      VersionId: 'v2',
      IsDefaultVersion: true,
      CreateDate: new Date('2026-11-24T10:01:00Z'),
    })
    for (let made = 3; made <= 5; made++) await create(false)
    expect(await versions()).toEqual(['v5', 'v4', 'v3', 'v2*', 'v1'])
    expect(await refusalOf(create(false))).toBe(
      '409 LimitExceeded: A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    )
    const named = (VersionId: string) => ({ PolicyArn: OWN, VersionId })
    expect(await refusalOf(client.send(new sdk.DeletePolicyVersionCommand(named('v2'))))).toBe(
      '409 DeleteConflict: Cannot delete the default version of a policy.',
    )
    await client.send(new sdk.DeletePolicyVersionCommand(named('v5')))
    await create(false)
    await client.send(new sdk.SetDefaultPolicyVersionCommand(named('v1')))
    expect(await versions()).toEqual(['v6', 'v4', 'v3', 'v2', 'v1*'])
    const { Policy } = await client.send(new sdk.GetPolicyCommand({ PolicyArn: OWN }))
    expect(Policy).toMatchObject({ DefaultVersionId: 'v1', UpdateDate: new Date('2026-11-24T10:01:00Z') })
    const { PolicyVersion } = await client.send(new sdk.GetPolicyVersionCommand(named('v1')))
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(ALLOW)
    const missing = `404 NoSuchEntity: Policy ${OWN} version v5 does not exist or is not attachable.`
    for (const Command of [
      sdk.GetPolicyVersionCommand,
      sdk.SetDefaultPolicyVersionCommand,
      sdk.DeletePolicyVersionCommand,
    ]) {
      expect(await refusalOf(client.send(new Command(named('v5'))))).toBe(missing)
    }
  })

  test('is attached, counted, found by its roles, and cannot go while it is', async () => {
    const { client, attach } = await withPolicy()
    const remove = () => refusalOf(client.send(new sdk.DeletePolicyCommand({ PolicyArn: OWN })))
    const counts = async () => {
      const { Policy } = await client.send(new sdk.GetPolicyCommand({ PolicyArn: OWN }))
      return [Policy?.AttachmentCount, Policy?.PermissionsBoundaryUsageCount]
    }
    await attach(OWN)
    await attach(OWN)
    await attach(BASIC)
    await client.send(new sdk.PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary: OWN }))
    expect(await counts()).toEqual([1, 1])
    const attached = await client.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName: 'r' }))
    expect(attached).toMatchObject({
      AttachedPolicies: [
        { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC },
        { PolicyName: 'read', PolicyArn: OWN },
      ],
      IsTruncated: false,
    })
    const pets = await client.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName: 'r', PathPrefix: '/pets/' }))
    expect(pets.AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['read'])
    const rolesOf = async (input: Partial<sdk.ListEntitiesForPolicyCommandInput>) =>
      (await client.send(new sdk.ListEntitiesForPolicyCommand({ PolicyArn: OWN, ...input }))).PolicyRoles?.length
    expect(await rolesOf({})).toBe(1)
    expect(await rolesOf({ EntityFilter: 'User' })).toBe(0)
    expect(await rolesOf({ PathPrefix: '/other/' })).toBe(0)
    const list = async (input: sdk.ListPoliciesCommandInput) =>
      (await client.send(new sdk.ListPoliciesCommand(input))).Policies?.map(({ PolicyName }) => PolicyName)
    expect(await list({ OnlyAttached: true })).toEqual(['read', 'AWSLambdaBasicExecutionRole'])
    expect(await list({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['read'])

    expect(await remove()).toBe('409 DeleteConflict: Cannot delete a policy attached to entities.')
    await client.send(new sdk.DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: OWN }))
    expect(await remove()).toBe('409 DeleteConflict: Cannot delete a policy attached to entities.')
    await client.send(new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName: 'r' }))
    await client.send(new sdk.CreatePolicyVersionCommand({ PolicyArn: OWN, PolicyDocument: ALLOW }))
    expect(await remove()).toContain('409 DeleteConflict: This policy has more than one version.')
    await client.send(new sdk.DeletePolicyVersionCommand({ PolicyArn: OWN, VersionId: 'v2' }))
    expect(await remove()).toBe('')
    expect(await remove()).toBe(`404 NoSuchEntity: Policy ${OWN} was not found.`)
  })

  test('has tags', async () => {
    const { client } = await withPolicy()
    const list = async () => (await client.send(new sdk.ListPolicyTagsCommand({ PolicyArn: OWN }))).Tags
    await client.send(new sdk.TagPolicyCommand({ PolicyArn: OWN, Tags: [{ Key: 'a', Value: '1' }] }))
    expect(await list()).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'k', Value: 'v' },
    ])
    await client.send(new sdk.UntagPolicyCommand({ PolicyArn: OWN, TagKeys: ['K'] }))
    expect(await list()).toEqual([{ Key: 'a', Value: '1' }])
  })

  test('is never left attached by two calls at once', async () => {
    for (let round = 0; round < 10; round++) {
      const { client, attach } = await withPolicy()
      const remove = client.send(new sdk.DeletePolicyCommand({ PolicyArn: OWN }))
      const outcomes = await Promise.all([refusalOf(attach(OWN)), refusalOf(remove)])
      expect(outcomes.filter((refusal) => refusal === '')).toHaveLength(1)
    }
  })
})

describe("AWS's policies", () => {
  test.each([
    ['service-role/AWSLambdaBasicExecutionRole', 'logs:CreateLogGroup'],
    ['service-role/AWSLambdaVPCAccessExecutionRole', 'ec2:CreateNetworkInterface'],
    ['service-role/AWSLambdaSQSQueueExecutionRole', 'sqs:ReceiveMessage'],
    ['service-role/AWSLambdaKinesisExecutionRole', 'kinesis:GetRecords'],
    ['service-role/AWSLambdaDynamoDBExecutionRole', 'dynamodb:GetRecords'],
    ['service-role/AWSLambdaRole', 'lambda:InvokeFunction'],
    ['service-role/AmazonAPIGatewayPushToCloudWatchLogs', 'logs:PutLogEvents'],
    ['AWSLambda_FullAccess', 'lambda:*'],
    ['AWSLambda_ReadOnlyAccess', 'lambda:Get*'],
    ['AWSXRayDaemonWriteAccess', 'xray:PutTraceSegments'],
    ['CloudWatchLogsFullAccess', 'logs:*'],
    ['AmazonS3ReadOnlyAccess', 's3:Get*'],
    ['AdministratorAccess', '*'],
  ])('%s is attached, and read', async (name, action) => {
    const { client, attach } = await withPolicy()
    const PolicyArn = `arn:aws:iam::aws:policy/${name}`
    await attach(PolicyArn)
    const { Policy } = await client.send(new sdk.GetPolicyCommand({ PolicyArn }))
    expect(Policy).toMatchObject({ Arn: PolicyArn, AttachmentCount: 1 })
    const VersionId = Policy?.DefaultVersionId
    const { PolicyVersion } = await client.send(new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId }))
    const document = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? '')) as Record<string, unknown>
    expect(document['Version']).toBe('2012-10-17')
    expect(JSON.stringify(document)).toContain(JSON.stringify(action))
  })

  test('are in the partition of the region', async () => {
    const iam = (await testIdentity({ region: 'cn-north-1' })).iam()
    const PolicyArn = 'arn:aws-cn:iam::aws:policy/AdministratorAccess'
    expect((await iam.send(new sdk.GetPolicyCommand({ PolicyArn }))).Policy?.Arn).toBe(PolicyArn)
  })

  test('are listed in pages, all of them', async () => {
    const iam = (await testIdentity()).iam()
    const names = new Set<string>()
    let Marker: string | undefined
    do {
      const page = await iam.send(new sdk.ListPoliciesCommand({ Scope: 'AWS', MaxItems: 500, Marker }))
      for (const { Arn = '' } of page.Policies ?? []) names.add(Arn)
      Marker = page.Marker
    } while (Marker !== undefined)
    expect(names.size).toBeGreaterThan(1100)
  })
})

const missing = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRoll'
const unknown = 'arn:aws:iam::123456789012:policy/read'
const denied = (action: string) =>
  `403 AccessDenied: User: arn:aws:iam::123456789012:user/alice is not authorized to perform: iam:${action} on resource: policy ${BASIC}`

test.each<[what: string, command: object, refusal: string]>([
  [
    'a mistyped policy',
    new sdk.AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: missing }),
    `404 NoSuchEntity: Policy ${missing} does not exist or is not attachable.`,
  ],
  [
    'a policy by another path',
    new sdk.GetPolicyCommand({ PolicyArn: unknown }),
    `404 NoSuchEntity: Policy ${unknown} was not found.`,
  ],
  [
    'a tag on no policy',
    new sdk.TagPolicyCommand({ PolicyArn: unknown, Tags: [] }),
    `404 NoSuchEntity: Policy ${unknown} was not found.`,
  ],
  [
    'detaching what is not attached',
    new sdk.DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: OWN }),
    `404 NoSuchEntity: Policy ${OWN} was not found.`,
  ],
  [
    'what is no ARN',
    new sdk.GetPolicyCommand({ PolicyArn: 'AWSLambdaBasicExecutionRole' }),
    '400 InvalidInput: ARN AWSLambdaBasicExecutionRole is not valid.',
  ],
  [
    'a role as a policy',
    new sdk.AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: 'arn:aws:iam::123456789012:role/r' }),
    '400 InvalidInput: ARN arn:aws:iam::123456789012:role/r is not valid.',
  ],
  [
    "another version of AWS's",
    new sdk.GetPolicyVersionCommand({ PolicyArn: BASIC, VersionId: 'v9' }),
    `404 NoSuchEntity: Policy ${BASIC} version v9 does not exist or is not attachable.`,
  ],
  [
    'a document that Postern does not have',
    new sdk.GetPolicyVersionCommand({ PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2FullAccess', VersionId: 'v1' }),
    '501 NotImplemented: Postern knows the name of arn:aws:iam::aws:policy/AmazonEC2FullAccess, but not its document',
  ],
  ["deleting AWS's", new sdk.DeletePolicyCommand({ PolicyArn: BASIC }), denied('DeletePolicy')],
  [
    "changing AWS's",
    new sdk.CreatePolicyVersionCommand({ PolicyArn: BASIC, PolicyDocument: ALLOW }),
    denied('CreatePolicyVersion'),
  ],
  ["tagging AWS's", new sdk.TagPolicyCommand({ PolicyArn: BASIC, Tags: [] }), denied('TagPolicy')],
  [
    'a version that is none',
    new sdk.GetPolicyVersionCommand({ PolicyArn: OWN, VersionId: '1' }),
    "400 ValidationError: 1 validation error detected: Value '1' at 'versionId' failed to satisfy constraint: Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?",
  ],
  [
    'an unknown scope',
    new sdk.ListPoliciesCommand({ Scope: 'Mine' as 'AWS' }),
    "400 ValidationError: 1 validation error detected: Value 'Mine' at 'scope' failed to satisfy constraint: Member must satisfy enum value set: [All, AWS, Local]",
  ],
  [
    'a large policy',
    new sdk.CreatePolicyCommand({
      PolicyName: 'x',
      PolicyDocument: policy({ Action: 's3:*', Resource: `arn:aws:s3:::${'a'.repeat(6100)}` }),
    }),
    '409 LimitExceeded: Cannot exceed quota for PolicySize: 6144',
  ],
])('%s is refused', async (_what, command, refusal) => {
  const { iam } = await withPolicy()
  expect(await refusalOf(iam(alice).send(command as sdk.GetRoleCommand))).toBe(refusal)
})

test('white space does not count, and eleven policies are too many', async () => {
  const { client, attach } = await withPolicy()
  const spaced = ALLOW + ' '.repeat(10_000)
  await client.send(new sdk.CreatePolicyCommand({ PolicyName: 'spaced', PolicyDocument: spaced }))
  const { Policies = [] } = await client.send(new sdk.ListPoliciesCommand({ Scope: 'AWS', MaxItems: 11 }))
  const outcomes: string[] = []
  for (const { Arn = '' } of Policies) outcomes.push(await refusalOf(attach(Arn)))
  expect(outcomes).toEqual([
    ...Array.from({ length: 10 }, () => ''),
    '409 LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10',
  ])
})
