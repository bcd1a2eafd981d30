import { expect, test } from 'vitest'
import { decodePathParameter } from './path-parameter.ts'

test.each([
  ['7', '7'],
  ['7%20a', '7 a'],
  ['a%2Fb', 'a/b'],
  ['caf%C3%A9', 'café'],
  ['a+b', 'a+b'],
  ['a/b/c/', 'a/b/c'],
  ['', ''],
])('%s → %s', (raw, value) => {
  expect(decodePathParameter(raw)).toBe(value)
})
