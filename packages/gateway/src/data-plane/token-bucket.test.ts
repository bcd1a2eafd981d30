import { expect, test } from 'vitest'
import { AccountThrottle } from './account-throttle.ts'
import { TokenBucket } from './token-bucket.ts'

/** Spec: http-api.md section 7, websocket-api.md section 9. */

/** What a bucket answers at each time, in milliseconds. */
const taken = (bucket: TokenBucket, times: readonly number[]) => times.map((now) => bucket.take(now))

test.each<[what: string, rate: number, burst: number, times: number[], expected: boolean[]]>([
  ['the burst, then none', 10, 2, [0, 0, 0], [true, true, false]],
  ['one more after a tenth of a second', 10, 1, [0, 99, 100, 101], [true, false, true, false]],
  [
    'no more than the burst, however long nobody called',
    10,
    2,
    [0, 0, 60_000, 60_000, 60_000],
    [true, true, true, true, false],
  ],
  ['fractions add up', 0.5, 1, [0, 1000, 1999, 2000], [true, false, false, true]],
  ['0 and 0 let nothing through', 0, 0, [0, 1e9], [false, false]],
  ['a burst of 0 does so, too', 10, 0, [0, 1e9], [false, false]],
  ['a rate of 0 is the burst alone', 0, 1, [0, 1e9], [true, false]],
  ['a clock that stands still or goes back gains nothing', 1000, 1, [5, 5, 4, 6], [true, false, false, true]],
])('%s', (_what, rate, burst, times, expected) => {
  expect(taken(new TokenBucket(rate, burst), times)).toEqual(expected)
})

test('an account without limits admits all', () => {
  const throttle = new AccountThrottle({ rate: 0, burst: 5, connectionRate: 0 })
  for (let i = 0; i < 100; i++) expect(throttle.admits(undefined) && throttle.admitsConnection()).toBe(true)
})

test('an account’s limit, and its connections’, are apart', () => {
  let now = 0
  const throttle = new AccountThrottle({ rate: 10, burst: 2, connectionRate: 1 }, () => now)
  expect([throttle.admits(undefined), throttle.admits(undefined), throttle.admits(undefined)]).toEqual([
    true,
    true,
    false,
  ])
  expect([throttle.admitsConnection(), throttle.admitsConnection()]).toEqual([true, false])
  now = 1000
  expect([throttle.admits(undefined), throttle.admitsConnection()]).toEqual([true, true])
})

test('what a route refuses costs the account nothing', () => {
  const throttle = new AccountThrottle({ rate: 1, burst: 1, connectionRate: 0 }, () => 0)
  const closed = new TokenBucket(0, 0)
  expect(throttle.admits(closed)).toBe(false)
  expect(throttle.admits(undefined)).toBe(true)
})
