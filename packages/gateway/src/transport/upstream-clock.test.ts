import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { UpstreamClock } from './upstream-clock.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('only the time in which it runs counts', () => {
  const expired = vi.fn<() => void>()
  const clock = new UpstreamClock(100, { expire: expired })
  vi.advanceTimersByTime(1000)
  clock.run()
  clock.run()
  vi.advanceTimersByTime(60)
  clock.stand()
  clock.stand()
  vi.advanceTimersByTime(1000)
  clock.run()
  vi.advanceTimersByTime(39)
  expect(expired).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(expired).toHaveBeenCalledOnce()
})
