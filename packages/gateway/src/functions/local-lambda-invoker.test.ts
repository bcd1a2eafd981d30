import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import type { LambdaCall, LambdaOutcome, LambdaTarget } from '../data-plane/lambda-invoker.ts'
import type { FunctionsOptions } from './open-functions.ts'
import { ARN, newFunction, testLambda } from './test-lambda.ts'

function targetOf(arn: string): LambdaTarget {
  const [, , , region = '', accountId = '', , functionName = '', qualifier] = arn.split(':')
  return { arn, region, accountId, functionName, qualifier }
}

function callOf(target: LambdaTarget, payload = '{}'): LambdaCall {
  return { target, payload, traceId: 'Root=1-x', credentials: { kind: 'gateway' }, sourceArn: 'arn:source' }
}

async function world(options: Partial<FunctionsOptions> = {}) {
  const lambda = await testLambda(options)
  await lambda.client.send(new CreateFunctionCommand({ ...newFunction, Publish: true }))
  await lambda.client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }))
  const invoke = (arn: string, payload?: string) => lambda.invoker.invoke(callOf(targetOf(arn), payload))
  return { ...lambda, invoke }
}

const textOf = (outcome: LambdaOutcome) =>
  outcome.kind === 'answered' ? Buffer.from(outcome.payload).toString() : outcome.message

test.each([
  [ARN, '{"version":"$LATEST"}'],
  [`${ARN}:$LATEST`, '{"version":"$LATEST"}'],
  [`${ARN}:1`, '{"version":"1"}'],
  [`${ARN}:live`, '{"version":"1"}'],
])('%s is run', async (arn, text) => {
  const { invoke, runtime } = await world()
  const outcome = await invoke(arn, '{"a":1}')
  expect([outcome.kind, textOf(outcome)]).toEqual(['answered', text])
  expect(runtime.invoked[0]?.invocation).toMatchObject({
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    payload: '{"a":1}',
    invokedArn: arn,
    traceId: 'Root=1-x',
  })
})

test.each([
  [`${ARN}:2`, `No function ${ARN}:2 is here`],
  [`${ARN}:dev`, `No function ${ARN}:dev is here`],
  [`${ARN}:constructor`, `No function ${ARN}:constructor is here`],
  [ARN.replace(/f$/, '__proto__'), `No function ${ARN.replace(/f$/, '__proto__')} is here`],
  [
    ARN.replace('eu-west-1', 'us-east-1'),
    `No function ${ARN.replace('eu-west-1', 'us-east-1')} is here; the functions of this server are in eu-west-1 of 000000000000`,
  ],
  [
    ARN.replace('000000000000', '111111111111'),
    `No function ${ARN.replace('000000000000', '111111111111')} is here; the functions of this server are in eu-west-1 of 000000000000`,
  ],
])('%s is missing', async (arn, message) => {
  const { invoke, invoker } = await world()
  expect(await invoke(arn)).toEqual({ kind: 'missing', message })
  expect(invoker.has(targetOf(arn))).toBe(false)
})

test('the same target sees every change', async () => {
  const { invoker, client, runtime } = await world()
  const call = callOf(targetOf(ARN))
  const keys = async () => {
    const outcome = await invoker.invoke(call)
    return outcome.kind === 'answered' ? runtime.invoked.at(-1)?.target.key : outcome.kind
  }
  const first = await keys()
  expect(await keys()).toBe(first)
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 9 }))
  const second = await keys()
  expect(second).not.toBe(first)
  expect(runtime.invoked.at(-1)?.target.timeout).toBe(9)
  await client.send(new DeleteFunctionCommand({ FunctionName: 'f' }))
  expect(await keys()).toBe('missing')
  await client.send(new CreateFunctionCommand(newFunction))
  expect(await keys()).not.toBe(second)
  expect(runtime.retired).toContain(second)
})

test('limits, concurrency and a server that stops', async () => {
  const { invoke, client, runtime } = await world()
  expect((await invoke(ARN, `"${'é'.repeat(3_145_728)}"`)).kind).toBe('too-large')
  expect((await invoke(ARN, `"${'x'.repeat(6_291_454)}"`)).kind).toBe('answered')
  runtime.answer = () => Promise.resolve({ kind: 'throttled', message: 'All 50 processes are busy' })
  expect(await invoke(ARN)).toEqual({ kind: 'throttled', message: 'All 50 processes are busy' })
  runtime.answer = () => Promise.reject(new Error('closed'))
  expect((await invoke(ARN)).kind).toBe('unavailable')
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }))
  expect((await invoke(ARN)).kind).toBe('throttled')
})

test('a permission check sees the policy of the qualifier that is called', async () => {
  const seen: unknown[] = []
  const { invoke, client, runtime } = await world({
    permission(call, statements) {
      seen.push([call.target.qualifier, statements.map(({ Sid }) => Sid)])
      return statements.length > 0 ? undefined : { kind: 'forbidden', message: 'no' }
    },
  })
  const permission = { Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' }
  await client.send(new AddPermissionCommand({ FunctionName: 'f', Qualifier: 'live', StatementId: 's', ...permission }))
  expect(await invoke(ARN)).toEqual({ kind: 'forbidden', message: 'no' })
  expect(runtime.invoked).toEqual([])
  expect((await invoke(`${ARN}:live`)).kind).toBe('answered')
  expect(seen).toEqual([
    [undefined, []],
    ['live', ['s']],
  ])
})
