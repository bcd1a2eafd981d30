import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, test } from 'vitest'
import { type DroppedEvent, EventQueue, type QueuedEvent } from './event-queue.ts'
import type { InvocationResult } from './function-runtime.ts'
import { answered } from './test-lambda.ts'

const ok = answered('1')
const failed = answered('{}', { functionError: 'Unhandled' })
const busy: InvocationResult = { kind: 'throttled', message: 'busy' }

/** A queue with a clock of its own; `outcomes` are those of one event's attempts. */
function world(outcomes: (InvocationResult | 'gone' | 'reserved' | 'closed')[], most = 10) {
  const state = { time: 0, waits: [] as { at: number; delay: number; done: () => void }[], attempts: 0 }
  const queue = new EventQueue({
    most,
    mostBytes: 100,
    now: () => state.time,
    wait(delay, done) {
      const wait = { at: state.time + delay, delay, done }
      state.waits.push(wait)
      return () => void state.waits.splice(state.waits.indexOf(wait), 1)
    },
  })
  const dropped: DroppedEvent[] = []
  const listener = (message: unknown) => void dropped.push(message as DroppedEvent)
  const event: QueuedEvent = {
    functionArn: 'arn',
    requestId: 'r',
    bytes: 10,
    start() {
      state.attempts++
      const outcome = outcomes.shift() ?? ok
      if (outcome === 'gone') return 'gone'
      if (outcome === 'reserved') return undefined
      const result = outcome === 'closed' ? Promise.reject(new Error('closed')) : Promise.resolve(outcome)
      return { version: '1', result }
    },
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  /** Lets the clock run to the next attempt, and answers how long that was. */
  const next = async () => {
    const wait = state.waits.shift()
    if (wait === undefined) return undefined
    state.time = wait.at
    wait.done()
    await settle()
    return wait.delay
  }
  const run = async () => {
    subscribe('postern:functions:event-dropped', listener)
    const isTaken = queue.add(event)
    await settle()
    const delays: number[] = []
    for (let delay = await next(); delay !== undefined; delay = await next()) delays.push(delay)
    unsubscribe('postern:functions:event-dropped', listener)
    return { isTaken, delays, dropped: dropped.map(({ reason, attempts }) => [reason, attempts]) }
  }
  return { queue, event, state, run, settle, dropped, listener }
}

test.each<[string, Parameters<typeof world>[0], number[], unknown[]]>([
  ['a success', [ok], [], []],
  ['a failure, then a success', [failed, ok], [60_000], []],
  ['three failures', [failed, failed, failed], [60_000, 120_000], [['failed', 3]]],
  ['a throttled event', [busy, 'reserved', busy, ok], [1000, 2000, 4000], []],
  ['a throttled event between failures', [failed, busy, failed, ok], [60_000, 1000, 120_000], []],
  ['a function that goes', [failed, 'gone'], [60_000], [['function-gone', 1]]],
  ['a runtime that is closed', ['closed'], [], [['server-stopped', 0]]],
])('%s', async (_what, outcomes, delays, dropped) => {
  expect(await world(outcomes).run()).toEqual({ isTaken: true, delays, dropped })
})

test('an event that is throttled for six hours is dropped', async () => {
  const { run, state } = world(Array.from({ length: 1000 }, () => busy))
  const { delays, dropped } = await run()
  expect(delays.slice(0, 10)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000])
  expect(dropped).toEqual([['too-old', 0]])
  expect(state.time).toBeGreaterThan(21_000_000)
  expect(state.time).toBeLessThanOrEqual(21_600_000)
})

test('there is room for so many events, and so many bytes, and a place is free again after the end', async () => {
  const count = world([], 1)
  expect([count.queue.add(count.event), count.queue.add(count.event)]).toEqual([true, false])
  await count.settle()
  expect(count.queue.add(count.event)).toBe(true)
  const bytes = world([])
  const large = { ...bytes.event, bytes: 60 }
  expect([bytes.queue.add(large), bytes.queue.add(large)]).toEqual([true, false])
})

test('close drops what waits, and takes nothing more', async () => {
  const { queue, event, settle, state, dropped, listener } = world([failed])
  subscribe('postern:functions:event-dropped', listener)
  queue.add(event)
  await settle()
  expect(state.waits).toHaveLength(1)
  queue.close()
  unsubscribe('postern:functions:event-dropped', listener)
  expect(state.waits).toEqual([])
  expect(dropped).toEqual([{ functionArn: 'arn', requestId: 'r', reason: 'server-stopped', attempts: 1 }])
  expect(queue.add(event)).toBe(false)
})
