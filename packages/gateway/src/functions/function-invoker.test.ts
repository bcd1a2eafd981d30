import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, onTestFinished, test } from 'vitest'
import type { FunctionRoute } from './function-entry.ts'
import { FunctionInvoker } from './function-invoker.ts'
import type { InvocationResult } from './function-runtime.ts'
import { answered } from './test-lambda.ts'

test('events of all invocations that run are bounded together; one alone is always taken', async () => {
  const ends: ((result: InvocationResult) => void)[] = []
  const invoke = () => new Promise<InvocationResult>((resolve) => void ends.push(resolve))
  const invoker = new FunctionInvoker({ invoke }, 10)
  const route = {
    entry: { load: { running: 0 }, document: {} },
    pick: () => ({ functionName: 'f', version: '1' }),
  } as unknown as FunctionRoute
  const start = (payload: string | Uint8Array) =>
    invoker.start(route, { requestId: 'r', payload, invokedArn: 'arn', traceId: '' })?.result

  const alone = start('x'.repeat(11))
  expect(await start('1')).toEqual({
    kind: 'throttled',
    message: 'f was not run: the events of all invocations that wait or run are too large together',
  })
  ends.pop()?.(answered('1'))
  await alone
  const six = start(new Uint8Array(6))
  const four = start('1234')
  expect(await start('1')).toMatchObject({ kind: 'throttled' })
  expect(route.entry.load.running).toBe(2)
  for (const end of ends.splice(0)) end(answered('1'))
  await Promise.all([six, four])
  void start('1')
  expect(ends).toHaveLength(1)
})

test('why an invocation is throttled is told once: its caller hears "Rate Exceeded" only', async () => {
  const warnings: unknown[] = []
  const listener = (message: unknown) => void warnings.push(message)
  subscribe('postern:function:warning', listener)
  onTestFinished(() => void unsubscribe('postern:function:warning', listener))
  const message = 'busy was not run: no process became free in time'
  const invoker = new FunctionInvoker({ invoke: async () => ({ kind: 'throttled', message }) })
  const route = {
    entry: { load: { running: 0 }, document: {} },
    pick: () => ({ functionName: 'busy', functionArn: 'arn:busy', version: '1' }),
  } as unknown as FunctionRoute
  for (const requestId of ['1', '2']) {
    await invoker.start(route, { requestId, payload: '', invokedArn: 'arn:busy', traceId: '' })?.result
  }
  expect(warnings).toEqual([{ functionName: 'busy', warning: message }])
  expect(route.entry.load.running).toBe(0)
})
