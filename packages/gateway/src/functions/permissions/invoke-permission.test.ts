import { describe, expect, test } from 'vitest'
import { InvokePermission } from './invoke-permission.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:cart'
const API = 'arn:aws:execute-api:eu-west-1:111122223333:abc'
const SOURCE = `${API}/live/GET/pets/{id}`

type Statement = Readonly<Record<string, unknown>>

/** What `aws_lambda_permission` makes, as Lambda writes it. */
function granted(more: Statement = {}): Statement {
  return {
    Sid: 'AllowApiGateway',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FUNCTION,
    Condition: { ArnLike: { 'AWS:SourceArn': `${API}/*/*` } },
    ...more,
  }
}

function without(name: string): Statement {
  return Object.fromEntries(Object.entries(granted()).filter(([key]) => key !== name))
}

function policy(...Statement: unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement })
}

function isAllowed(text: string | undefined, functionArn = FUNCTION, sourceArn = SOURCE): boolean {
  return new InvokePermission(text, functionArn).decide(sourceArn).isAllowed
}

const condition = (Condition: unknown) => granted({ Condition })
const deny = (more: Statement = {}) => granted({ Effect: 'Deny', ...more })

describe('one statement', () => {
  test.each<[name: string, statement: unknown, expected: boolean]>([
    ['as Terraform makes it', granted(), true],
    ['without a condition', without('Condition'), true],

    ['Principal *', granted({ Principal: '*' }), true],
    ['Principal AWS *', granted({ Principal: { AWS: '*' } }), true],
    ['Principal list', granted({ Principal: { Service: ['s3.amazonaws.com', 'apigateway.amazonaws.com'] } }), true],
    ['two kinds of principals', granted({ Principal: { AWS: 'x', Service: 'apigateway.amazonaws.com' } }), true],
    ['another service', granted({ Principal: { Service: 's3.amazonaws.com' } }), false],
    ['a service pattern', granted({ Principal: { Service: '*' } }), false],
    ['an account', granted({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }), false],
    ['a principal of no form', granted({ Principal: 'apigateway.amazonaws.com' }), false],
    ['a principal of no type', granted({ Principal: { Service: 7 } }), false],
    ['no principal', without('Principal'), false],
    ['NotPrincipal', { ...without('Principal'), NotPrincipal: { AWS: 'x' } }, false],

    ['Action lambda:*', granted({ Action: 'lambda:*' }), true],
    ['Action *', granted({ Action: '*' }), true],
    ['Action lambda:Invoke*', granted({ Action: 'lambda:Invoke*' }), true],
    ['Action in another case', granted({ Action: 'LAMBDA:invokefunction' }), true],
    ['Action list', granted({ Action: ['lambda:GetFunction', 'lambda:InvokeFunction'] }), true],
    ['another action', granted({ Action: 'lambda:InvokeFunctionUrl' }), false],
    ['no action', without('Action'), false],
    ['an action of no type', granted({ Action: [7] }), false],
    ['an empty list of actions', granted({ Action: [] }), false],
    ['NotAction', { ...without('Action'), NotAction: 'lambda:GetFunction' }, true],
    ['NotAction of this', { ...without('Action'), NotAction: 'lambda:Invoke*' }, false],
    ['Action and NotAction', granted({ NotAction: 'lambda:GetFunction' }), false],

    ['Resource *', granted({ Resource: '*' }), true],
    ['Resource pattern', granted({ Resource: 'arn:aws:lambda:*:*:function:c*' }), true],
    ['Resource list', granted({ Resource: ['x', FUNCTION] }), true],
    ['another function', granted({ Resource: `${FUNCTION}s` }), false],
    ['the function’s alias', granted({ Resource: `${FUNCTION}:live` }), false],
    ['no resource', without('Resource'), false],
    ['NotResource', { ...without('Resource'), NotResource: 'x' }, true],

    ['ArnEquals with wildcards', condition({ ArnEquals: { 'aws:SourceArn': `${API}/*/GET/*` } }), true],
    ['keys in any case', condition({ ArnLike: { 'aws:sourcearn': `${API}/*` } }), true],
    ['operators in any case', condition({ arnlike: { 'AWS:SOURCEARN': `${API}/*` } }), true],
    ['StringLike', condition({ StringLike: { 'AWS:SourceArn': `*:abc/*` } }), true],
    ['StringEquals', condition({ StringEquals: { 'AWS:SourceArn': SOURCE } }), true],
    ['StringEquals knows no wildcards', condition({ StringEquals: { 'AWS:SourceArn': `${API}/*` } }), false],
    ['a route', condition({ ArnLike: { 'AWS:SourceArn': `${API}/*/GET/pets/{id}` } }), true],
    ['another route', condition({ ArnLike: { 'AWS:SourceArn': `${API}/*/GET/pets` } }), false],
    ['another method', condition({ ArnLike: { 'AWS:SourceArn': `${API}/*/POST/pets/{id}` } }), false],
    ['another stage', condition({ ArnLike: { 'AWS:SourceArn': `${API}/test/*` } }), false],
    ['another API', condition({ ArnLike: { 'AWS:SourceArn': `${API}d/*/*` } }), false],
    ['one of a list', condition({ ArnLike: { 'AWS:SourceArn': ['x', `${API}/*`] } }), true],
    ['SourceAccount', condition({ StringEquals: { 'AWS:SourceAccount': '111122223333' } }), true],
    ['another account', condition({ StringEquals: { 'AWS:SourceAccount': '999999999999' } }), false],
    [
      'two operators, both hold',
      condition({ StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': `${API}/*` } }),
      true,
    ],
    [
      'two operators, one does not',
      condition({ StringEquals: { 'aws:SourceAccount': '1' }, ArnLike: { 'aws:SourceArn': `${API}/*` } }),
      false,
    ],
    [
      'two keys, one does not',
      condition({ StringLike: { 'aws:SourceAccount': '1', 'aws:SourceArn': `${API}/*` } }),
      false,
    ],
    ['StringEqualsIgnoreCase', condition({ StringEqualsIgnoreCase: { 'aws:SourceArn': SOURCE.toUpperCase() } }), true],
    ['StringNotEquals', condition({ StringNotEquals: { 'aws:SourceAccount': '999999999999' } }), true],
    ['StringNotEquals of this', condition({ StringNotEquals: { 'aws:SourceAccount': '111122223333' } }), false],
    ['ArnNotLike', condition({ ArnNotLike: { 'aws:SourceArn': `${API}/test/*` } }), true],
    ['ArnNotLike of this', condition({ ArnNotLike: { 'aws:SourceArn': ['x', `${API}/live/*`] } }), false],
    ['a key that is not sent', condition({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), false],
    ['such a key, if it exists', condition({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }), true],
    ['such a key, negated', condition({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }), true],
    ['IfExists of one that is', condition({ ArnLikeIfExists: { 'aws:SourceArn': `${API}/test/*` } }), false],
    ['an operator that is not known', condition({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), false],
    ['a set operator', condition({ 'ForAnyValue:StringLike': { 'aws:SourceArn': '*' } }), false],
    ['a name of Object.prototype', condition({ constructor: { 'aws:SourceArn': '*' } }), false],
    ['a policy variable', condition({ StringLike: { 'aws:SourceArn': '*${aws:username}*' } }), false],
    ['a value of no type', condition({ StringLike: { 'aws:SourceArn': 7 } }), false],
    ['no values', condition({ StringLike: { 'aws:SourceArn': [] } }), false],
    ['an operator without keys', condition({ ArnLike: {} }), true],
    ['an operator of no form', condition({ ArnLike: 'x' }), false],
    ['a condition of no form', condition('x'), false],

    ['no effect', without('Effect'), false],
    ['an effect of no form', granted({ Effect: 'allow' }), false],
    ['no statement', 'x', false],
    ['null', null, false],
  ])('%s: %s', (_name, statement, expected) => {
    expect(isAllowed(policy(statement))).toBe(expected)
  })
})

describe('Deny beside Allow', () => {
  test.each<[name: string, statement: unknown, expected: boolean]>([
    ['of this call', deny(), false],
    ['of all', deny({ Principal: '*', Action: '*', Resource: '*', Condition: undefined }), false],
    ['of another route', deny({ Condition: { ArnLike: { 'aws:SourceArn': `${API}/test/*` } } }), true],
    ['of another action', deny({ Action: 'lambda:GetFunction' }), true],
    ['of another service', deny({ Principal: { Service: 's3.amazonaws.com' } }), true],
    ['what is not known denies', deny({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }), false],
    ['so does a variable', deny({ Condition: { StringLike: { 'aws:SourceArn': '${x}' } } }), false],
    ['and NotPrincipal', { ...without('Principal'), Effect: 'Deny', NotPrincipal: { AWS: 'x' } }, false],
    [
      'unless another part says that it is not meant',
      deny({ Action: 'x', Condition: { IpAddress: { a: 'b' } } }),
      true,
    ],
    ['what is no statement denies', 7, false],
  ])('%s', (_name, statement, expected) => {
    expect(isAllowed(policy(granted(), statement))).toBe(expected)
    expect(isAllowed(policy(statement, granted()))).toBe(expected)
  })
})

describe('documents', () => {
  test.each<[text: string | undefined, reason: string]>([
    [undefined, 'the function has no resource policy'],
    ['', 'its resource policy is no JSON'],
    ['{', 'its resource policy is no JSON'],
    ['null', 'its resource policy has no statements'],
    ['[]', 'its resource policy has no statements'],
    ['{}', 'its resource policy has no statements'],
    ['{"Statement":[]}', 'no statement of its resource policy allows it'],
    [policy(granted({ Action: 'x' })), 'no statement of its resource policy allows it'],
    [policy(granted(), deny()), 'a statement of its resource policy denies it'],
    [policy(granted({ Sid: 'x'.repeat(40_000) })), 'its resource policy is too long'],
  ])('%.50s: %s', (text, reason) => {
    expect(new InvokePermission(text, FUNCTION).decide(SOURCE)).toEqual({ isAllowed: false, reason })
  })

  test('a single statement needs no list', () => {
    expect(isAllowed(JSON.stringify({ Statement: granted() }))).toBe(true)
  })

  test('statements without a document', () => {
    expect(new InvokePermission([granted()], FUNCTION).decide(SOURCE).isAllowed).toBe(true)
    expect(new InvokePermission([], FUNCTION).decide(SOURCE)).toMatchObject({
      reason: 'the function has no resource policy',
    })
  })

  test.each([
    [`${FUNCTION}:$LATEST`, FUNCTION, true],
    [`${FUNCTION}:live`, FUNCTION, false],
    [`${FUNCTION}:live`, `${FUNCTION}:live`, true],
    [`${FUNCTION}:live`, `${FUNCTION}:*`, true],
  ])('%s by a policy on %s', (invoked, Resource, expected) => {
    expect(isAllowed(policy(granted({ Resource })), invoked)).toBe(expected)
  })

  test('the $default route', () => {
    expect(isAllowed(policy(granted()), FUNCTION, `${API}/$default/$default`)).toBe(true)
  })

  test('a decision is made once', () => {
    const permission = new InvokePermission(policy(granted()), FUNCTION)
    expect(permission.decide(`${API}x/live/GET/`)).toBe(permission.decide(`${API}x/live/GET/`))
  })

  test('decisions that are kept are bounded, and stay right', () => {
    const permission = new InvokePermission(policy(granted()), FUNCTION)
    for (let index = 0; index < 3_000; index++) {
      expect(permission.decide(`${API}/live/GET/${index}`).isAllowed).toBe(true)
      expect(permission.decide(`${API}${index}/live/GET/`).isAllowed).toBe(false)
    }
  })
})
