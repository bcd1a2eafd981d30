import { CreateApiCommand } from '@aws-sdk/client-apigatewayv2'
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf, lambdaClientOf } from './support/client.ts'
import { deployFunction, invoke } from './support/deploy-function.ts'
import { PosternProcess } from './support/postern-process.ts'

let postern: PosternProcess
beforeAll(async () => {
  postern = await PosternProcess.start()
})
afterAll(() => postern[Symbol.asyncDispose]())

interface Failure {
  readonly name: string
  readonly code: string
  readonly more?: Partial<CreateFunctionCommandInput>
  readonly type: string
  readonly message: RegExp
}

/** What each does when it is told to fail; else it answers its count of invocations in this process. */
const failures: readonly Failure[] = [
  { name: 'throw', code: 'throw new TypeError("no")', type: 'TypeError', message: /^no$/ },
  {
    name: 'timeout',
    code: 'await new Promise((resolve) => setTimeout(resolve, 600_000))',
    more: { Timeout: 1 },
    type: 'Sandbox.Timedout',
    message: /Task timed out after 1\.00 seconds$/,
  },
  {
    name: 'busy',
    code: 'for (;;);',
    more: { Timeout: 1 },
    type: 'Sandbox.Timedout',
    message: /Task timed out after 1\.00 seconds$/,
  },
  {
    name: 'exit',
    code: 'process.exit(3)',
    type: 'Runtime.ExitError',
    message: /^RequestId: \S{36} Error: Runtime exited with error: exit status 3$/,
  },
  {
    name: 'kill',
    code: 'process.kill(process.pid, "SIGKILL"); await new Promise(() => {})',
    type: 'Runtime.ExitError',
    message: /^RequestId: \S{36} Error: Runtime exited with error: signal: killed$/,
  },
  {
    name: 'rejection',
    code: 'Promise.reject(new Error("nobody cares")); await new Promise((resolve) => setTimeout(resolve, 60_000))',
    type: 'Runtime.UnhandledPromiseRejection',
    message: /nobody cares/,
  },
  {
    name: 'heap',
    code: 'const all = []; for (;;) all.push(new Array(10_000).fill({}))',
    more: { Timeout: 60 },
    type: 'Runtime.ExitError',
    message: /Runtime exited with error: signal: (aborted|killed)$/,
  },
  {
    name: 'buffers',
    code: 'const all = []; for (;;) { all.push(Buffer.alloc(4_000_000, 1)); await new Promise(setImmediate) }',
    more: { Timeout: 60 },
    type: 'Runtime.ExitError',
    message: /Runtime exited with error: signal: killed$/,
  },
]

test.each(failures)('$name: Lambda says what failed, the API 500, and the next call is served', async (failure) => {
  const { name, code, more, type, message } = failure
  const client = lambdaClientOf(postern.url)
  const index = `let count = 0
exports.handler = async (event) => {
  if (event.fails === true || event.rawPath === '/fails') { ${code} }
  return { count: ++count }
}`
  const arn = await deployFunction(client, name, { 'index.js': index }, more)
  expect((await invoke(client, name)).payload).toEqual({ count: 1 })
  const failed = await invoke(client, name, { fails: true })
  expect(failed).toMatchObject({ error: 'Unhandled', payload: { errorType: type } })
  expect((failed.payload as { readonly errorMessage: string }).errorMessage).toMatch(message)
  const isReplaced = name !== 'throw'
  expect((await invoke(client, name)).payload).toEqual({ count: isReplaced ? 1 : 2 })

  const api = await clientOf(postern.url).send(new CreateApiCommand({ Name: name, ProtocolType: 'HTTP', Target: arn }))
  const call = (path: string) => fetch(`${postern.url}/_aws/execute-api/${api.ApiId}/$default${path}`)
  const answer = await call('/fails')
  expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  expect((await call('/works')).status).toBe(200)
  client.destroy()
})
