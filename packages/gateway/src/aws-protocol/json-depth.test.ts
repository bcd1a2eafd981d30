import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDeeperThan } from './json-depth.ts'

test.each<[text: string, depth: number]>([
  ['', 0],
  ['1', 0],
  ['"[[["', 0],
  ['"\\"[[["', 0],
  ['"\\\\",[]', 1],
  ['{}', 1],
  ['[{}]', 2],
  ['[][][]', 1],
  ['{"a":[{"b":"]]]"}]}', 3],
  ['"\\\\"["[', 1],
  ['"[', 0],
  // Not JSON: what closes too much cannot hide what opens after it by more than it closed.
  ['[[[', 3],
])('%s nests %i deep', (text, depth) => {
  const limits = [0, 1, 2, 3, 4]
  expect(limits.filter((limit) => isDeeperThan(text, limit))).toEqual(limits.filter((limit) => limit < depth))
})

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

test('agrees with the parsed value for all JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(6), (value, limit) => {
      expect(isDeeperThan(JSON.stringify(value), limit)).toBe(depthOf(value) > limit)
    }),
  )
})
