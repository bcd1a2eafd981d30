import { createHash } from 'node:crypto'
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from './test-answers.ts'
import { ARN, newFunction, otherZip, patiently, ROLE, testLambda, zip } from './test-lambda.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')

const made = {
  Architectures: ['x86_64'],
  CodeSha256: sha256(zip),
  CodeSize: zip.length,
  Description: '',
  EphemeralStorage: { Size: 512 },
  FunctionArn: ARN,
  FunctionName: 'f',
  Handler: 'index.handler',
  LastModified: '2026-11-24T03:14:24.000+0000',
  LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
  MemorySize: 128,
  PackageType: 'Zip',
  RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  Role: ROLE,
  Runtime: 'nodejs22.x',
  RuntimeVersionConfig: {
    RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}$/) as string,
  },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  Timeout: 3,
  TracingConfig: { Mode: 'PassThrough' },
  Version: '$LATEST',
}

test('a function is made pending, and becomes active when its package is unpacked', async () => {
  const { client, packages } = await testLambda()
  const gate = Promise.withResolvers<void>()
  packages.gate = gate.promise
  const created = await client.send(new CreateFunctionCommand(newFunction))
  expect(withoutMetadata(created)).toEqual({
    ...made,
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
  })
  gate.resolve()
  await waitUntilFunctionActiveV2(patiently(client), { FunctionName: 'f' })
  const got = await client.send(new GetFunctionCommand({ FunctionName: 'f' }))
  expect(withoutMetadata(got)).toEqual({
    Configuration: { ...made, State: 'Active', LastUpdateStatus: 'Successful' },
    Code: {
      RepositoryType: 'S3',
      Location: expect.stringMatching(/^http:\/\/localhost:4566\/_postern\/code\/[0-9a-f]{64}\?expires=/) as string,
    },
  })
  expect(got.Configuration?.RevisionId).not.toBe(created.RevisionId)
})

test('everything that can be set is answered', async () => {
  const { client } = await testLambda()
  const settings = {
    Description: 'd',
    Timeout: 900,
    MemorySize: 10_240,
    Environment: { Variables: { AB: 'c' } },
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:000000000000:q' },
    TracingConfig: { Mode: 'Active' },
    KMSKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1',
    EphemeralStorage: { Size: 1024 },
    FileSystemConfigs: [
      { Arn: 'arn:aws:elasticfilesystem:eu-west-1:000000000000:access-point/fsap-1', LocalMountPath: '/mnt/a' },
    ],
    Architectures: ['arm64'],
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG' },
    SnapStart: { ApplyOn: 'PublishedVersions' },
  } as const
  const input = { ...newFunction, ...settings, Tags: { a: 'b' } }
  await client.send(new CreateFunctionCommand(input as never))
  const { Configuration, Tags } = await client.send(new GetFunctionCommand({ FunctionName: 'f' }))
  expect(Tags).toEqual({ a: 'b' })
  expect(Configuration).toMatchObject({
    ...settings,
    VpcConfig: {
      ...settings.VpcConfig,
      VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) as string,
      Ipv6AllowedForDualStack: false,
    },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', LogGroup: '/aws/lambda/f' },
    SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' },
  })
})

test.each([
  ['nodejs10.x', 'old'],
  ['nodejs26.x', 'new'],
  ['python2.7', 'old'],
  ['ruby3.3', 'unknown to this machine'],
  ['provided.al2023', 'of the package itself'],
])('the runtime %s is taken: it is %s', async (Runtime) => {
  const { client } = await testLambda()
  const created = await client.send(new CreateFunctionCommand({ ...newFunction, Runtime: Runtime as 'nodejs22.x' }))
  expect(created.Runtime).toBe(Runtime)
})

test('configuration changes member by member, and empty members clear', async () => {
  const { client } = await testLambda()
  const input = {
    ...newFunction,
    Environment: { Variables: { AB: 'c' } },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:000000000000:q' },
    KMSKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1',
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
  } as const
  const created = await client.send(
    new CreateFunctionCommand({ ...input, VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } }),
  )
  const update = (more: object) => client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', ...more }))
  const changed = await update({ Timeout: 7, Description: 'x' })
  expect(changed).toMatchObject({
    Timeout: 7,
    Description: 'x',
    Environment: { Variables: { AB: 'c' } },
    State: 'Active',
    LastUpdateStatus: 'InProgress',
  })
  expect(changed.RevisionId).not.toBe(created.RevisionId)
  const cleared = await update({
    Environment: { Variables: {} },
    DeadLetterConfig: { TargetArn: '' },
    KMSKeyArn: '',
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    Layers: [],
    FileSystemConfigs: [],
    LoggingConfig: { LogFormat: 'Text' },
  })
  expect(cleared).toMatchObject({
    Timeout: 7,
    Environment: { Variables: {} },
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
  })
  for (const member of ['DeadLetterConfig', 'KMSKeyArn', 'FileSystemConfigs', 'Layers']) {
    expect(cleared).not.toHaveProperty(member)
  }
  expect(cleared.LoggingConfig).not.toHaveProperty('ApplicationLogLevel')
})

test('code changes; a dry run changes nothing', async () => {
  const { client } = await testLambda()
  await client.send(new CreateFunctionCommand(newFunction))
  const update = (more: object) =>
    client.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: otherZip, ...more }))
  const would = await update({ DryRun: true })
  expect([would.CodeSha256, would.CodeSize]).toEqual([sha256(otherZip), otherZip.length])
  const read = () => client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }))
  expect((await read()).CodeSha256).toBe(sha256(zip))
  const done = await update({ Architectures: ['arm64'] })
  expect(done).toMatchObject({ CodeSha256: sha256(otherZip), Architectures: ['arm64'], FunctionArn: ARN })
  expect((await read()).CodeSha256).toBe(sha256(otherZip))
  expect(await update({ Publish: true })).toMatchObject({ Version: '1', FunctionArn: `${ARN}:1` })
})

test('both changes heed the revision that the caller has seen', async () => {
  const { client, refusal } = await testLambda()
  await client.send(new CreateFunctionCommand(newFunction))
  const stale = {
    status: 412,
    code: 'PreconditionFailedException',
    body: {
      Type: 'User',
      message:
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    },
  }
  const path = '/2015-03-31/functions/f'
  expect(await refusal('PUT', `${path}/configuration`, { RevisionId: 'x' })).toEqual(stale)
  expect(await refusal('PUT', `${path}/code`, { RevisionId: 'x', ZipFile: zip.toString('base64') })).toEqual(stale)
  const { RevisionId } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }))
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', RevisionId, Timeout: 4 }))
})

test('a function that was deleted is gone, with all that belongs to it', async () => {
  const { client, refusal, store } = await testLambda()
  await client.send(new CreateFunctionCommand(newFunction))
  const { $metadata } = await client.send(new DeleteFunctionCommand({ FunctionName: 'f' }))
  expect($metadata.httpStatusCode).toBe(204)
  const gone = {
    status: 404,
    code: 'ResourceNotFoundException',
    body: { Type: 'User', Message: `Function not found: ${ARN}` },
  }
  expect(await refusal('GET', '/2015-03-31/functions/f')).toEqual(gone)
  expect(await refusal('DELETE', '/2015-03-31/functions/f')).toEqual(gone)
  expect(await Array.fromAsync(store.listRefs(''))).toEqual([])
})

test('functions are listed by name, page by page, with all their versions if asked', async () => {
  const { client } = await testLambda()
  for (const FunctionName of ['c', 'a', 'b']) {
    await client.send(new CreateFunctionCommand({ ...newFunction, FunctionName, Publish: FunctionName === 'b' }))
  }
  const first = await client.send(new ListFunctionsCommand({ MaxItems: 2 }))
  expect(first.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['a', 'b'])
  expect(first.Functions?.[0]).not.toHaveProperty('State')
  const rest = await client.send(new ListFunctionsCommand({ Marker: first.NextMarker }))
  expect(rest.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['c'])
  expect(rest.NextMarker).toBeUndefined()
  const all = await client.send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }))
  expect(all.Functions?.map(({ FunctionArn }) => FunctionArn?.split(':').slice(6).join(':'))).toEqual([
    'a:$LATEST',
    'b:$LATEST',
    'b:1',
    'c:$LATEST',
  ])
})

describe('a function is found by', () => {
  test.each([
    ['its name', 'f', ARN],
    ['a partial ARN', '000000000000:function:f', ARN],
    ['a function: part', 'function:f', ARN],
    ['its ARN', ARN, ARN],
    ['its ARN as it is in a path', ARN.replaceAll(':', '%3A'), ARN],
    ['its name and a version', 'f:1', `${ARN}:1`],
    ['a qualified ARN', `${ARN}:1`, `${ARN}:1`],
    ['$LATEST', 'f:$LATEST', `${ARN}:$LATEST`],
    ['$LATEST as clients encode it', 'f%3A%24LATEST', `${ARN}:$LATEST`],
    ['a qualifier in the query', 'f?Qualifier=1', `${ARN}:1`],
    ['the same qualifier twice', 'f:1?Qualifier=1', `${ARN}:1`],
  ])('%s', async (_what, given, arn) => {
    const { client, send } = await testLambda()
    await client.send(new CreateFunctionCommand({ ...newFunction, Publish: true }))
    const [name = '', query] = given.split('?')
    const answer = await send(
      'GET',
      `/2015-03-31/functions/${name}/configuration${query === undefined ? '' : `?${query}`}`,
    )
    expect(answer.json).toMatchObject({ FunctionArn: arn })
  })
})

test('a package can be downloaded from the location that GetFunction answers, for a while', async () => {
  const { client, locations, now } = await testLambda()
  await client.send(new CreateFunctionCommand(newFunction))
  const { Code } = await client.send(new GetFunctionCommand({ FunctionName: 'f' }))
  const rest = String(Code?.Location).replace('http://localhost:4566/_postern/code', '')
  const answer = await locations.answer(rest)
  expect(answer).toMatchObject({ status: 200, body: new Uint8Array(zip) })
  const forged = rest.replace(/expires=\d/, 'expires=9')
  expect(await locations.answer(forged)).toBeUndefined()
  expect(await locations.answer('/x')).toBeUndefined()
  now.time = '2026-11-24T03:24:24.001Z'
  expect(await locations.answer(rest)).toBeUndefined()
})
