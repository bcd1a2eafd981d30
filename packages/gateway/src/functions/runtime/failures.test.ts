import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunnableFunction } from '../function-runtime.ts'
import { answerOf, call, scriptedFunction, testFunction, testInvocation, testRuntime } from './test-functions.ts'

/** Fails as the event says, else answers who it is. */
const FAILING = `
serve(async (event, { id }) => {
  if (event.exit !== undefined) process.exit(event.exit)
  if (event.signal) process.kill(process.pid, event.signal)
  if (event.hang) await new Promise((resolve) => setTimeout(resolve, 60000))
  if (event.large) return 'x'.repeat(event.large - 2)
  if (event.error) { await post('invocation/' + id + '/error', event.error, { 'Lambda-Runtime-Function-Error-Type': 'T' }) }
  return process.pid
})`

describe('an invocation that fails has Lambda’s error, and the next one works', () => {
  const rows: [what: string, event: unknown, error: { errorType: string; errorMessage: string }][] = [
    ['exits with 1', { exit: 1 }, exit('exit status 1')],
    ['exits with 128', { exit: 128 }, exit('exit status 128')],
    [
      'exits with 0',
      { exit: 0 },
      {
        errorType: 'Runtime.ExitError',
        errorMessage: 'RequestId: ID Error: Runtime exited without providing a reason',
      },
    ],
    ['is killed', { signal: 'SIGKILL' }, exit('signal: killed')],
    ['is terminated', { signal: 'SIGTERM' }, exit('signal: terminated')],
    ['aborts', { signal: 'SIGABRT' }, exit('signal: aborted')],
    [
      'takes too long',
      { hang: true },
      { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: ID Error: Task timed out after 1.00 seconds' },
    ],
    [
      'answers too much',
      { large: 6_291_557 },
      {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    ],
    ['reports an error', { error: '{"errorType":"T","errorMessage":"m"}' }, { errorType: 'T', errorMessage: 'm' }],
  ]
  test.each(rows)('%s', async (_, event, error) => {
    const runtime = testRuntime()
    const target = scriptedFunction(FAILING, {
      timeout: error.errorType === 'Sandbox.Timedout' ? 1 : 20,
      memorySize: 512,
    })
    const invocation = testInvocation(event)
    const { failed, value } = answerOf(await runtime.invoke(target, invocation))
    const errorMessage = error.errorMessage.replace('ID', invocation.requestId)
    expect({ failed, value }).toEqual({ failed: true, value: { ...error, errorMessage } })
    expect(await call(runtime, target)).toEqual(expect.any(Number))
  })
})

test('an answer of the largest size arrives', async () => {
  const target = scriptedFunction(FAILING, { memorySize: 512 })
  expect(String(await call(testRuntime(), target, { large: 6_291_556 })).length).toBe(6_291_554)
})

test('a process that does not come back for the next event is replaced', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(
    `next().then(async ({ id }) => { await post('invocation/' + id + '/response', String(process.pid)); setInterval(() => {}, 1000) })`,
    { timeout: 1 },
  )
  const first = await call(runtime, target)
  expect(await call(runtime, target)).not.toBe(first)
})

describe('a function that does not start', () => {
  const rows: [what: string, target: () => RunnableFunction, errorType: string, message: string | RegExp][] = [
    [
      'exits with 3',
      () => scriptedFunction('process.exit(3)'),
      'Runtime.ExitError',
      exit('exit status 3').errorMessage,
    ],
    [
      'tells its own error',
      () => scriptedFunction(`post('init/error', '{"errorType":"E","errorMessage":"m"}').then(() => process.exit(1))`),
      'E',
      'm',
    ],
    [
      'tells its own error, and does not end',
      () => scriptedFunction(`post('init/error', '{"errorType":"E","errorMessage":"m"}'); setInterval(() => {}, 1000)`),
      'E',
      'm',
    ],
    [
      'takes too long',
      () => scriptedFunction('setInterval(() => {}, 1000)', { timeout: 1 }),
      'Sandbox.Timedout',
      'RequestId: ID Error: Task timed out after 1.00 seconds',
    ],
    [
      'has no bootstrap',
      () => testFunction({}),
      'Runtime.InvalidEntrypoint',
      "RequestId: ID Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    ],
    [
      'has one that is not executable',
      () => changed(testFunction({ bootstrap: '#!/bin/sh' }), (file) => chmodSync(file, 0o644)),
      'Runtime.InvalidEntrypoint',
      'RequestId: ID Error: fork/exec /var/task/bootstrap: permission denied',
    ],
    [
      'has a directory',
      () => changed(testFunction({}), (file) => mkdirSync(file)),
      'Runtime.InvalidEntrypoint',
      'RequestId: ID Error: fork/exec /var/task/bootstrap: permission denied',
    ],
    [
      'has a text',
      () => testFunction({ bootstrap: 'echo hello' }),
      'Runtime.InvalidEntrypoint',
      'RequestId: ID Error: fork/exec /var/task/bootstrap: exec format error',
    ],
    [
      'has a program for another machine',
      () => testFunction({ bootstrap: `\x7fELF\x01\x01\x01${'\0'.repeat(11)}\x08\0${'\0'.repeat(64)}` }),
      'Runtime.InvalidEntrypoint',
      'RequestId: ID Error: fork/exec /var/task/bootstrap: exec format error',
    ],
    [
      'has a script without its interpreter',
      () => testFunction({ bootstrap: '#!/nonexistent/bash -e\n' }),
      'Runtime.InvalidEntrypoint',
      'RequestId: ID Error: fork/exec /var/task/bootstrap: no such file or directory',
    ],
    [
      'has a package that cannot be read',
      () => testFunction({}, { codeDirectory: () => Promise.reject(new Error('not a zip')) }),
      'Runtime.InvalidEntrypoint',
      'RequestId: ID Error: the function cannot be started: not a zip',
    ],
    ...['java21', 'ruby3.3', 'dotnet8', 'go1.x', 'constructor'].map(
      (runtime): [string, () => RunnableFunction, string, RegExp] => [
        `runtime ${runtime}`,
        () => testFunction({}, { runtime }),
        'Runtime.InvalidEntrypoint',
        new RegExp(`the runtime ${runtime} is not on this machine`),
      ],
    ),
    [
      'has no runtime',
      () => testFunction({}, { runtime: undefined }),
      'Runtime.InvalidEntrypoint',
      'RequestId: ID Error: the function has no runtime: set one, such as nodejs22.x',
    ],
    [
      'has a variable that no environment can hold',
      () => scriptedFunction('', { environment: { A: 'a\0b' } }),
      'Runtime.InvalidEntrypoint',
      /the function cannot be started: .*null bytes/,
    ],
  ]
  test.each(rows)('%s', async (_, make, errorType, message) => {
    const runtime = testRuntime({ initMs: 100 })
    const target = make()
    // Twice: the second call finds the same, not a dead process.
    for (const invocation of [testInvocation(), testInvocation()]) {
      const { failed, value } = answerOf(await runtime.invoke(target, invocation))
      const pattern = new RegExp(typeof message === 'string' ? `^${literally(message)}$` : message)
      const { errorMessage, ...rest } = value as Record<string, unknown>
      expect({ failed, ...rest }).toEqual({ failed: true, errorType })
      expect(String(errorMessage).replace(invocation.requestId, 'ID')).toMatch(pattern)
    }
  })
})

function exit(reason: string): { errorType: string; errorMessage: string } {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ID Error: Runtime exited with error: ${reason}`,
  }
}

function changed(target: RunnableFunction, change: (bootstrap: string) => void): RunnableFunction {
  return {
    ...target,
    codeDirectory: async () => {
      const directory = await target.codeDirectory()
      // Once: the second start finds it changed.
      try {
        change(join(directory, 'bootstrap'))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      return directory
    },
  }
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
