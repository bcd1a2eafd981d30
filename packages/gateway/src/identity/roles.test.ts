import * as sdk from '@aws-sdk/client-iam'
import { describe, expect, test } from 'vitest'
import { ALLOW, alice, policy, refusalOf, TRUST, testIdentity } from './test-identity.ts'

const role = (RoleName: string, more: Partial<sdk.CreateRoleCommandInput> = {}) =>
  new sdk.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more })
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'

describe('a role', () => {
  test('is made with defaults, and read as it was made', async () => {
    const iam = (await testIdentity()).iam()
    const { Role: made } = await iam.send(role('hello'))
    expect(made).toEqual({
      RoleName: 'hello',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/) as string,
      Path: '/',
      Arn: 'arn:aws:iam::123456789012:role/hello',
      CreateDate: new Date('2026-11-24T10:00:00Z'),
      AssumeRolePolicyDocument: encodeURIComponent(TRUST).replaceAll('*', '%2A'),
      MaxSessionDuration: 3600,
      RoleLastUsed: {},
    })
    expect((await iam.send(new sdk.GetRoleCommand({ RoleName: 'hello' }))).Role).toEqual(made)
    // "Names are not distinguished by case."
    expect((await iam.send(new sdk.GetRoleCommand({ RoleName: 'HELLO' }))).Role?.RoleName).toBe('hello')
    expect(await refusalOf(iam.send(role('Hello')))).toBe(
      '409 EntityAlreadyExists: Role with name Hello already exists.',
    )
  })

  test('is made with all members', async () => {
    const iam = (await testIdentity()).iam()
    const { Role } = await iam.send(
      role('__proto__', {
        Path: '/service-role/a/',
        Description: 'é <&> "x"',
        MaxSessionDuration: 43_200,
        PermissionsBoundary: BASIC,
        Tags: [
          { Key: 'constructor', Value: 'a + b = c' },
          { Key: 'empty', Value: '' },
        ],
      }),
    )
    expect(Role).toMatchObject({
      RoleName: '__proto__',
      Arn: 'arn:aws:iam::123456789012:role/service-role/a/__proto__',
      Description: 'é <&> "x"',
      MaxSessionDuration: 43_200,
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: BASIC },
      Tags: [
        { Key: 'constructor', Value: 'a + b = c' },
        { Key: 'empty', Value: '' },
      ],
    })
  })

  test('is changed, and keeps what a change does not name', async () => {
    const iam = (await testIdentity()).iam()
    await iam.send(role('r', { Description: 'old', MaxSessionDuration: 7200 }))
    const get = async () => (await iam.send(new sdk.GetRoleCommand({ RoleName: 'r' }))).Role
    await iam.send(new sdk.UpdateRoleDescriptionCommand({ RoleName: 'r', Description: 'new' }))
    expect(await get()).toMatchObject({ Description: 'new', MaxSessionDuration: 7200 })
    await iam.send(new sdk.UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 3601 }))
    expect(await get()).toMatchObject({ Description: 'new', MaxSessionDuration: 3601 })
    await iam.send(new sdk.UpdateRoleCommand({ RoleName: 'r', Description: '' }))
    expect(await get()).toMatchObject({ MaxSessionDuration: 3600 })
    expect(await get()).not.toHaveProperty('Description')
    const PolicyDocument = policy({ Principal: '*', Action: 'sts:AssumeRole' })
    await iam.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument }))
    expect(decodeURIComponent((await get())?.AssumeRolePolicyDocument ?? '')).toBe(PolicyDocument)
    await iam.send(new sdk.PutRolePermissionsBoundaryCommand({ RoleName: 'r', PermissionsBoundary: BASIC }))
    expect((await get())?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(BASIC)
    await iam.send(new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName: 'r' }))
    expect(await get()).not.toHaveProperty('PermissionsBoundary')
  })

  test('is removed only without policies', async () => {
    const iam = (await testIdentity()).iam()
    const remove = () => iam.send(new sdk.DeleteRoleCommand({ RoleName: 'r' }))
    await iam.send(role('r'))
    await iam.send(new sdk.AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: BASIC }))
    await iam.send(new sdk.PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: ALLOW }))
    expect(await refusalOf(remove())).toBe('409 DeleteConflict: Cannot delete entity, must detach all policies first.')
    await iam.send(new sdk.DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: BASIC }))
    expect(await refusalOf(remove())).toBe('409 DeleteConflict: Cannot delete entity, must delete policies first.')
    await iam.send(new sdk.DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }))
    const profiles = await iam.send(new sdk.ListInstanceProfilesForRoleCommand({ RoleName: 'r' }))
    expect(profiles).toMatchObject({ InstanceProfiles: [], IsTruncated: false })
    await remove()
    expect(await refusalOf(remove())).toBe('404 NoSuchEntity: The role with name r cannot be found.')
  })
})

describe('roles', () => {
  test('are listed by path and in pages', async () => {
    const iam = (await testIdentity()).iam()
    for (const name of ['c', 'B', 'a'])
      await iam.send(role(name, { Path: name === 'c' ? '/x/y/' : '/', Tags: [{ Key: 'k', Value: 'v' }] }))
    const names = async (input: sdk.ListRolesCommandInput) =>
      (await iam.send(new sdk.ListRolesCommand(input))).Roles?.map(({ RoleName }) => RoleName)
    expect(await names({})).toEqual(['a', 'B', 'c'])
    expect(await names({ PathPrefix: '/x' })).toEqual(['c'])
    const first = await iam.send(new sdk.ListRolesCommand({ MaxItems: 2 }))
    expect([first.IsTruncated, first.Roles?.length]).toEqual([true, 2])
    expect(first.Roles?.[0]).not.toHaveProperty('Tags')
    // What goes between two pages hides nothing else.
    await iam.send(new sdk.DeleteRoleCommand({ RoleName: 'B' }))
    const second = await iam.send(new sdk.ListRolesCommand({ MaxItems: 2, Marker: first.Marker }))
    expect([second.IsTruncated, second.Roles?.map(({ RoleName }) => RoleName)]).toEqual([false, ['c']])
    expect(await refusalOf(iam.send(new sdk.ListRolesCommand({ Marker: '%%' })))).toBe(
      '400 ValidationError: Invalid Marker.',
    )
  })

  test('outlive the process in the store, and other writers are seen', async () => {
    const { iam, store } = await testIdentity()
    await iam().send(role('kept', { Path: '/p/' }))
    const later = await testIdentity({ store })
    expect(later.identity.roles.findRole('arn:aws:iam::123456789012:role/p/kept')?.RoleName).toBe('kept')
    expect(later.identity.roles.findRole('arn:aws:iam::123456789012:role/kept')).toBeUndefined()
    await iam().send(role('new'))
    expect(later.identity.roles.findRole('arn:aws:iam::123456789012:role/new')).toBeDefined()
    await iam().send(new sdk.DeleteRoleCommand({ RoleName: 'new' }))
    expect(later.identity.roles.findRole('arn:aws:iam::123456789012:role/new')).toBeUndefined()
  })

  test('lose no change of many at once', async () => {
    const iam = (await testIdentity()).iam()
    await iam.send(role('r'))
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`)
    const put = (PolicyName: string) =>
      iam.send(new sdk.PutRolePolicyCommand({ RoleName: 'r', PolicyName, PolicyDocument: ALLOW }))
    await Promise.all(names.map(put))
    const { PolicyNames } = await iam.send(new sdk.ListRolePoliciesCommand({ RoleName: 'r' }))
    expect(PolicyNames?.toSorted()).toEqual(names.toSorted())
    const made = await Promise.all(['X', 'x', 'X'].map((name) => refusalOf(iam.send(role(name)))))
    expect(made.filter((refusal) => refusal === '')).toHaveLength(1)
  })
})

test('inline policies are put, replaced, read, listed and removed', async () => {
  const iam = (await testIdentity()).iam()
  await iam.send(role('r'))
  const named = { RoleName: 'r', PolicyName: '__proto__' }
  const put = (PolicyDocument: string) => iam.send(new sdk.PutRolePolicyCommand({ ...named, PolicyDocument }))
  await put(ALLOW)
  const changed = policy({ Effect: 'Deny', Action: '*', Resource: '*' })
  await put(changed)
  const { PolicyDocument = '', ...told } = await iam.send(new sdk.GetRolePolicyCommand(named))
  expect(told).toMatchObject(named)
  expect(decodeURIComponent(PolicyDocument)).toBe(changed)
  expect(PolicyDocument).not.toMatch(/[^A-Za-z0-9%._~-]/)
  const { PolicyNames } = await iam.send(new sdk.ListRolePoliciesCommand({ RoleName: 'r' }))
  expect(PolicyNames).toEqual(['__proto__'])
  await iam.send(new sdk.DeleteRolePolicyCommand(named))
  const gone = '404 NoSuchEntity: The role policy with name __proto__ cannot be found.'
  expect(await refusalOf(iam.send(new sdk.GetRolePolicyCommand(named)))).toBe(gone)
  expect(await refusalOf(iam.send(new sdk.DeleteRolePolicyCommand(named)))).toBe(gone)
})

test('tags are added, replaced whatever their case, removed and listed', async () => {
  const iam = (await testIdentity()).iam()
  await iam.send(role('r', { Tags: [{ Key: 'a', Value: '1' }] }))
  const Tags = [
    { Key: 'A', Value: '2' },
    { Key: 'żółw', Value: '' },
  ]
  await iam.send(new sdk.TagRoleCommand({ RoleName: 'r', Tags }))
  const list = async () => (await iam.send(new sdk.ListRoleTagsCommand({ RoleName: 'r' }))).Tags
  expect(await list()).toEqual(Tags)
  await iam.send(new sdk.UntagRoleCommand({ RoleName: 'r', TagKeys: ['a', 'unknown'] }))
  expect(await list()).toEqual([Tags[1]])
})

describe('GetUser and the account', () => {
  test('name the caller', async () => {
    const { iam } = await testIdentity()
    const root = (await iam().send(new sdk.GetUserCommand({}))).User
    expect(root).toMatchObject({ Arn: 'arn:aws:iam::123456789012:root', UserId: '123456789012' })
    const user = (await iam(alice).send(new sdk.GetUserCommand({}))).User
    expect(user).toMatchObject({ Arn: 'arn:aws:iam::123456789012:user/alice', UserName: 'alice', Path: '/' })
    expect((await iam(alice).send(new sdk.GetUserCommand({ UserName: 'alice' }))).User).toEqual(user)
    expect(await refusalOf(iam().send(new sdk.GetUserCommand({ UserName: 'bob' })))).toBe(
      '404 NoSuchEntity: The user with name bob cannot be found.',
    )
  })
  test('count what is there', async () => {
    const iam = (await testIdentity()).iam()
    await iam.send(role('r'))
    const { SummaryMap } = await iam.send(new sdk.GetAccountSummaryCommand({}))
    expect(SummaryMap).toMatchObject({ Roles: 1, RolesQuota: 1000, Policies: 0 })
    expect((await iam.send(new sdk.ListAccountAliasesCommand({}))).AccountAliases).toEqual([])
  })
})

const long = 'x'.repeat(65)
const constraint = (value: string, path: string, rule: string) =>
  `400 ValidationError: 1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: Member must ${rule}`
const wide = (size: number) => policy({ Action: 's3:GetObject', Resource: `arn:aws:s3:::${'a'.repeat(size)}` })
const manyTags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))

test.each<[what: string, call: (iam: sdk.IAMClient) => Promise<unknown>, refusal: string]>([
  [
    'a name of blanks',
    (iam) => iam.send(role('a b')),
    constraint("'a b'", 'roleName', 'satisfy regular expression pattern: [\\w+=,.@-]+'),
  ],
  [
    'a long name',
    (iam) => iam.send(role(long)),
    constraint(`'${long}'`, 'roleName', 'have length less than or equal to 64'),
  ],
  [
    'an empty name',
    (iam) => iam.send(role('')),
    constraint("''", 'roleName', 'have length greater than or equal to 1').replace(
      '1 validation error',
      '2 validation errors',
    ) +
      "; Value '' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
  ],
  [
    'a path without its end',
    (iam) => iam.send(role('x', { Path: '/a' })),
    constraint("'/a'", 'path', 'satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)'),
  ],
  [
    'a short session',
    (iam) => iam.send(role('x', { MaxSessionDuration: 3599 })),
    constraint("'3599'", 'maxSessionDuration', 'have value greater than or equal to 3600'),
  ],
  [
    'a long session',
    (iam) => iam.send(new sdk.UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 43_201 })),
    constraint("'43201'", 'maxSessionDuration', 'have value less than or equal to 43200'),
  ],
  [
    'a description beyond Latin-1',
    (iam) => iam.send(role('x', { Description: 'ż' })),
    constraint(
      "'ż'",
      'description',
      'satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*',
    ),
  ],
  [
    'a tag key of brackets',
    (iam) => iam.send(role('x', { Tags: [{ Key: '[', Value: '' }] })),
    constraint("'['", 'tags.1.member.key', 'satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+'),
  ],
  [
    'too many tags',
    (iam) => iam.send(role('x', { Tags: manyTags })),
    constraint("'[51 elements]'", 'tags', 'have length less than or equal to 50'),
  ],
  [
    'a tag key twice',
    (iam) =>
      iam.send(
        role('x', {
          Tags: [
            { Key: 'a', Value: '' },
            { Key: 'A', Value: '' },
          ],
        }),
      ),
    '400 InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  ],
  [
    'tags of AWS',
    (iam) => iam.send(new sdk.TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'aws:x', Value: '' }] })),
    '400 InvalidInput: Invalid tag key. Tag keys must not start with aws:',
  ],
  [
    'a list of none',
    (iam) => iam.send(new sdk.ListRolesCommand({ MaxItems: 0 })),
    constraint("'0'", 'maxItems', 'have value greater than or equal to 1'),
  ],
  [
    'a boundary that is not there',
    (iam) => iam.send(role('x', { PermissionsBoundary: 'arn:aws:iam::123456789012:policy/none' })),
    '404 NoSuchEntity: Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.',
  ],
  [
    'a large trust policy',
    (iam) =>
      iam.send(
        role('x', {
          AssumeRolePolicyDocument: policy({
            Principal: { AWS: Array.from({ length: 150 }, () => '123456789012') },
            Action: 'sts:AssumeRole',
          }),
        }),
      ),
    '409 LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048',
  ],
  [
    'large inline policies',
    (iam) => iam.send(new sdk.PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: wide(10_200) })),
    '409 LimitExceeded: Maximum policy size of 10240 bytes exceeded for role r',
  ],
  ...[
    (RoleName: string) => new sdk.GetRoleCommand({ RoleName }),
    (RoleName: string) => new sdk.ListRolePoliciesCommand({ RoleName }),
    (RoleName: string) => new sdk.ListAttachedRolePoliciesCommand({ RoleName }),
    (RoleName: string) => new sdk.ListRoleTagsCommand({ RoleName }),
    (RoleName: string) => new sdk.ListInstanceProfilesForRoleCommand({ RoleName }),
    (RoleName: string) => new sdk.GetRolePolicyCommand({ RoleName, PolicyName: 'p' }),
    (RoleName: string) => new sdk.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: ALLOW }),
    (RoleName: string) => new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }),
    (RoleName: string) => new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn: BASIC }),
    (RoleName: string) => new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn: BASIC }),
    (RoleName: string) => new sdk.UpdateRoleCommand({ RoleName }),
    (RoleName: string) => new sdk.UpdateRoleDescriptionCommand({ RoleName, Description: '' }),
    (RoleName: string) => new sdk.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }),
    (RoleName: string) => new sdk.TagRoleCommand({ RoleName, Tags: [] }),
    (RoleName: string) => new sdk.UntagRoleCommand({ RoleName, TagKeys: [] }),
    (RoleName: string) => new sdk.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: BASIC }),
    (RoleName: string) => new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName }),
  ].map((command): [string, (iam: sdk.IAMClient) => Promise<unknown>, string] => [
    `${command('none').constructor.name} of no role`,
    (iam) => iam.send(command('none') as sdk.GetRoleCommand),
    '404 NoSuchEntity: The role with name none cannot be found.',
  ]),
])('%s is refused', async (_what, call, refusal) => {
  const iam = (await testIdentity()).iam()
  await iam.send(role('r'))
  expect(await refusalOf(call(iam))).toBe(refusal)
})
