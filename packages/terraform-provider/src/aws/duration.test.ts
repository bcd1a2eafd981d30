import { expect, test } from 'vitest'
import { secondsOf } from './duration.ts'

test.each([
  ['1h', 3600],
  ['1h30m', 5400],
  ['900s', 900],
  ['1.5h', 5400],
  ['.5m', 30],
  ['900000ms', 900],
  ['1000000µs', 1],
  ['1000000000ns', 1],
  ['+15m', 900],
  ['-15m', -900],
  ['0', 0],
  ['', undefined],
  ['-', undefined],
  ['5x', undefined],
  ['15', undefined],
  ['1h30', undefined],
  ['h', undefined],
  ['1 h', undefined],
])('%j is %s seconds', (duration, seconds) => {
  expect(secondsOf(duration)).toBe(seconds)
})
