import { expect, test } from 'vitest'
import { Traces } from './traces.ts'

const trace = (apiId: string, stage: string, more: object = {}) => ({ apiId, stage, ...more })
const followed = (traces: Traces, apiId: string, stage?: string) => {
  const lines: string[] = []
  const end = traces.follow({ apiId, stage, take: (line) => void lines.push(line), end: () => undefined })
  return { lines, end }
}

test('off unless somebody asks', () => {
  const traces = new Traces(0)
  expect(traces.areKept).toBe(false)
  expect(traces.isWanted('a', 'dev')).toBe(false)
  traces.publish(trace('a', 'dev'))
  expect(traces.kept({ apiId: 'a', stage: undefined })).toEqual([])
})

test.each([
  ['a', undefined, ['dev 1', 'prod 2']],
  ['a', 'prod', ['prod 2']],
  ['b', undefined, []],
])('followers of %s %s get theirs', (apiId, stage, expected) => {
  const traces = new Traces(0)
  const { lines, end } = followed(traces, apiId, stage)
  expect(traces.isWanted('a', 'prod')).toBe(expected.includes('prod 2'))
  expect(traces.isWanted('a', 'dev')).toBe(expected.includes('dev 1'))
  traces.publish(trace('a', 'dev', { n: 1 }))
  traces.publish(trace('a', 'prod', { n: 2 }))
  end?.()
  traces.publish(trace('a', 'prod', { n: 3 }))
  expect(traces.isWanted('a', 'prod')).toBe(false)
  const told = lines.map((line) => JSON.parse(line) as { stage: string; n: number })
  expect(told.map(({ stage: name, n }) => `${name} ${n}`)).toEqual(expected)
})

test('the last ones are kept, for all APIs', () => {
  const traces = new Traces(2)
  expect(traces.areKept && traces.isWanted('any', 'any')).toBe(true)
  for (const n of [1, 2, 3]) traces.publish(trace(n === 2 ? 'b' : 'a', 'dev', { n }))
  expect(traces.kept({ apiId: 'a', stage: undefined })).toEqual(['{"apiId":"a","stage":"dev","n":3}'])
  expect(traces.kept({ apiId: 'b', stage: 'dev' })).toHaveLength(1)
  expect(traces.kept({ apiId: 'b', stage: 'prod' })).toEqual([])
})

test('what is kept has a size', () => {
  const traces = new Traces(10_000)
  const text = 'x'.repeat(1_000_000)
  for (let n = 0; n < 40; n++) traces.publish(trace('a', 'dev', { n, text }))
  const kept = traces.kept({ apiId: 'a', stage: undefined })
  expect(kept).toHaveLength(16)
  expect(kept.at(-1)).toContain('"n":39')
})

test('the end of the server ends followers, and there are no more', () => {
  const traces = new Traces(0)
  const ended: string[] = []
  const follower = { apiId: 'a', stage: undefined, take: () => undefined, end: () => void ended.push('a') }
  traces.follow(follower)
  traces.close()
  expect(ended).toEqual(['a'])
  expect(traces.follow(follower)).toBeUndefined()
})

test('followers are bounded', () => {
  const traces = new Traces(0)
  const ends = Array.from({ length: 16 }, () => followed(traces, 'a').end)
  expect(followed(traces, 'a').end).toBeUndefined()
  ends[0]?.()
  expect(followed(traces, 'a').end).toBeDefined()
})
