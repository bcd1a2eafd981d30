import { expect, test } from 'vitest'
import { compilePattern } from './java-pattern.ts'

test('a match tells its groups, and begins where it is told', () => {
  const pattern = compilePattern('(?<letter>[a-z])(\\d)?')
  expect(pattern.groupCount).toBe(2)
  expect(pattern.groupNames).toEqual(new Map([['letter', 1]]))
  const match = pattern.find('a1b', 1)
  expect([match?.start, match?.end, match?.group(0), match?.group(1), match?.group(2)]).toEqual([
    2,
    3,
    'b',
    'b',
    undefined,
  ])
  expect(pattern.find('a1b', 3)).toBeUndefined()
})

test('flags are the letters of inline flags', () => {
  expect(compilePattern('A.b', 'is').matches('a\nB')).toBe(true)
  expect(compilePattern('A.b').matches('a\nB')).toBe(false)
  expect(compilePattern('^a$', 'm').find('b\na\nb')?.start).toBe(2)
  expect(compilePattern('a b', 'x').matches('ab')).toBe(true)
  expect(compilePattern('é', 'iu').matches('É')).toBe(true)
  expect(() => compilePattern('a', 'q')).toThrow('no such flag: q')
})

test('a pattern that has been compiled is kept', () => {
  expect(compilePattern('kept+')).toBe(compilePattern('kept+'))
  expect(compilePattern('kept+', 'i')).not.toBe(compilePattern('kept+'))
  const first = compilePattern('first')
  for (let count = 0; count < 300; count += 1) compilePattern(`other${count}`)
  expect(compilePattern('first')).not.toBe(first)
})
