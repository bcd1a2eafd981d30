import { expect, test } from 'vitest'
import { firstSegment, splitTarget } from './request-target.ts'

test.each([
  ['/', '/', ''],
  ['/a/b', '/a/b', ''],
  ['/a?x=1', '/a', 'x=1'],
  ['/a?x=?&y=/b', '/a', 'x=?&y=/b'],
  ['/?', '/', ''],
  ['/a%zz?%', '/a%zz', '%'],
  ['//a', '//a', ''],
  ['/caf\u00e9', '/caf\u00e9', ''],
])('%s', (target, path, query) => {
  expect(splitTarget(target)).toEqual({ path, query })
})

test.each(['', '*', 'a', '?x', 'http://x/', '/a b', '/a#b', '/a\r\nX: y', '/a\0', '/a?x\ty', '/a\x7f', '/\u0100'])(
  '%j is none',
  (target) => {
    expect(splitTarget(target)).toBeUndefined()
  },
)

test.each([
  ['/', ''],
  ['/prod', 'prod'],
  ['/prod/', 'prod'],
  ['/prod/a/b', 'prod'],
  ['//prod', ''],
])('the first segment of %s is %j', (path, segment) => {
  expect(firstSegment(path)).toBe(segment)
})
