import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RuntimeClosed } from './runtime-closed.ts'
import {
  answerOf,
  call,
  scriptedFunction,
  testDirectory,
  testFunction,
  testInvocation,
  testRuntime,
} from './test-functions.ts'

test('an event goes to the process and its answer comes back, again and again from the same process', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction('serve(async (event) => ({ event, pid: process.pid }))')
  const first = await call(runtime, target, { pet: 'Bello' })
  expect(first).toEqual({ event: { pet: 'Bello' }, pid: expect.any(Number) as number })
  expect(await call(runtime, target, { pet: 'Bello' })).toEqual(first)
})

test('the event comes with the headers of the Runtime API', async () => {
  const target = scriptedFunction('serve(async (_, { headers, status }) => ({ headers, status }))', { timeout: 7 })
  const invocation = testInvocation({}, { clientContext: '{"a":"ü\\n",\n"b":1}', invokedArn: 'arn:x:pets:live' })
  const before = Date.now()
  const { value } = answerOf(await testRuntime().invoke(target, invocation))
  const { status, headers } = value as { status: number; headers: Record<string, string> }
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-invoked-function-arn': 'arn:x:pets:live',
    'lambda-runtime-trace-id': invocation.traceId,
    'lambda-runtime-client-context': '{"a":"\\u00fc\\n", "b":1}',
  })
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  expect(deadline).toBeGreaterThanOrEqual(before + 7000)
  expect(deadline).toBeLessThanOrEqual(Date.now() + 7000)
})

test('bytes are as good as a text, and are not touched', async () => {
  const target = scriptedFunction('serve(async (event) => event)')
  const payload = Buffer.from('{"a":"ü€😀"}')
  const result = await testRuntime().invoke(target, { ...testInvocation(), payload })
  expect(answerOf(result).value).toEqual({ a: 'ü€😀' })
})

test('the environment is Lambda’s and the function’s, and nothing of Postern’s', async () => {
  process.env['POSTERN_SECRET_OF_TEST'] = 'x'
  const runtime = testRuntime({
    credentialsFor: (role) => ({ accessKeyId: `key of ${role}`, secretAccessKey: 's', sessionToken: 't' }),
    environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', STAGE: 'given' },
  })
  const target = scriptedFunction('serve(async () => ({ env: process.env, cwd: process.cwd() }))', {
    environment: { STAGE: 'prod', AWS_REGION: 'mars', _HANDLER: 'x', AWS_SESSION_TOKEN: 'mine', POSTERN_WORKER: 'x' },
    memorySize: 256,
    version: '7',
  })
  const taskRoot = await target.codeDirectory()
  const { env, cwd } = (await call(runtime, target)) as { env: Record<string, string>; cwd: string }
  expect(cwd).toBe(taskRoot)
  expect(env).toMatchObject({
    _HANDLER: 'index.handler',
    STAGE: 'prod',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: `key of ${target.role}`,
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_SESSION_TOKEN: 't',
    AWS_LAMBDA_FUNCTION_NAME: 'pets',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_VERSION: '7',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/pets',
    AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/) as string,
    AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
    LAMBDA_TASK_ROOT: taskRoot,
    TZ: ':UTC',
    POSTERN_WORKER: expect.stringMatching(/^[0-9a-f-]{36}\.1;$/) as string,
  })
  expect(env['HOME']).toBe(env['TMPDIR'])
  // PWD is the shell's.
  const others = Object.keys(env).filter((name) => !/^(?:AWS_|LAMBDA_|_HANDLER$|STAGE$|POSTERN_WORKER$)/.test(name))
  expect(others.sort()).toEqual(['HOME', 'LANG', 'LD_LIBRARY_PATH', 'NODE_PATH', 'PATH', 'PWD', 'TMPDIR', 'TZ'])
})

test('each process has a temporary directory, which goes with it', async () => {
  const workDirectory = testDirectory()
  const runtime = testRuntime({ workDirectory })
  const target = scriptedFunction(`
    serve(async () => { require('fs').writeFileSync(process.env.TMPDIR + '/x', 'y'); return process.env.TMPDIR })`)
  const directory = String(await call(runtime, target))
  expect(existsSync(`${directory}/x`)).toBe(true)
  await runtime.close()
  expect(readdirSync(workDirectory)).toEqual([])
})

test('nothing is made before the first invocation', async () => {
  const workDirectory = testDirectory()
  const runtime = testRuntime({ workDirectory })
  expect(readdirSync(workDirectory)).toEqual([])
  await runtime.close()
})

test('after close there are no invocations; what was under way is told; closing twice is one closing', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction('serve(() => new Promise(() => {}))')
  const stuck = testFunction({}, { codeDirectory: () => new Promise(() => undefined) })
  const pending = [target, stuck].map((each) => runtime.invoke(each, testInvocation()))
  const told = Promise.allSettled(pending)
  // The first invocation opens the runtime; closing waits for that.
  const closing = runtime.close()
  expect(runtime.close()).toBe(closing)
  await closing
  const reason = expect.any(RuntimeClosed) as RuntimeClosed
  expect(await told).toEqual(pending.map(() => ({ status: 'rejected', reason })))
  await expect(runtime.invoke(target, testInvocation())).rejects.toThrow(RuntimeClosed)
})
