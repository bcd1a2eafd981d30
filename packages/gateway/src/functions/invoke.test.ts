import {
  CreateFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import { describe, expect, test } from 'vitest'
import type { InvocationResult } from './function-runtime.ts'
import { ARN, answered, newFunction, testLambda } from './test-lambda.ts'

const FunctionName = 'f'
const path = '/2015-03-31/functions/f/invocations'

async function world(...options: Parameters<typeof testLambda>) {
  const lambda = await testLambda(...options)
  await lambda.client.send(new CreateFunctionCommand({ ...newFunction, Publish: true }))
  return lambda
}

test('a function is run, and its answer is the caller’s', async () => {
  const { client, send, runtime } = await world()
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: '{"a":1}' }))
  expect(answer.Payload?.transformToString()).toBe('{"version":"$LATEST"}')
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
  expect([answer.FunctionError, answer.LogResult]).toEqual([undefined, undefined])
  const [{ invocation, target } = {}] = runtime.invoked
  expect(Buffer.from(invocation?.payload ?? '').toString()).toBe('{"a":1}')
  expect(invocation).toMatchObject({
    requestId: 'request-1',
    invokedArn: ARN,
    traceId: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
  })
  expect(target).toMatchObject({
    functionArn: ARN,
    handler: 'index.handler',
    memorySize: 128,
    timeout: 3,
    environment: {},
  })
  const raw = await send('POST', path)
  expect([raw.headers.get('content-type'), raw.headers.get('x-amzn-requestid')]).toEqual([
    'application/json',
    'request-1',
  ])
})

test('what the function needs to know reaches it', async () => {
  const { runtime, send } = await world()
  const traceId = 'Root=1-65a1b2c3-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1'
  await send('POST', path.replace('/f/', '/f:1/'), '', {
    'X-Amz-Client-Context': Buffer.from('{"custom":{"a":"b"}}').toString('base64'),
    'X-Amz-Log-Type': 'Tail',
    'X-Amzn-Trace-Id': traceId,
  })
  expect(runtime.invoked[0]?.invocation).toEqual({
    requestId: 'request-1',
    payload: '{}',
    invokedArn: `${ARN}:1`,
    traceId,
    clientContext: '{"custom":{"a":"b"}}',
    wantsLogTail: true,
  })
  expect(runtime.invoked[0]?.target.version).toBe('1')
})

test('a function’s failure is no failure of the call, and the end of its log comes with it', async () => {
  const { client, runtime } = await world()
  const error = '{"errorMessage":"x","errorType":"Error"}'
  runtime.answer = () => Promise.resolve(answered(error, { functionError: 'Unhandled', logTail: 'U1RBUlQ=' }))
  const answer = await client.send(new InvokeCommand({ FunctionName, LogType: 'Tail' }))
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
  expect(answer.LogResult).toBe('U1RBUlQ=')
  expect(answer.Payload?.transformToString()).toBe(error)
})

test('a dry run runs nothing', async () => {
  const { client, runtime } = await world()
  const answer = await client.send(new InvokeCommand({ FunctionName, InvocationType: 'DryRun' }))
  expect([answer.StatusCode, runtime.invoked]).toEqual([204, []])
})

describe('refusals', () => {
  test.each<[string, string, string | Uint8Array, Record<string, string>, number, string, string | RegExp]>([
    [
      'no JSON',
      path,
      '{a',
      {},
      400,
      'InvalidRequestContentException',
      /^Could not parse request body into json: Could not parse payload into json: /,
    ],
    [
      'deeper than anyone needs',
      path,
      `${'['.repeat(1001)}${']'.repeat(1001)}`,
      {},
      400,
      'InvalidRequestContentException',
      /it nests deeper than 1000 levels$/,
    ],
    ['no UTF-8', path, Buffer.from([0x22, 0xff, 0x22]), {}, 400, 'InvalidRequestContentException', /Invalid UTF-8$/],
    [
      'a context that is no object',
      path,
      '',
      { 'X-Amz-Client-Context': 'MQ==' },
      400,
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    ],
    [
      'an unknown type',
      path,
      '',
      { 'X-Amz-Invocation-Type': 'Later' },
      400,
      'ValidationException',
      "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
    ],
    [
      'no function',
      path.replace('/f/', '/g/'),
      '',
      {},
      404,
      'ResourceNotFoundException',
      `Function not found: ${ARN.replace(/f$/, 'g')}`,
    ],
    ['no version', `${path}?Qualifier=7`, '', {}, 404, 'ResourceNotFoundException', `Function not found: ${ARN}:7`],
    [
      'no alias',
      `${path}?Qualifier=toString`,
      '',
      {},
      404,
      'ResourceNotFoundException',
      `Cannot find alias arn: ${ARN}:toString`,
    ],
    [
      'a large event',
      path,
      `"${'x'.repeat(1_048_576)}"`,
      { 'X-Amz-Invocation-Type': 'Event' },
      413,
      'RequestEntityTooLargeException',
      'Request must be smaller than 1048576 bytes for the InvokeFunction operation',
    ],
  ])('%s', async (_what, target, body, headers, status, code, message) => {
    const { send, runtime } = await world()
    const answer = await send('POST', target, body, headers)
    const said = answer.json as { message?: string; Message?: string }
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, code])
    expect(said.message ?? said.Message).toMatch(message)
    expect(runtime.invoked).toEqual([])
  })

  test('the runtime has no process to spare', async () => {
    const { runtime, refusal } = await world()
    runtime.answer = () => Promise.resolve({ kind: 'throttled', message: 'busy' })
    expect(await refusal('POST', path)).toEqual({
      status: 429,
      code: 'TooManyRequestsException',
      body: { Type: 'User', message: 'Rate Exceeded.', Reason: 'ConcurrentInvocationLimitExceeded' },
    })
  })

  test('the runtime is closed', async () => {
    const { runtime, refusal } = await world()
    runtime.answer = () => Promise.reject(new Error('secret'))
    expect(await refusal('POST', path)).toEqual({
      status: 500,
      code: 'ServiceException',
      body: { Type: 'Service', Message: 'An error occurred and the request cannot be processed.' },
    })
  })
})

describe('limits of a call’s body', () => {
  test.each([
    [
      'POST',
      '/2015-03-31/functions',
      [],
      70_167_211,
      'Request must be smaller than 70167211 bytes for the CreateFunction operation',
    ],
    [
      'POST',
      '/2015-03-31/functions/',
      [],
      70_167_211,
      'Request must be smaller than 70167211 bytes for the CreateFunction operation',
    ],
    [
      'PUT',
      '/2015-03-31/functions/f/code',
      [],
      70_167_211,
      'Request must be smaller than 70167211 bytes for the UpdateFunctionCode operation',
    ],
    [
      'POST',
      `${path}?Qualifier=1`,
      [],
      6_291_456,
      'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    ],
    [
      'POST',
      path,
      ['x-amz-invocation-type', 'Event'],
      1_048_576,
      'Request must be smaller than 1048576 bytes for the InvokeFunction operation',
    ],
  ])('%s %s', async (method, target, headers, bytes, message) => {
    const { service } = await testLambda()
    const limit = service.bodyLimit?.({ method, target, headers })
    expect([limit?.bytes, limit?.refusal().message]).toEqual([bytes, message])
  })

  test('all others have the common one', async () => {
    const { service } = await testLambda()
    expect(
      service.bodyLimit?.({ method: 'PUT', target: '/2015-03-31/functions/f/configuration', headers: [] }),
    ).toBeUndefined()
  })
})

describe('reserved concurrency', () => {
  const put = (ReservedConcurrentExecutions: number) =>
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions })

  test('bounds what runs at once, over all versions, and is told', async () => {
    const { client, runtime, refusal } = await world()
    await client.send(put(2))
    expect(await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
      ReservedConcurrentExecutions: 2,
    })
    expect((await client.send(new GetFunctionCommand({ FunctionName }))).Concurrency).toEqual({
      ReservedConcurrentExecutions: 2,
    })
    const running: ((result: InvocationResult) => void)[] = []
    const bothRun = Promise.withResolvers<void>()
    runtime.answer = () =>
      new Promise((resolve) => {
        running.push(resolve)
        if (running.length === 2) bothRun.resolve()
      })
    const calls = [
      client.send(new InvokeCommand({ FunctionName })),
      client.send(new InvokeCommand({ FunctionName, Qualifier: '1' })),
    ]
    await bothRun.promise
    const throttled = {
      status: 429,
      code: 'TooManyRequestsException',
      body: { Type: 'User', message: 'Rate Exceeded.', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    }
    expect(await refusal('POST', path)).toEqual(throttled)
    for (const end of running) end(answered('1'))
    await Promise.all(calls)
    runtime.answer = () => Promise.resolve(answered('2'))
    expect((await client.send(new InvokeCommand({ FunctionName }))).Payload?.transformToString()).toBe('2')
    await client.send(put(0))
    expect(await refusal('POST', path)).toEqual(throttled)
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
    expect((await client.send(new InvokeCommand({ FunctionName }))).StatusCode).toBe(200)
  })

  test('is taken from the account', async () => {
    const { client, refusal } = await world()
    await client.send(put(900))
    await client.send(put(899))
    const settings = await client.send(new GetAccountSettingsCommand({}))
    expect(settings).toMatchObject({
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: 1000,
        UnreservedConcurrentExecutions: 101,
      },
      AccountUsage: { FunctionCount: 1, TotalCodeSize: 2 * newFunction.Code.ZipFile.length },
    })
    await client.send(new CreateFunctionCommand({ ...newFunction, FunctionName: 'g' }))
    expect(
      await refusal('PUT', '/2017-10-31/functions/g/concurrency', { ReservedConcurrentExecutions: 2 }),
    ).toMatchObject({
      status: 400,
      body: {
        message:
          "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      },
    })
    expect(
      await refusal('PUT', '/2017-10-31/functions/f:1/concurrency', { ReservedConcurrentExecutions: 2 }),
    ).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^This operation is permitted on Lambda functions only/) as string },
    })
  })
})

test('an event is taken, and the function run later', async () => {
  const { client, runtime } = await world()
  const answer = await client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{"a":1}' }))
  expect([answer.StatusCode, Buffer.from(answer.Payload ?? '').length]).toEqual([202, 0])
  expect(runtime.invoked.map(({ invocation }) => Buffer.from(invocation.payload as Uint8Array).toString())).toEqual([
    '{"a":1}',
  ])
})

test('there is no room for an event', async () => {
  const { refusal } = await world({ events: { most: 0 } })
  expect(await refusal('POST', path, '', { 'X-Amz-Invocation-Type': 'Event' })).toEqual({
    status: 429,
    code: 'TooManyRequestsException',
    body: { Type: 'User', message: 'Rate Exceeded.', Reason: 'CallerRateLimitExceeded' },
  })
})
