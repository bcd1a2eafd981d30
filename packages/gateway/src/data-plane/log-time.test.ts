import { expect, test } from 'vitest'
import { logTime } from './log-time.ts'

test.each([
  [1_776_204_925_528, '14/Apr/2026:22:15:25 +0000'],
  [1_776_204_925_999, '14/Apr/2026:22:15:25 +0000'],
  [1_776_204_926_000, '14/Apr/2026:22:15:26 +0000'],
  [0, '01/Jan/1970:00:00:00 +0000'],
  [951_782_399_999, '28/Feb/2000:23:59:59 +0000'],
])('%i is %s', (time, text) => {
  expect(logTime(time)).toBe(text)
})
