import { describe, expect, it } from 'vitest'
import { JsonArray } from '../json/json-array.ts'
import { isDefinite, jsonPath } from './json-path.ts'
import { LimitExceeded } from './json-path-error.ts'
import { MAX_EXPRESSION_LENGTH, MAX_NESTING, MAX_RESULTS, MAX_SCAN_DEPTH, MAX_TOKENS } from './limits.ts'

function nest(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

describe('expressions beyond the bounds', () => {
  it.each([
    ['a long one', `$.${'a'.repeat(MAX_EXPRESSION_LENGTH)}`],
    ['many tokens', `$${'.a'.repeat(MAX_TOKENS + 1)}`],
    ['nested filters', `$${'[?(@'.repeat(MAX_NESTING + 2)}${')]'.repeat(MAX_NESTING + 2)}`],
    ['nested parentheses', `$[?(${'('.repeat(1000)}@.a${')'.repeat(1000)})]`],
    ['nested negations', `$[?(${'!('.repeat(1000)}@.a${')'.repeat(1000)})]`],
  ])('%s', (_what, expression) => {
    expect(() => jsonPath(expression)).toThrow(LimitExceeded)
    expect(() => isDefinite(expression)).toThrow(LimitExceeded)
  })
})

describe('evaluations beyond the bounds', () => {
  const list = Array.from({ length: 2000 }, (_, index) => index)

  it.each([
    ['a deep document', '$..a', nest(MAX_SCAN_DEPTH + 2)],
    ['a deep comparison', '$[?(@.a == @.b)]', { a: nest(20_000), b: nest(20_000) }],
    ['many values', '$..*', Array.from({ length: 3000 }, () => list)],
    ['many results', '$[*][*]', Array.from({ length: MAX_RESULTS / 1000 }, () => list)],
    ['a filter in a filter', '$[?($[?($[?(@ > 5)] contains 1)] contains @)]', list],
    ['comparisons of large lists', '$[?($ anyof $)]', Array.from({ length: 3000 }, () => -1.5)],
    ['a scan from everywhere', '$..*..*..*', nest(500)],
    [
      'a scan of a large object from everywhere',
      '$..*..a',
      { a: nest(900), b: nest(900), c: Array(9000).fill(nest(300)) },
    ],
    ['a long text', '$[*].concat($..*)', Array.from({ length: 500 }, () => 'x'.repeat(1000))],
    ['a pattern that backtracks', '$[?(@ =~ /(a|aa)+(a|aa)+\\1\\2b/)]', ['a'.repeat(500)]],
  ])('%s', (_what, expression, document) => {
    const evaluate = jsonPath(expression)
    expect(() => evaluate(document)).toThrow(LimitExceeded)
  })

  it('a slice with huge bounds is no more than its list', () => {
    expect(jsonPath('$[-2147483648:2147483647]')([1, 2])).toEqual(JsonArray.of(1, 2, 1, 2))
  })
})
