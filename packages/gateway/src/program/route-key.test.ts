import { expect, test } from 'vitest'
import { DefinitionError } from '../expression/definition-error.ts'
import { parameterNames, parseRouteKey, type RouteKey } from './route-key.ts'

test.each<[text: string, key: RouteKey, names: string[]]>([
  ['$default', '$default', []],
  ['GET /', { method: 'GET', segments: [] }, []],
  [
    'ANY /a/b.c',
    {
      method: 'ANY',
      segments: [
        { kind: 'literal', text: 'a' },
        { kind: 'literal', text: 'b.c' },
      ],
    },
    [],
  ],
  [
    'GET /{a}/{b+}',
    {
      method: 'GET',
      segments: [
        { kind: 'variable', name: 'a' },
        { kind: 'greedy', name: 'b' },
      ],
    },
    ['a', 'b'],
  ],
  ['GET /a%20b', { method: 'GET', segments: [{ kind: 'literal', text: 'a b' }] }, []],
  ['GET /a%zz', { method: 'GET', segments: [{ kind: 'literal', text: 'a%zz' }] }, []],
  ['GET /x{a}', { method: 'GET', segments: [{ kind: 'literal', text: 'x{a}' }] }, []],
])('%s', (text, key, names) => {
  expect(parseRouteKey(text)).toEqual(key)
  expect(parameterNames(key)).toEqual(names)
})

test.each(['', 'GET', '/pets', 'GET pets', 'get /pets', '$connect', 'GET /{a+}/b'])('%s is none', (text) => {
  expect(() => parseRouteKey(text)).toThrow(DefinitionError)
})
