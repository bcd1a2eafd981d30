import { describe, expect, test } from 'vitest'
import { checkIdentityPolicy } from './identity-policy-rules.ts'
import { checkTrustPolicy } from './trust-policy-rules.ts'

const SYNTAX = 'Syntax errors in policy.'
const LEGACY = 'The policy failed legacy parsing'
const fine = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const doc = (Statement: unknown, more: object = {}) => JSON.stringify({ Version: '2012-10-17', ...more, Statement })
const of = (statement: object) => doc([{ ...fine, ...statement }])
const without = (name: keyof typeof fine) =>
  doc([Object.fromEntries(Object.entries(fine).filter(([key]) => key !== name))])
const when = (Condition: unknown) => of({ Condition })

function problemOf(check: () => void): string {
  try {
    check()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test.each<[what: string, document: string, problem: string]>([
  ['one statement', doc(fine), ''],
  ['a list', doc([fine, { ...fine, Effect: 'Deny' }]), ''],
  ['an id', doc(fine, { Id: 'x' }), ''],
  [
    'lists of actions and resources',
    of({ Action: ['s3:Get*', '*'], Resource: ['arn:aws:s3:::a/${aws:username}', '*'] }),
    '',
  ],
  ['their counterparts', doc({ Effect: 'Deny', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::a' }), ''],
  [
    'any partition',
    of({ Resource: ['arn:*:s3:::a', 'arn:aws-cn:s3:::a', 'arn:aws-us-gov:sqs:us-gov-west-1:1:q'] }),
    '',
  ],
  [
    'conditions',
    when({
      StringEquals: { 'aws:a': 'b' },
      'ForAnyValue:StringLikeIfExists': { a: ['b', 'c'] },
      Bool: { c: true },
      NumericLessThan: { d: 5 },
    }),
    '',
  ],
  [
    'dates',
    when({ DateLessThan: { a: ['2026-11-24T10:00:00Z', '2026-11-24', '1700000000', '2026-11-24T10:00:00.5+01:00'] } }),
    '',
  ],
  ['no operator', when({}), ''],
  ['a sid', of({ Sid: 'Read1' }), ''],
  [
    'two empty sids',
    doc([
      { ...fine, Sid: '' },
      { ...fine, Sid: '' },
    ]),
    '',
  ],
  ['no JSON', '{', SYNTAX],
  ['a list as the document', '[]', SYNTAX],
  ['a text', '"x"', SYNTAX],
  ['null', 'null', SYNTAX],
  ['depth', `{"Statement":${'['.repeat(100_000)}`, SYNTAX],
  ['an unknown field', doc(fine, { Extra: 1 }), SYNTAX],
  ['a field of objects', '{"__proto__":{},"Version":"2012-10-17","Statement":[]}', SYNTAX],
  ['an id that is no text', doc(fine, { Id: 1 }), SYNTAX],
  ['an unknown version', doc(fine, { Version: '2020-01-01' }), SYNTAX],
  ['no statement', JSON.stringify({ Version: '2012-10-17' }), SYNTAX],
  ['an empty list of statements', doc([]), SYNTAX],
  ['a statement that is none', doc(['x']), SYNTAX],
  ['a list in the list', doc([[]]), SYNTAX],
  ['an unknown field of a statement', of({ Actions: 'x' }), SYNTAX],
  ['no effect', without('Effect'), SYNTAX],
  ['an unknown effect', of({ Effect: 'Maybe' }), SYNTAX],
  ['an effect in capitals', of({ Effect: 'ALLOW' }), LEGACY],
  ['both action and its counterpart', of({ NotAction: 's3:*' }), SYNTAX],
  ['both resource and its counterpart', of({ NotResource: '*' }), SYNTAX],
  ['an action that is no text', of({ Action: 1 }), SYNTAX],
  ['an action of objects', of({ Action: [{}] }), SYNTAX],
  ['a sid that is no text', of({ Sid: 1 }), SYNTAX],
  ['a condition that is none', when('x'), SYNTAX],
  ['an unknown operator', when({ StringIs: { a: 'b' } }), SYNTAX],
  ['an operator of objects', when({ constructor: { a: 'b' } }), SYNTAX],
  ['an operator without keys', when({ StringEquals: 'a' }), SYNTAX],
  ['a condition of objects', when({ StringEquals: { a: {} } }), SYNTAX],
  ['a date that is none', when({ DateLessThan: { a: 'soon' } }), LEGACY],
  ['a thirteenth month', when({ DateLessThan: { a: '2026-13-01' } }), LEGACY],
  ['a principal', of({ Principal: '*' }), 'Policy document should not specify a principal.'],
  [
    'a sid of blanks',
    of({ Sid: 'a b' }),
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  ],
  [
    'a sid twice',
    doc([
      { ...fine, Sid: 'a' },
      { ...fine, Sid: 'a' },
    ]),
    'Statement IDs (SID) in a single policy must be unique.',
  ],
  ['no action', without('Action'), 'Policy statement must contain actions.'],
  ['an empty list of actions', of({ Action: [] }), 'Policy statement must contain actions.'],
  ['no resource', without('Resource'), 'Policy statement must contain resources.'],
  ['an empty list of resources', of({ Resource: [] }), 'Policy statement must contain resources.'],
  ['a resource that is no ARN', of({ Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".'],
  ['an empty resource', of({ Resource: '' }), 'Resource  must be in ARN format or "*".'],
  [
    'an unknown partition',
    of({ Resource: 'arn:mine:s3:::a' }),
    'Partition "mine" is not valid for resource "arn:mine:s3:::a".',
  ],
  [
    'an ARN of two parts',
    of({ Resource: 'arn:aws' }),
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  ['an ARN without a service', of({ Resource: 'arn:aws::::a' }), LEGACY],
  ['an ARN with too few parts', of({ Resource: 'arn:aws:s3::a' }), LEGACY],
  [
    'an action without a vendor',
    of({ Action: 'GetObject' }),
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  ['an action of three parts', of({ Action: 'a:b:c' }), 'Actions/Condition can contain only one colon.'],
  ['a vendor of wildcards', of({ Action: 's*:Get' }), 'Vendor s* is not valid'],
])('an identity policy with %s', (_what, document, problem) => {
  expect(problemOf(() => checkIdentityPolicy(document, true))).toBe(problem)
})

test('only a managed policy must be of the newer version', () => {
  const texts = ['2008-10-17', undefined].map((Version) => JSON.stringify({ Version, Statement: fine }))
  for (const text of texts) {
    expect(problemOf(() => checkIdentityPolicy(text, true))).toBe(
      'Policy document must be version 2012-10-17 or greater.',
    )
    expect(problemOf(() => checkIdentityPolicy(text, false))).toBe('')
  }
})

describe('trust', () => {
  const base = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const trust = (statement: object) => doc([{ ...base, ...statement }])
  const of = (Principal: unknown) => trust({ Principal })
  test.each<[what: string, document: string, problem: string]>([
    ['a service', trust({}), ''],
    ['the older version', doc(base, { Version: '2008-10-17' }), ''],
    ['everybody', of('*'), ''],
    [
      'accounts, users and roles',
      of({
        AWS: [
          '123456789012',
          'arn:aws:iam::123456789012:root',
          'arn:aws:iam::123456789012:role/a/b',
          'AROAEXAMPLEEXAMPLE123',
          '*',
        ],
      }),
      '',
    ],
    [
      'a provider',
      trust({
        Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/x' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringLike: { 'x:sub': 'repo:*' } },
      }),
      '',
    ],
    ['more actions of STS', trust({ Action: ['sts:AssumeRole', 'sts:TagSession'] }), ''],
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['depth', '['.repeat(100_000), 'This policy contains invalid Json'],
    ['no statement', '{}', 'Missing required field Statement'],
    ['an empty list', doc([]), 'Could not parse the policy: Statement is empty!'],
    ['an unknown field', doc(base, { Foo: 1 }), 'Unknown field Foo'],
    ['a resource', trust({ Resource: '*' }), 'Has prohibited field Resource'],
    ['a counterpart of resource', trust({ NotResource: '*' }), 'Has prohibited field NotResource'],
    ['no principal', doc({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    ['no action', doc({ Effect: 'Allow', Principal: '*' }), 'Missing required field Action'],
    ['no effect', doc({ Principal: '*', Action: 'sts:AssumeRole' }), 'Missing required field Effect'],
    ['an effect in small letters', trust({ Effect: 'allow' }), 'Invalid effect: allow'],
    ['another action', trust({ Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    ['every action', trust({ Action: '*' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    ['an odd account', of({ AWS: '12345' }), 'Invalid principal in policy: "AWS":"12345"'],
    ['an odd service', of({ Service: 'a b' }), 'Invalid principal in policy: "SERVICE":"a b"'],
    ['an unknown kind of principal', of({ Robot: 'x' }), 'Invalid principal in policy: Robot'],
    ['an empty principal', of({}), 'Invalid principal in policy'],
    ['an unknown operator', trust({ Condition: { Is: { a: 'b' } } }), 'Invalid Condition type : Is'],
    [
      'a sid twice',
      doc([
        { ...base, Sid: 'a' },
        { ...base, Sid: 'a' },
      ]),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
  ])('of %s', (_what, document, problem) => {
    expect(problemOf(() => checkTrustPolicy(document))).toBe(problem)
  })
})
