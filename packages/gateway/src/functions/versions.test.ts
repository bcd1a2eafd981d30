import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  InvokeCommand,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from './test-answers.ts'
import { ARN, newFunction, otherZip, testLambda } from './test-lambda.ts'

const FunctionName = 'f'

async function world(random = 0) {
  const lambda = await testLambda({ random: () => random })
  const { client } = lambda
  await client.send(new CreateFunctionCommand(newFunction))
  return {
    ...lambda,
    publish: async (more: object = {}) => client.send(new PublishVersionCommand({ FunctionName, ...more })),
    change: async (Description: string) =>
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description })),
    versions: async () => {
      const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }))
      return Versions?.map(({ Version }) => Version)
    },
    executed: async (Qualifier?: string) => {
      const answer = await client.send(new InvokeCommand({ FunctionName, Qualifier }))
      return answer.ExecutedVersion
    },
  }
}

test('a version is what $LATEST was, ready and numbered', async () => {
  const { publish, change, client } = await world()
  const first = await publish({ Description: 'one' })
  expect(first).toMatchObject({
    Version: '1',
    FunctionArn: `${ARN}:1`,
    Description: 'one',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  })
  await change('two')
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: otherZip }))
  const second = await publish()
  expect(second).toMatchObject({ Version: '2', Description: 'two' })
  const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName, MaxItems: 10_000 }))
  expect(Versions.map(({ Version, CodeSha256 }) => [Version, CodeSha256])).toEqual([
    ['$LATEST', second.CodeSha256],
    ['1', first.CodeSha256],
    ['2', second.CodeSha256],
  ])
})

test('where nothing has changed, no version is published', async () => {
  const { publish, change, versions } = await world()
  const first = await publish()
  const again = await publish({ Description: 'other' })
  expect(withoutMetadata(again)).toEqual(withoutMetadata(first))
  await change('x')
  expect((await publish()).Version).toBe('2')
  expect(await versions()).toEqual(['$LATEST', '1', '2'])
})

test('numbers of deleted versions do not come again', async () => {
  const { client, publish, versions } = await world()
  await publish()
  await client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }))
  expect(await versions()).toEqual(['$LATEST'])
  expect((await publish()).Version).toBe('2')
})

test.each([
  [
    'CodeSha256',
    'aaaa',
    400,
    /^CodeSHA256 \(aaaa\) is different from current CodeSHA256 in \$LATEST \(.{44}\). Please try again/,
  ],
  ['RevisionId', 'x', 412, /^The Revision Id provided does not match/],
])('publishing heeds %s', async (member, value, status, message) => {
  const { refusal } = await world()
  const answer = await refusal('POST', '/2015-03-31/functions/f/versions', { [member]: value })
  expect(answer.status).toBe(status)
  expect((answer.body as { message: string }).message).toMatch(message)
})

test('an alias through its life', async () => {
  const { client, publish, change, refusal } = await world()
  await publish()
  await change('2')
  await publish()
  const alias = { FunctionName, Name: 'live' }
  const created = await client.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1', Description: 'd' }))
  const expected = { AliasArn: `${ARN}:live`, Name: 'live', FunctionVersion: '1', Description: 'd' }
  expect(withoutMetadata(created)).toEqual({ ...expected, RevisionId: created.RevisionId })
  expect(created.$metadata.httpStatusCode).toBe(201)
  expect(withoutMetadata(await client.send(new GetAliasCommand(alias)))).toEqual(withoutMetadata(created))

  const RoutingConfig = { AdditionalVersionWeights: { 2: 0.25 } }
  const routed = await client.send(new UpdateAliasCommand({ ...alias, RoutingConfig, RevisionId: created.RevisionId }))
  expect(routed).toMatchObject({ ...expected, RoutingConfig })
  expect(routed.RevisionId).not.toBe(created.RevisionId)
  const cleared = await client.send(
    new UpdateAliasCommand({ ...alias, FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } }),
  )
  expect(withoutMetadata(cleared)).toEqual({ ...expected, FunctionVersion: '2', RevisionId: cleared.RevisionId })

  await client.send(new CreateAliasCommand({ FunctionName, Name: '__proto__', FunctionVersion: '$LATEST' }))
  const list = async (FunctionVersion?: string) => {
    const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName, FunctionVersion }))
    return Aliases?.map(({ Name }) => Name)
  }
  expect([await list(), await list('2'), await list('1')]).toEqual([['__proto__', 'live'], ['live'], []])

  expect(await refusal('DELETE', '/2015-03-31/functions/f?Qualifier=2')).toMatchObject({
    status: 409,
    body: { message: 'Unable to delete version because the following aliases reference it: [live]' },
  })
  for (const _ of [1, 2]) {
    const deleted = await client.send(new DeleteAliasCommand(alias))
    expect(deleted.$metadata.httpStatusCode).toBe(204)
  }
  expect(await refusal('GET', '/2015-03-31/functions/f/aliases/live')).toEqual({
    status: 404,
    code: 'ResourceNotFoundException',
    body: { Type: 'User', Message: `Cannot find alias arn: ${ARN}:live` },
  })
})

describe('an alias is refused', () => {
  const weights = (AdditionalVersionWeights: object) => ({ RoutingConfig: { AdditionalVersionWeights } })
  const map =
    "1 validation error detected: Value '{%}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map "
  test.each<[string, object, number, string]>([
    ['that is there', { Name: 'taken' }, 409, `Alias already exists: ${ARN}:taken`],
    [
      'that is a number',
      { Name: '2024' },
      400,
      "1 validation error detected: Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    ],
    ['of no version', { FunctionVersion: '9' }, 404, `Function not found: ${ARN}:9`],
    [
      'of an alias',
      { FunctionVersion: 'taken' },
      400,
      "1 validation error detected: Value 'taken' at 'functionVersion' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\$LATEST(\\.PUBLISHED)?|[0-9]+)",
    ],
    ['with a share for no version', weights({ 9: 0.5 }), 404, `Function not found: ${ARN}:9`],
    [
      'with a share for its own version',
      weights({ 1: 0.5 }),
      400,
      'Invalid function version 1. Function version 1 is already included in routing configuration.',
    ],
    [
      'with two shares',
      weights({ 2: 0.1, 3: 0.1 }),
      400,
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    [
      'with a share above 1',
      weights({ 2: 2 }),
      400,
      `${map.replace('%', '2=2.0')}value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]`,
    ],
    [
      'with a share below 0',
      weights({ 2: -1 }),
      400,
      `${map.replace('%', '2=-1.0')}value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]`,
    ],
    [
      'with a share for $LATEST',
      weights({ $LATEST: 0.5 }),
      400,
      `${map.replace('%', '$LATEST=0.5')}keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]`,
    ],
    [
      'of $LATEST with a share',
      { FunctionVersion: '$LATEST', ...weights({ 2: 0.5 }) },
      400,
      '$LATEST is not supported for an alias pointing to more than 1 version',
    ],
  ])('%s', async (_what, change, status, message) => {
    const { client, publish, refusal } = await world()
    await publish()
    await client.send(new CreateAliasCommand({ FunctionName, Name: 'taken', FunctionVersion: '1' }))
    const answer = await refusal('POST', '/2015-03-31/functions/f/aliases', {
      Name: 'a',
      FunctionVersion: '1',
      ...change,
    })
    const said = answer.body as { message?: string; Message?: string }
    expect([answer.status, said.message ?? said.Message]).toEqual([status, message])
  })

  test('a change of one that is not there', async () => {
    const { refusal } = await world()
    expect(await refusal('PUT', '/2015-03-31/functions/f/aliases/a', {})).toMatchObject({
      status: 404,
      body: { Message: `Alias not found: ${ARN}:a` },
    })
  })
})

test.each([
  [0, '2'],
  [0.2499, '2'],
  [0.25, '1'],
  [0.9999, '1'],
])('an alias that routes a quarter elsewhere runs, drawing %d, version %s', async (drawn, version) => {
  const { client, publish, change, executed } = await world(drawn)
  await publish()
  await change('2')
  await publish()
  const RoutingConfig = { AdditionalVersionWeights: { 2: 0.25 } }
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1', RoutingConfig }))
  expect(await executed('live')).toBe(version)
  expect(await executed()).toBe('$LATEST')
  expect(await executed('1')).toBe('1')
})
