import { expect, test } from 'vitest'
import type { CtyType } from './cty-type.ts'
import { decodeJsonState } from './json-state.ts'
import { ExactNumber, type Value } from './value.ts'

test.each<[string, CtyType, Value]>([
  ['9007199254740993', 'number', 9007199254740993n],
  ['-5', 'number', -5],
  ['0.1', 'number', 0.1],
  ['1.00000000000000000001', 'number', new ExactNumber('1.00000000000000000001')],
  ['"12 \\" 13"', 'string', '12 " 13'],
  ['{"a":["1",null],"gone":7}', ['object', { a: ['list', 'string'], b: 'bool' }], { a: ['1', null], b: null }],
  ['{"a":[1,2.5]}', ['map', ['list', 'number']], { a: [1, 2.5] }],
])('%s', (text, type, value) => {
  expect(decodeJsonState(type, Buffer.from(text))).toEqual(value)
})
