import { randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findProgram, testWith } from '../../../../../test/support/find-program.ts'
import type { RunnableFunction } from '../function-runtime.ts'
import type { FunctionWarning } from './function-warnings.ts'
import { answerOf, call, testFunction, testInvocation, testRuntime } from './test-functions.ts'

function nodeFunction(source: string, more: Partial<RunnableFunction> = {}): RunnableFunction {
  return testFunction({ 'index.mjs': source }, { runtime: 'nodejs22.x', ...more })
}

describe('a Node function', () => {
  test('answers, and knows its context', async () => {
    const target = nodeFunction(`export const handler = async (event, context) => ({
      event, id: context.awsRequestId, left: context.getRemainingTimeInMillis() > 0, trace: process.env._X_AMZN_TRACE_ID })`)
    const invocation = testInvocation({ a: 1 })
    const { failed, value } = answerOf(await testRuntime().invoke(target, invocation))
    const { requestId: id, traceId: trace } = invocation
    expect({ failed, value }).toEqual({ failed: false, value: { event: { a: 1 }, id, left: true, trace } })
  })

  test('gets a heap of its memory size', async () => {
    const target = nodeFunction(
      `import { getHeapStatistics } from 'node:v8'
      export const handler = async () => getHeapStatistics().heap_size_limit / 1048576`,
      { memorySize: 512 },
    )
    const heap = Number(await call(testRuntime(), target))
    // The old generation's 460 MB, and the young one's semi-spaces.
    expect(heap).toBeGreaterThanOrEqual(460)
    expect(heap).toBeLessThan(640)
  })

  test('throws, and is the same process the next time', async () => {
    const runtime = testRuntime()
    const target = nodeFunction(`export const handler = async (event) => {
      if (event.fail) throw new TypeError('no pets')
      return process.pid
    }`)
    const pid = await call(runtime, target)
    expect(await call(runtime, target, { fail: true })).toMatchObject({
      failed: { errorType: 'TypeError', errorMessage: 'no pets' },
    })
    expect(await call(runtime, target)).toBe(pid)
  })

  test.each([
    ['cannot be loaded', 'throw new Error("no luck")', 'nodejs22.x', { errorType: 'Error', errorMessage: 'no luck' }],
    ['has no handler', 'export const other = 1', 'nodejs22.x', { errorType: 'Runtime.HandlerNotFound' }],
  ])('that %s has its own error', async (_, source, runtime, error) => {
    const target = nodeFunction(source, { runtime })
    expect(await call(testRuntime(), target)).toMatchObject({ failed: error })
  })

  test('with an unhandled rejection ends, and is replaced', async () => {
    const runtime = testRuntime()
    const target = nodeFunction(`export const handler = (event) => {
      if (event.fail) { Promise.reject(new Error('lost')); return new Promise(() => setInterval(() => {}, 1000)) }
      return Promise.resolve(process.pid)
    }`)
    const pid = await call(runtime, target)
    expect(await call(runtime, target, { fail: true })).toMatchObject({
      failed: { errorType: 'Runtime.UnhandledPromiseRejection' },
    })
    expect(await call(runtime, target)).not.toBe(pid)
  })

  test('of an old runtime runs, and the operator is told once', async () => {
    const warnings: FunctionWarning[] = []
    const listener = (message: unknown) => void warnings.push(message as FunctionWarning)
    subscribe('postern:function:warning', listener)
    onTestFinished(() => void unsubscribe('postern:function:warning', listener))
    const functionName = randomUUID()
    const functionArn = `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`
    const target = testFunction(
      { 'index.js': 'exports.handler = (event, context, callback) => callback(null, process.version)' },
      { runtime: 'nodejs10.x', functionName, functionArn },
    )
    const runtime = testRuntime()
    expect(await call(runtime, target)).toBe(process.version)
    expect(await call(runtime, { ...target, key: randomUUID() })).toBe(process.version)
    const warning = `nodejs10.x is no more: the function runs on Node.js ${process.version}`
    expect(warnings).toEqual([{ functionName, warning }])
  })
})

const withPython = testWith('python3', findProgram('python3') !== undefined)

function pythonFunction(source: string): RunnableFunction {
  return testFunction({ 'index.py': source }, { runtime: 'python3.12' })
}

withPython('a Python function answers, prints and fails', async () => {
  const runtime = testRuntime()
  const target = pythonFunction(`
import os
def handler(event, context):
    print('hello')
    if event.get('fail'):
        raise ValueError('no pets')
    return {'event': event, 'id': context.aws_request_id, 'env': os.environ['AWS_EXECUTION_ENV']}
`)
  const invocation = testInvocation({ a: 1 }, { wantsLogTail: true })
  const result = await runtime.invoke(target, invocation)
  const env = 'AWS_Lambda_python3.12'
  expect(answerOf(result).value).toEqual({ event: { a: 1 }, id: invocation.requestId, env })
  const tail = result.kind === 'answered' ? Buffer.from(String(result.logTail), 'base64').toString() : ''
  expect(tail).toMatch(/^START .*\nhello\nEND .*\nREPORT /)
  expect(await call(runtime, target, { fail: true })).toMatchObject({
    failed: { errorType: 'ValueError', errorMessage: 'no pets' },
  })
})

withPython('a Python function that cannot be loaded has its own error', async () => {
  expect(await call(testRuntime(), pythonFunction('import nothing_of_that_name'))).toMatchObject({
    failed: { errorType: 'Runtime.ImportModuleError' },
  })
})
