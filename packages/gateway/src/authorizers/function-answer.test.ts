import { describe, expect, test } from 'vitest'
import { readFunctionAnswer, readFunctionError } from './function-answer.ts'

const ARN = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/$connect'

type Members = Readonly<Record<string, unknown>>

const allow = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: ARN }
const policy = (...Statement: unknown[]): Members => ({ Version: '2012-10-17', Statement })

function read(answer: unknown) {
  return readFunctionAnswer(Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)), ARN)
}

function decide(document: unknown): string {
  const result = read({ principalId: 'p', policyDocument: document })
  return 'reason' in result ? `${result.kind}: ${result.reason}` : result.kind
}

const OK = 'authorized'
const NOT_ALLOWED = 'denied: no statement of the policy that it returned allows it'
const DENIED = 'denied: a statement of the policy that it returned denies it'
const MALFORMED = 'failed: the policyDocument that it returned is no policy'

describe('policies, by the rules of IAM (2.5)', () => {
  test.each<[document: unknown, expected: string]>([
    [policy(allow), OK],
    [{ Statement: allow }, OK],
    [policy({ ...allow, Action: '*' }), OK],
    [policy({ ...allow, Action: 'execute-api:*' }), OK],
    [policy({ ...allow, Action: 'EXECUTE-API:invoke' }), OK],
    [policy({ ...allow, Action: 'execute-api:Invok?' }), OK],
    [policy({ ...allow, Action: ['execute-api:ManageConnections', 'execute-api:Invoke'] }), OK],
    [policy({ ...allow, Resource: '*' }), OK],
    [policy({ ...allow, Resource: 'arn:aws:execute-api:*:*:a1b2c3d4e5/*' }), OK],
    [policy({ ...allow, Resource: ARN.replace('prod', '????') }), OK],
    [policy({ ...allow, Resource: ['x', ARN] }), OK],
    [policy({ Effect: 'Allow', NotAction: 's3:*', Resource: ARN }), OK],
    [policy({ Effect: 'Allow', Action: '*', NotResource: 'x' }), OK],
    [policy({ ...allow, Principal: '*', Sid: 's' }), OK],

    [policy(), NOT_ALLOWED],
    [policy({ ...allow, Action: 'execute-api:ManageConnections' }), NOT_ALLOWED],
    [policy({ ...allow, Resource: ARN.replace('prod', 'dev') }), NOT_ALLOWED],
    [policy({ ...allow, Resource: ARN.replace('$connect', '$CONNECT') }), NOT_ALLOWED],
    [policy({ Effect: 'Allow', NotAction: 'execute-api:Invoke', Resource: ARN }), NOT_ALLOWED],
    [policy({ Effect: 'Allow', Action: '*', NotResource: ARN }), NOT_ALLOWED],
    [policy({ ...allow, Condition: {} }), NOT_ALLOWED],

    [policy(allow, { ...allow, Effect: 'Deny' }), DENIED],
    [policy({ ...allow, Effect: 'Deny' }, allow), DENIED],
    [policy(allow, { Effect: 'Deny', Action: '*', Resource: '*' }), DENIED],
    [policy(allow, { ...allow, Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }), DENIED],
    [policy(allow, { ...allow, Effect: 'Deny', Resource: 'x' }), OK],

    [{}, MALFORMED],
    [null, MALFORMED],
    ['Allow', MALFORMED],
    [policy(7), MALFORMED],
    [policy({ ...allow, Effect: 'allow' }), MALFORMED],
    [policy({ Action: '*', Resource: '*' }), MALFORMED],
    [policy({ Effect: 'Allow', Resource: '*' }), MALFORMED],
    [policy({ Effect: 'Allow', Action: '*' }), MALFORMED],
    [policy({ ...allow, NotAction: 'x' }), MALFORMED],
    [policy({ ...allow, Action: [] }), MALFORMED],
    [policy({ ...allow, Resource: 7 }), MALFORMED],
    [policy({ ...allow, Resource: [ARN, 'x'.repeat(513)] }), MALFORMED],
  ])('%j: %s', (document, expected) => {
    expect(decide(document)).toBe(expected)
  })
})

describe('what else a function returns', () => {
  const good = { principalId: 'p', policyDocument: policy(allow) }

  test('who the client is, as texts', () => {
    const context = { name: 'a', number: 1.5, flag: false, nothing: null, principalId: 'other' }
    const result = read({ ...good, context, usageIdentifierKey: 'key' })
    expect(result).toEqual({
      kind: 'authorized',
      context: new Map([
        ['principalId', 'p'],
        ['name', 'a'],
        ['number', '1.5'],
        ['flag', 'false'],
      ]),
      usageIdentifierKey: 'key',
    })
  })

  test('a name of Object.prototype is a name like others', () => {
    const result = read('{"principalId":"p","policyDocument":{"Statement":[]},"context":{"__proto__":{"a":1}}}')
    expect(result).toMatchObject({ kind: 'failed' })
  })

  test.each<[answer: unknown, kind: string, reason: string]>([
    [{ statusCode: 401 }, 'failed', 'it returned no policyDocument'],
    [null, 'failed', 'it returned no object'],
    ['', 'failed', 'it returned no object'],
    ['"Allow"', 'failed', 'it returned no object'],
    [[], 'failed', 'it returned no object'],
    [{ policyDocument: policy(allow) }, 'misconfigured', 'it returned no principalId'],
    [{ ...good, principalId: '' }, 'misconfigured', 'it returned no principalId'],
    [{ ...good, principalId: 7 }, 'failed', 'the principalId that it returned is no string'],
    [
      { ...good, context: { a: {} } },
      'failed',
      'the context that it returned is no object of strings, numbers and booleans',
    ],
    [
      { ...good, context: { a: [1] } },
      'failed',
      'the context that it returned is no object of strings, numbers and booleans',
    ],
    [{ ...good, context: 'a' }, 'failed', 'the context that it returned is no object of strings, numbers and booleans'],
    [{ ...good, usageIdentifierKey: 7 }, 'failed', 'the usageIdentifierKey that it returned is no string'],
    [{ ...good, context: { a: 'x'.repeat(8192) } }, 'failed', 'it returned more than 8192 bytes'],
  ])('%.80j', (answer, kind, reason) => {
    expect(read(answer)).toEqual({ kind, reason })
  })
})

test.each<[error: unknown, expected: object]>([
  [{ errorType: 'Error', errorMessage: 'Unauthorized' }, { kind: 'unauthorized' }],
  [{ errorMessage: 'unauthorized' }, { kind: 'failed', reason: 'it failed (Unhandled)' }],
  [{ errorMessage: 'Unauthorized: no token abc' }, { kind: 'failed', reason: 'it failed (Unhandled)' }],
  [{}, { kind: 'failed', reason: 'it failed (Unhandled)' }],
])('a function that fails with %j', (error, expected) => {
  expect(readFunctionError(Buffer.from(JSON.stringify(error)), 'Unhandled')).toEqual(expected)
})
