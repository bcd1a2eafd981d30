import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { waitFor } from './waiting.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Asks for something that is there at the nth time, and notes when it was asked, in milliseconds. */
function asking(there: number) {
  const start = performance.now()
  const asked: number[] = []
  const ask = () => {
    asked.push(performance.now() - start)
    return Promise.resolve(asked.length < there ? undefined : 'there')
  }
  return { asked, ask }
}

const failureOf = (waited: Promise<unknown>) => waited.catch((error: unknown) => (error as Error).message)
const never = new AbortController().signal
const tooLate = () => new Error('too late')

test('what is there is not waited for', async () => {
  const { asked, ask } = asking(1)
  await expect(waitFor(ask, { seconds: 0, stopped: never, tooLate })).resolves.toBe('there')
  expect(asked).toEqual([0])
})

test('asks at once, and then less and less often', async () => {
  const { asked, ask } = asking(10)
  const waited = waitFor(ask, { seconds: 600, stopped: never, tooLate })
  await vi.runAllTimersAsync()
  await expect(waited).resolves.toBe('there')
  expect(asked).toEqual([0, 100, 300, 700, 1500, 3100, 6300, 12700, 22700, 32700])
})

test('asks a last time when the time is over', async () => {
  const { asked, ask } = asking(99)
  const waited = failureOf(waitFor(ask, { seconds: 1, stopped: never, tooLate }))
  await vi.runAllTimersAsync()
  expect(await waited).toBe('too late')
  expect(asked).toEqual([0, 100, 300, 700, 1000])
})

test('what asking throws ends it', async () => {
  const ask = () => Promise.reject(new Error('denied'))
  await expect(waitFor(ask, { seconds: 600, stopped: never, tooLate })).rejects.toThrow('denied')
})

test('ends when Terraform stops, in a pause or before one', async () => {
  const { ask } = asking(99)
  const stop = new AbortController()
  const waited = failureOf(waitFor(ask, { seconds: 600, stopped: stop.signal, tooLate }))
  await vi.advanceTimersByTimeAsync(250)
  stop.abort()
  expect(await waited).toContain('told to stop')
  await expect(waitFor(ask, { seconds: 600, stopped: stop.signal, tooLate })).rejects.toThrow('told to stop')
  expect(vi.getTimerCount()).toBe(0)
})
