import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda'
import { describe, expect, test } from 'vitest'
import { ARN, newFunction, testLambda } from './test-lambda.ts'

const path = '/2015-03-31/functions/f/policy'
const permission = {
  Action: 'lambda:InvokeFunction',
  Principal: 'apigateway.amazonaws.com',
  StatementId: 's',
  SourceArn: 'arn:aws:execute-api:eu-west-1:000000000000:a/*/*',
}

async function world() {
  const lambda = await testLambda()
  await lambda.client.send(new CreateFunctionCommand({ ...newFunction, Publish: true }))
  const statements = async (Qualifier?: string) => {
    const { Policy } = await lambda.client.send(new GetPolicyCommand({ FunctionName: 'f', Qualifier }))
    return (JSON.parse(String(Policy)) as { Statement: object[] }).Statement
  }
  return { ...lambda, statements }
}

test('a statement is byte by byte what AWS makes of it', async () => {
  const { client, statements, refusal } = await world()
  const { Statement } = await client.send(new AddPermissionCommand({ FunctionName: 'f', ...permission }))
  expect(Statement).toBe(
    `{"Sid":"s","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"${ARN}","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:eu-west-1:000000000000:a/*/*"}}}`,
  )
  const { Policy, RevisionId } = await client.send(new GetPolicyCommand({ FunctionName: 'f' }))
  expect(Policy).toBe(`{"Version":"2012-10-17","Id":"default","Statement":[${Statement}]}`)
  const { RevisionId: own } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }))
  expect(RevisionId).toBe(own)
  expect(await statements()).toHaveLength(1)
  const removed = await client.send(new RemovePermissionCommand({ FunctionName: 'f', StatementId: 's' }))
  expect(removed.$metadata.httpStatusCode).toBe(204)
  expect(await refusal('GET', path)).toEqual({
    status: 404,
    code: 'ResourceNotFoundException',
    body: { Type: 'User', Message: 'The resource you requested does not exist.' },
  })
})

describe('principals and conditions', () => {
  test.each<[string, object, object]>([
    ['an account', { Principal: '123456789012' }, { Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    [
      'a role',
      { Principal: 'arn:aws:iam::123456789012:role/r' },
      { Principal: { AWS: 'arn:aws:iam::123456789012:role/r' } },
    ],
    ['everybody', { Principal: '*' }, { Principal: '*' }],
    [
      'a source account',
      { SourceAccount: '123456789012' },
      {
        Condition: {
          StringEquals: { 'AWS:SourceAccount': '123456789012' },
          ArnLike: { 'AWS:SourceArn': permission.SourceArn },
        },
      },
    ],
    [
      'an organisation',
      { Principal: '*', SourceArn: undefined, PrincipalOrgID: 'o-1234567890' },
      { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } },
    ],
    [
      'a token',
      { SourceArn: undefined, EventSourceToken: 't' },
      { Condition: { StringEquals: { 'lambda:EventSourceToken': 't' } } },
    ],
    [
      'a function URL',
      { SourceArn: undefined, FunctionUrlAuthType: 'NONE' },
      { Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } },
    ],
    ['no condition', { SourceArn: undefined }, { Principal: { Service: 'apigateway.amazonaws.com' } }],
    ['a version', { Qualifier: '1' }, { Resource: `${ARN}:1` }],
  ])('%s', async (_what, more, expected) => {
    const { client } = await world()
    const answer = await client.send(new AddPermissionCommand({ FunctionName: 'f', ...permission, ...more }))
    expect(JSON.parse(String(answer.Statement))).toMatchObject(expected)
  })
})

describe('refusals', () => {
  test.each<[string, string, string, unknown, number, string]>([
    [
      'a taken id',
      'POST',
      path,
      permission,
      409,
      'The statement id (s) provided already exists. Please provide a new statement id, or remove the existing statement.',
    ],
    [
      'a principal that is none',
      'POST',
      path,
      { ...permission, StatementId: 't', Principal: 'nobody' },
      400,
      'The provided principal was invalid. Please check the principal and try again.',
    ],
    [
      'an id that is none',
      'POST',
      path,
      { ...permission, StatementId: 'a.b' },
      400,
      "1 validation error detected: Value 'a.b' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)",
    ],
    [
      'an action of another service',
      'POST',
      path,
      { ...permission, Action: 's3:GetObject' },
      400,
      "1 validation error detected: Value 's3:GetObject' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])",
    ],
    [
      '$LATEST',
      'POST',
      `${path}?Qualifier=$LATEST`,
      permission,
      400,
      'We currently do not support adding policies for $LATEST.',
    ],
    [
      'an alias that is not there',
      'POST',
      `${path}?Qualifier=nope`,
      permission,
      404,
      `Cannot find alias arn: ${ARN}:nope`,
    ],
    ['a version that is not there', 'POST', `${path}?Qualifier=9`, permission, 404, `Function not found: ${ARN}:9`],
    [
      'a function that is not there',
      'POST',
      path.replace('/f/', '/g/'),
      permission,
      404,
      `Function not found: ${ARN.replace(/f$/, 'g')}`,
    ],
    [
      'an old revision',
      'POST',
      path,
      { ...permission, StatementId: 't', RevisionId: 'x' },
      412,
      'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
    ],
    ['removing what is not there', 'DELETE', `${path}/t`, '', 404, 'Statement t is not found in resource policy.'],
    [
      'removing from what has no policy',
      'DELETE',
      `${path}/t?Qualifier=1`,
      '',
      404,
      'No policy is associated with the given resource.',
    ],
    [
      'removing from no function',
      'DELETE',
      `${path.replace('/f/', '/g/')}/s`,
      '',
      404,
      `No policy found for: ${ARN.replace(/f$/, 'g')}`,
    ],
    [
      'removing with an old revision',
      'DELETE',
      `${path}/s?RevisionId=x`,
      '',
      412,
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    ],
  ])('%s', async (_what, method, target, body, status, message) => {
    const { client, refusal } = await world()
    await client.send(new AddPermissionCommand({ FunctionName: 'f', ...permission }))
    const answer = await refusal(method, target, body)
    const said = answer.body as { message?: string; Message?: string }
    expect([answer.status, said.message ?? said.Message]).toEqual([status, message])
  })

  test('a policy of more than 20 KB', async () => {
    const { client, refusal, statements } = await world()
    const long = (index: number) => ({
      ...permission,
      StatementId: `s${index}`,
      SourceArn: `arn:aws:s3:::${'x'.repeat(2000)}`,
    })
    for (let index = 0; index < 9; index++) {
      await client.send(new AddPermissionCommand({ FunctionName: 'f', ...long(index) }))
    }
    expect(await refusal('POST', path, long(9))).toMatchObject({
      status: 400,
      code: 'PolicyLengthExceededException',
      body: {
        message: expect.stringMatching(
          /^The final policy size \(2\d{4}\) is bigger than the limit \(20480\).$/,
        ) as string,
      },
    })
    expect(await statements()).toHaveLength(9)
  })
})

test('an alias has a policy of its own, which goes with it', async () => {
  const { client, statements, refusal } = await world()
  const alias = { FunctionName: 'f', Name: 'live' }
  await client.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }))
  await client.send(new AddPermissionCommand({ FunctionName: 'f:live', ...permission }))
  await client.send(new AddPermissionCommand({ FunctionName: 'f', ...permission }))
  expect(await statements('live')).toMatchObject([{ Resource: `${ARN}:live` }])
  expect(await statements()).toMatchObject([{ Resource: ARN }])
  await client.send(new DeleteAliasCommand(alias))
  await client.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }))
  expect(await refusal('GET', `${path}?Qualifier=live`)).toMatchObject({ status: 404 })
})
