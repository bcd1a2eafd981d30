import { describe, expect, test } from 'vitest'
import type { LambdaCall, LambdaInvoker, LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { DefinitionError } from '../expression/definition-error.ts'
import type { SelectionSources } from '../expression/evaluate-selection.ts'
import { compileIdentitySource } from './identity-source.ts'
import { LambdaAuthorizer } from './lambda-authorizer.ts'

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:who'
const target = { arn: ARN, region: 'eu-west-1', accountId: '111122223333', functionName: 'who', qualifier: undefined }
const call: Pick<LambdaCall, 'target' | 'credentials' | 'sourceArn'> = {
  target,
  credentials: { kind: 'gateway' },
  sourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/authorizers/au0',
}

const sources: SelectionSources = {
  body: undefined,
  header: (name) => ({ auth: 'a', empty: '' })[name],
  querystring: (name) => ({ q: 'b' })[name],
  context: () => new Map([['identity', new Map([['sourceIp', '192.0.2.7']])]]),
  stageVariables: { v: 'c' },
}

async function authorize(outcome: LambdaOutcome | Promise<LambdaOutcome>, identitySources: readonly string[] = []) {
  const calls: LambdaCall[] = []
  const functions: LambdaInvoker = { invoke: async (given) => (calls.push(given), outcome) }
  const authorizer = new LambdaAuthorizer({
    call,
    identitySources: identitySources.map(compileIdentitySource),
    timeout: 1,
  })
  const result = await authorizer.authorize({ sources, event: () => '{}', traceId: 'Root=1', arn: 'arn:x' }, functions)
  return { calls, result }
}

const allowed: LambdaOutcome = {
  kind: 'answered',
  payload: Buffer.from(
    '{"principalId":"p","policyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}',
  ),
  functionError: undefined,
}

describe('identity sources (2.5)', () => {
  test.each<[sources: readonly string[], isCalled: boolean]>([
    [[], true],
    [['route.request.header.auth'], true],
    [['route.request.multivalueheader.auth'], true],
    [['route.request.querystring.q', 'stageVariables.v', 'context.identity.sourceIp'], true],
    [['route.request.header.none'], false],
    [['route.request.header.empty'], false],
    [['route.request.header.auth', 'route.request.querystring.none'], false],
    [['stageVariables.toString'], false],
    [['context.identity.user'], false],
  ])('%j: %s', async (given, isCalled) => {
    const { calls, result } = await authorize(allowed, given)
    expect(calls).toHaveLength(isCalled ? 1 : 0)
    expect(result.kind).toBe(isCalled ? 'authorized' : 'unauthorized')
  })

  test.each(['', 'route.request.body', 'route.request.header.', 'method.request.header.a', 'route.request.header.a}b'])(
    'is none: %j',
    (source) => {
      expect(() => compileIdentitySource(source)).toThrow(DefinitionError)
    },
  )
})

test('the function is called with the event, and on whose behalf', async () => {
  const { calls } = await authorize(allowed)
  expect(calls).toEqual([{ ...call, payload: '{}', traceId: 'Root=1' }])
})

test.each<[what: string, outcome: LambdaOutcome | Promise<LambdaOutcome>, expected: object]>([
  ['allows', allowed, { kind: 'authorized', usageIdentifierKey: undefined }],
  [
    'is not there',
    { kind: 'missing', message: 'no such function' },
    { kind: 'failed', reason: `authorizer ${ARN}: no such function` },
  ],
  [
    'may not be called',
    { kind: 'forbidden', message: 'no permission' },
    { kind: 'failed', reason: `authorizer ${ARN}: no permission` },
  ],
  [
    'knows nobody',
    { ...allowed, payload: Buffer.from('{"errorMessage":"Unauthorized"}'), functionError: 'Handled' },
    { kind: 'unauthorized' },
  ],
  [
    'fails',
    { ...allowed, functionError: 'Unhandled' },
    { kind: 'failed', reason: `authorizer ${ARN}: it failed (Unhandled)` },
  ],
  [
    'does not answer in time',
    new Promise(() => undefined),
    { kind: 'failed', reason: `authorizer ${ARN}: no answer within 1 ms; the function goes on` },
  ],
])('a function that %s', async (_what, outcome, expected) => {
  expect((await authorize(outcome)).result).toMatchObject(expected)
})
