import { expect, test } from 'vitest'
import { isSameJson, jsonFault } from './same-json.ts'

test.each<[string | null, string, boolean]>([
  ['{"a":1,"b":[1,2]}', '{ "b": [1, 2],\n "a": 1 }', true],
  ['{"a":1}', '{"a":2}', false],
  ['[1,2]', '[2,1]', false],
  ['{"a":{"c":1,"b":2}}', '{"a":{"b":2,"c":1}}', true],
  ['a: 1', 'a: 1 ', false],
  [null, '{}', false],
])('%s and %s', (one, other, isSame) => {
  expect(isSameJson(one, other)).toBe(isSame)
})

test('what is wrong with a text', () => {
  expect(jsonFault('{"a":}')).toContain('JSON')
  expect(jsonFault('[]')).toBeUndefined()
})
