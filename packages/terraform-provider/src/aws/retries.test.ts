import { afterEach, expect, test, vi } from 'vitest'
import { Retries } from './retries.ts'

afterEach(() => vi.useRealTimers())

const options = { attempts: 25, mode: 'standard', tokens: 0, random: () => 1 }
type Failure = Parameters<Retries['refreshRetryTokenForRetry']>[1]

function failure(errorType: Failure['errorType'], code = ''): Failure {
  return { errorType, error: Object.assign(new Error('no') as NonNullable<Failure['error']>, { code }) }
}

const throttled = failure('THROTTLING')
const broken = failure('TRANSIENT')

/** Milliseconds that are waited before each further attempt, until it gives up. */
async function delaysOf(retries: Retries, failure: Failure) {
  const delays: number[] = []
  let token = await retries.acquireInitialRetryToken()
  for (;;) {
    try {
      token = await retries.refreshRetryTokenForRetry(token, failure)
    } catch {
      return delays
    }
    delays.push(token.getRetryDelay())
  }
}

test('what is waited doubles up to a bound, and the attempts are as many as configured', async () => {
  expect(await delaysOf(new Retries({ ...options, attempts: 7 }), throttled)).toEqual([
    1000, 2000, 4000, 8000, 16_000, 20_000,
  ])
  expect(await delaysOf(new Retries({ ...options, attempts: 4 }), broken)).toEqual([100, 200, 400])
  expect(await delaysOf(new Retries({ ...options, attempts: 1 }), broken)).toEqual([])
  expect(await delaysOf(new Retries(options), broken)).toHaveLength(24)
})

test('less is waited by chance', async () => {
  expect(await delaysOf(new Retries({ ...options, attempts: 3, random: () => 0.25 }), throttled)).toEqual([250, 500])
})

test.each(['CLIENT_ERROR', 'SERVER_ERROR'] as const)('a %s is final', async (errorType) => {
  expect(await delaysOf(new Retries(options), failure(errorType))).toEqual([])
})

test.each(['ECONNREFUSED', 'ENOTFOUND'])('%s is tried four times only', async (code) => {
  const refused = failure('TRANSIENT', code)
  expect(await delaysOf(new Retries(options), refused)).toHaveLength(3)
  expect(await delaysOf(new Retries({ ...options, attempts: 2 }), refused)).toHaveLength(1)
})

test('what the server asks to wait is waited, within bounds', async () => {
  const hinted = (ms: number) => ({ ...throttled, retryAfterHint: new Date(Date.now() + ms) })
  const delayFor = async (ms: number) => (await delaysOf(new Retries({ ...options, attempts: 2 }), hinted(ms)))[0]
  expect(await delayFor(10_000)).toBeGreaterThan(9000)
  expect(await delayFor(86_400_000)).toBe(20_000)
  expect(await delayFor(-1000)).toBe(1000)
})

test('a capacity is shared by all calls, and success gives back', async () => {
  const retries = new Retries({ ...options, tokens: 12 })
  expect(await delaysOf(retries, broken)).toHaveLength(2)
  expect(await delaysOf(retries, broken)).toHaveLength(0)
  const token = await retries.acquireInitialRetryToken()
  for (let call = 0; call < 3; call++) retries.recordSuccess(token)
  expect(await delaysOf(retries, broken)).toHaveLength(1)
})

test('without one, calls that fail do not use up the retries of others', async () => {
  const retries = new Retries({ ...options, attempts: 2 })
  for (let call = 0; call < 500; call++) expect(await delaysOf(retries, throttled)).toHaveLength(1)
})

test.each([
  ['adaptive', false],
  ['standard', true],
])('%s: whether a call goes out at once after a throttle: %s', async (mode, expected) => {
  vi.useFakeTimers()
  const retries = new Retries({ ...options, mode })
  const first = await retries.acquireInitialRetryToken()
  let isThere = false
  const retry = async () => {
    await retries.refreshRetryTokenForRetry(first, throttled)
    isThere = true
  }
  const again = retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(isThere).toBe(expected)
  await vi.advanceTimersByTimeAsync(60_000)
  await again
})
