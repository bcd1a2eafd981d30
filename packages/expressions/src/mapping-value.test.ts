import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMappingValue } from './mapping-value.ts'

const variable = (source: string, name: string) => ({ source, name })

/** Guide: http-api-parameter-mapping; grammar: spec http-api.md 6. */
test.each<['request' | 'response', string, unknown[]]>([
  ['request', '', []],
  ['request', "''", ["''"]],
  ['request', 'static text', ['static text']],
  ['request', '{"a":"b"}', ['{"a":"b"}']],
  ['request', 'costs 5$', ['costs 5$']],
  ['request', '$request.header.X-A', [variable('header', 'X-A')]],
  ['request', '$request.querystring.a b', [variable('querystring', 'a b')]],
  ['request', '$request.path', [variable('path', '')]],
  ['request', '$request.path.id', [variable('path', 'id')]],
  ['request', '$request.body', [variable('body', '')]],
  ['request', '$request.body.a.b[0]', [variable('body', 'a.b[0]')]],
  ['request', '$context.authorizer.claims.sub', [variable('context', 'authorizer.claims.sub')]],
  ['request', '$stageVariables.env_1', [variable('stage', 'env_1')]],
  ['response', '$response.header.etag', [variable('response-header', 'etag')]],
  ['response', '$response.body', [variable('response-body', '')]],
  ['response', '$response.body.id', [variable('response-body', 'id')]],
  ['response', '$context.requestId', [variable('context', 'requestId')]],
  ['response', '$stageVariables.a', [variable('stage', 'a')]],
  ['request', '${request.path.a}', [variable('path', 'a')]],
  [
    'request',
    'a${request.header.b}c${context.d}${stageVariables.e}f',
    ['a', variable('header', 'b'), 'c', variable('context', 'd'), variable('stage', 'e'), 'f'],
  ],
])('of a %s: %s', (side, value, parts) => {
  expect(parseMappingValue(value, side)).toEqual(parts)
})

describe('no value', () => {
  test.each<['request' | 'response', string]>([
    ['request', '$'],
    ['request', '$5.00'],
    ['request', '$request'],
    ['request', '$request.cookie.a'],
    ['request', '$request.header.'],
    ['request', '$request.header.a b'],
    ['request', '$request.body.a..b'],
    ['request', '$request.body.a[?(@.b)]'],
    ['request', '$request.body.'],
    ['request', '$response.header.a'],
    ['request', '$response.body'],
    ['request', '$context.authorizer.claims.cognito:groups'],
    ['request', '$context.'],
    ['request', '$context.a..b'],
    ['request', '$stageVariables.a-b'],
    ['request', '$stageVariables.'],
    ['request', '$REQUEST.path'],
    ['response', '$request.header.a'],
    ['response', '$request.path'],
    ['response', '$response.statuscode'],
    ['request', 'a${b}'],
    ['request', '${}'],
    ['request', 'a${$request.path}'],
    ['request', '${request.header.a} ${'.concat('nothing}')],
  ])('of a %s: %s', (side, value) => {
    expect(parseMappingValue(value, side)).toEqual({ problem: `Invalid mapping expression: ${value}` })
  })

  test.each(['${', 'a${request.path', '${request.path} ${b'])('is %s, which is not closed', (value) => {
    expect(parseMappingValue(value, 'request')).toEqual({
      problem: `Unclosed variable in mapping expression: ${value}`,
    })
  })
})

test('parts make up the value again', () => {
  const text = fc.string({ maxLength: 5 }).filter((one) => !one.includes('$'))
  const source = fc.constantFrom(
    'request.header.a',
    'request.path',
    'context.b.c',
    'stageVariables.d',
    'request.body.e',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(text, source), { maxLength: 5 }), text, (pairs, end) => {
      const value = pairs.map(([before, name]) => `${before}\${${name}}`).join('') + end
      const parts = parseMappingValue(value, 'request')
      if ('problem' in parts) throw new Error(parts.problem)
      expect(parts.filter((part) => typeof part === 'string').join('')).toBe(
        pairs.map(([before]) => before).join('') + end,
      )
      expect(parts.filter((part) => typeof part !== 'string')).toHaveLength(pairs.length)
    }),
  )
})

test('a long value costs no more than its length', () => {
  expect(parseMappingValue('${request.path}'.repeat(100_000), 'request')).toHaveLength(100_000)
  expect(parseMappingValue('${'.repeat(100_000), 'request')).toHaveProperty('problem')
})
