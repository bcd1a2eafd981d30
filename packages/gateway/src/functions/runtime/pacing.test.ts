import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { answerOf, call, eventually, scriptedFunction, testInvocation, testRuntime } from './test-functions.ts'
import { testGate } from './test-gate.ts'

/** Answers with the process id; `event.gate`: once it has passed there. */
const WHO = `serveAtOnce(async ({ gate }) => {
  if (gate) await fetch(gate)
  return process.pid
})`

function isAlive(pid: unknown): boolean {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch {
    return false
  }
}

test('concurrent invocations have a process each, and later ones the process that was used last', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(WHO)
  const gate = await testGate()
  const calls = [1, 2, 3].map(() => call(runtime, target, { gate: gate.url }))
  await gate.held(3)
  gate.open()
  const pids = await Promise.all(calls)
  expect(new Set(pids).size).toBe(3)
  const next = await call(runtime, target)
  expect(pids).toContain(next)
  expect(await call(runtime, target)).toBe(next)
})

test('a burst of calls is served by no more processes than there may be', async () => {
  const runtime = testRuntime({ processes: 3 })
  const target = scriptedFunction(WHO)
  const pids = await Promise.all(Array.from({ length: 200 }, () => call(runtime, target)))
  expect(new Set(pids).size).toBeLessThanOrEqual(3)
})

test('who waits too long for a process is throttled', async () => {
  const runtime = testRuntime({ processes: 2, waitMs: 200 })
  const target = scriptedFunction(WHO)
  const gate = await testGate()
  const busy = [1, 2].map(() => call(runtime, target, { gate: gate.url }))
  await gate.held(2)
  const message = 'pets was not run: no process became free in time (functions.processes: at most 2 for all functions)'
  expect(await runtime.invoke(target, testInvocation())).toEqual({ kind: 'throttled', message })
  gate.open()
  expect(await Promise.all(busy)).toEqual(busy.map(() => expect.any(Number) as number))
})

test('who would be one too many to wait is throttled at once', async () => {
  const runtime = testRuntime({ processes: 1, waiters: 2 })
  const target = scriptedFunction(WHO)
  const results = await Promise.all([1, 2, 3].map(() => runtime.invoke(target, testInvocation())))
  expect(results.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'throttled'])
  const message = 'pets was not run: too many calls wait (functions.processes: at most 1 for all functions)'
  expect(results[2]).toEqual({ kind: 'throttled', message })
})

test('an idle process makes room for another function', async () => {
  const runtime = testRuntime({ processes: 1 })
  const [first, second] = [scriptedFunction(WHO), scriptedFunction(WHO)]
  const before = await call(runtime, first)
  await call(runtime, second)
  expect(isAlive(before)).toBe(false)
})

test('a function that keeps all processes busy does not starve another', async () => {
  const runtime = testRuntime({ processes: 2, waitMs: 15_000 })
  const [busy, other] = [scriptedFunction(WHO), scriptedFunction(WHO)]
  const served = new AbortController()
  const load = Promise.all(
    [1, 2, 3, 4].map(async () => {
      while (!served.signal.aborted) await call(runtime, busy)
    }),
  )
  await call(runtime, busy)
  expect(await call(runtime, other)).toEqual(expect.any(Number))
  served.abort()
  await load
})

test('a start that fails answers one that waits, and no other', async () => {
  // The first process of this function fails, the others do not.
  const runtime = testRuntime({ starts: 1 })
  const target = scriptedFunction(`
    const marker = process.env.LAMBDA_TASK_ROOT + '/failed'
    if (!require('fs').existsSync(marker)) { require('fs').writeFileSync(marker, ''); process.exit(7) }
    ${WHO}`)
  const results = await Promise.all([1, 2, 3, 4].map(() => runtime.invoke(target, testInvocation())))
  expect(results.map((result) => answerOf(result).failed)).toEqual([true, false, false, false])
})

test('an idle process is ended after a while', async () => {
  const runtime = testRuntime({ idleMs: 50 })
  const pid = await call(runtime, scriptedFunction(WHO))
  await eventually(() => !isAlive(pid))
  expect(isAlive(pid)).toBe(false)
})

test('an old process is replaced', async () => {
  const runtime = testRuntime({ lifetimeMs: 0 })
  const target = scriptedFunction(WHO)
  expect(await call(runtime, target)).not.toBe(await call(runtime, target))
})

test('a function that changed loses its idle processes now and the others after what they do', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(WHO)
  const gate = await testGate()
  const slow = call(runtime, target, { gate: gate.url })
  await gate.held(1)
  const idle = await call(runtime, target)
  runtime.retire(target.key)
  await eventually(() => !isAlive(idle))
  gate.open()
  const busy = await slow
  await eventually(() => !isAlive(busy))
  // The same key again: as when a change is taken back.
  expect([idle, busy]).not.toContain(await call(runtime, target))
  runtime.retire(randomUUID())
})
