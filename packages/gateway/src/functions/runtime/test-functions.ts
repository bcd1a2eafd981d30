import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { FunctionRuntime, Invocation, InvocationResult, RunnableFunction } from '../function-runtime.ts'
import { createFunctionRuntime } from './create-function-runtime.ts'
import type { FunctionRuntimeOptions } from './runtime-options.ts'

const bootstraps = {
  node: join(import.meta.dirname, 'bootstrap/node.ts'),
  python: join(import.meta.dirname, 'bootstrap/python.py'),
}

/** A runtime that is closed when the test is over. */
export function testRuntime(options: Partial<FunctionRuntimeOptions> = {}): FunctionRuntime {
  const runtime = createFunctionRuntime({ bootstraps, ...options })
  onTestFinished(() => runtime.close())
  return runtime
}

/** A directory that is removed when the test is over. */
export function testDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'postern-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A function of these files; a `bootstrap` is executable. */
export function testFunction(
  files: Readonly<Record<string, string>>,
  more: Partial<RunnableFunction> = {},
): RunnableFunction {
  const directory = testDirectory()
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory, name), text)
    if (name === 'bootstrap') chmodSync(join(directory, name), 0o755)
  }
  return {
    key: randomUUID(),
    functionName: 'pets',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:pets',
    version: '$LATEST',
    runtime: 'provided.al2023',
    handler: 'index.handler',
    timeout: 20,
    memorySize: 128,
    environment: {},
    role: 'arn:aws:iam::123456789012:role/pets',
    codeDirectory: () => Promise.resolve(directory),
    ...more,
  }
}

/** A function whose process is this program, with `next`, `post` and `event.do` at hand: see below. */
export function scriptedFunction(script: string, more: Partial<RunnableFunction> = {}): RunnableFunction {
  return testFunction({ bootstrap: `#!${process.execPath}\n${CLIENT}\n${script}` }, more)
}

/** A client of the Runtime API in few lines: the first that would come to one's mind. */
const CLIENT = `
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/'
const post = (path, body, headers = {}) => fetch(base + path, { method: 'POST', body, headers })
const next = async (response) => {
  response ??= await fetch(base + 'invocation/next')
  const id = response.headers.get('lambda-runtime-aws-request-id')
  return { status: response.status, id, headers: Object.fromEntries(response.headers), text: await response.text() }
}
const serve = async (handler) => {
  for (;;) {
    const event = await next()
    const answer = await handler(JSON.parse(event.text), event)
    await post('invocation/' + event.id + '/response', JSON.stringify(answer))
  }
}
// It is idle as soon as it has answered.
const serveAtOnce = async (handler) => {
  for (let event = await next(); ; ) {
    const answer = JSON.stringify(await handler(JSON.parse(event.text), event))
    event = await next(await post('invocation/' + event.id + '/response', answer, { 'Postern-Then': 'next' }))
  }
}
`

export function testInvocation(event: unknown = {}, more: Partial<Invocation> = {}): Invocation {
  return {
    requestId: randomUUID(),
    payload: JSON.stringify(event),
    invokedArn: 'arn:aws:lambda:eu-west-1:123456789012:function:pets',
    traceId: 'Root=1-67891233-abcdef012345678912345678',
    ...more,
  }
}

/** What a function answered: its JSON, and whether that is an error. */
export function answerOf(result: InvocationResult): { readonly failed: boolean; readonly value: unknown } {
  if (result.kind !== 'answered') throw new Error(`Not answered: ${result.message}`)
  const value: unknown = JSON.parse(Buffer.from(result.payload).toString())
  return { failed: result.functionError !== undefined, value }
}

export async function call(
  runtime: FunctionRuntime,
  target: RunnableFunction,
  event: unknown = {},
  more: Partial<Invocation> = {},
): Promise<unknown> {
  const { failed, value } = answerOf(await runtime.invoke(target, testInvocation(event, more)))
  return failed ? { failed: value } : value
}

/** Waits for what will be so; a test's own time limit ends the wait. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}
