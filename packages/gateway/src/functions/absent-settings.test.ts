import { CreateFunctionCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { lambda } from '../model/lambda.generated.ts'
import { ARN, newFunction, testLambda } from './test-lambda.ts'

test.each([
  ['/2020-06-30/functions/f/code-signing-config', 200, { CodeSigningConfigArn: '', FunctionName: 'f' }],
  [
    '/2019-09-25/functions/f/event-invoke-config',
    404,
    { Type: 'User', Message: `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig` },
  ],
  ['/2019-09-25/functions/f/event-invoke-config/list', 200, { FunctionEventInvokeConfigs: [] }],
  ['/2021-10-31/functions/f/url', 404, { Type: 'User', Message: 'The resource you requested does not exist.' }],
  ['/2021-10-31/functions/f/urls', 200, { FunctionUrlConfigs: [] }],
  [
    '/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1',
    404,
    { Type: 'User', message: 'No Provisioned Concurrency Config found for this function' },
  ],
  ['/2019-09-30/functions/f/provisioned-concurrency?List=ALL', 200, { ProvisionedConcurrencyConfigs: [] }],
  [
    '/2021-07-20/functions/f/runtime-management-config',
    200,
    { UpdateRuntimeOn: 'Auto', FunctionArn: `${ARN}:$LATEST` },
  ],
  ['/2024-08-31/functions/f/recursion-config', 200, { RecursiveLoop: 'Terminate' }],
  ['/2019-09-30/functions/f/concurrency', 200, {}],
])('GET %s', async (path, status, body) => {
  const { client, refusal } = await testLambda()
  await client.send(new CreateFunctionCommand(newFunction))
  expect(await refusal('GET', path)).toMatchObject({ status, body })
  expect(await refusal('GET', path.replace('/f/', '/g/'))).toMatchObject({ status: 404 })
})

/** By the model's table: what has no shapes there is not built. */
const unbuilt = Object.entries(lambda.operations).filter(([, { input, output }]) => input === '' && output === '')

test.each(unbuilt)('%s answers 501 with its own name', async (name, { method, path }) => {
  const { refusal } = await testLambda()
  const answer = await refusal(method, path.replaceAll(/\{\w+\}/g, 'x'), '')
  expect(answer).toMatchObject({
    status: 501,
    code: 'NotImplementedException',
    body: { message: `Postern does not implement ${name} yet` },
  })
})
