import { expect, test } from 'vitest'
import { findProgram, testWith } from '../../../../../test/support/find-program.ts'
import { answerOf, call, scriptedFunction, testFunction, testInvocation, testRuntime } from './test-functions.ts'

const KILLED = 'Runtime exited with error: signal: killed'
const ABORTED = 'Runtime exited with error: signal: aborted'

/** What is allocated is written to, as memory that is not is none. `event.mb` at most, else without end. */
const HUNGRY = `
const { execFile, spawn } = require('child_process')
serve(async (event) => {
  const kept = []
  for (let mb = 0; mb < (event.mb ?? Infinity); mb += 4) {
    if (event.heap) kept.push(Array.from({ length: 131072 }, (_, at) => ({ at })))
    else if (event.child) { spawn(process.execPath, ['-e', 'globalThis.b = Buffer.alloc(60e6, 1); setInterval(() => {}, 1e6)'], { stdio: 'ignore' }) }
    else kept.push(Buffer.alloc(4194304, 1))
    await new Promise((resolve) => setTimeout(resolve, event.child ? 300 : 0))
  }
  return process.memoryUsage().rss
})`

test.each([
  ['in buffers', { heap: false }, [KILLED]],
  // Whichever is first: the watch, or V8's own limit.
  ['in the heap', { heap: true }, [KILLED, ABORTED]],
  ['in processes that it starts', { child: true }, [KILLED]],
])('a function that allocates without end is stopped: %s', async (_, event, reasons) => {
  const runtime = testRuntime()
  const target = scriptedFunction(HUNGRY, { memorySize: 256, timeout: 30 })
  const { failed, value } = answerOf(await runtime.invoke(target, testInvocation(event)))
  const { errorType, errorMessage } = value as { errorType: string; errorMessage: string }
  expect({ failed, errorType }).toEqual({ failed: true, errorType: 'Runtime.ExitError' })
  expect(reasons).toContain(errorMessage.replace(/^.* Error: /, ''))
  expect(await call(runtime, target, { mb: 4 })).toEqual(expect.any(Number))
})

test('a function may use what it has', async () => {
  const target = scriptedFunction(HUNGRY, { memorySize: 256 })
  expect(await call(testRuntime(), target, { mb: 192 })).toBeGreaterThan(192e6)
})

test('a function with the least memory starts', async () => {
  expect(await call(testRuntime(), scriptedFunction(HUNGRY), { mb: 4 })).toEqual(expect.any(Number))
})

const python = findProgram('python3')
testWith('python3', python !== undefined)('a Python function that allocates without end is stopped', async () => {
  const target = testFunction(
    {
      'index.py':
        'def handler(event, context):\n  kept = []\n  while True:\n    kept.append(bytearray(b"x" * 1000000))\n',
    },
    { runtime: 'python3.12', memorySize: 256 },
  )
  const { failed, value } = answerOf(await testRuntime().invoke(target, testInvocation()))
  expect({ failed, value }).toMatchObject({
    failed: true,
    value: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(KILLED) as string },
  })
})
