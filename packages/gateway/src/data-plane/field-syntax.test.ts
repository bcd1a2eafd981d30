import { expect, test } from 'vitest'
import { isFieldName, isFieldValue } from './field-syntax.ts'

test.each([
  ['X-Foo', true],
  ["!#$%&'*+-.^_`|~09azAZ", true],
  ['', false],
  ['X Foo', false],
  ['X-Foo:', false],
  ['X\r\nSet-Cookie', false],
  ['X\0', false],
  ['Ünï', false],
  ['Ā', false],
])('name %j: %s', (name, expected) => {
  expect(isFieldName(name)).toBe(expected)
})

test.each([
  ['', true],
  ['a b\tc', true],
  ['caf\u00e9', true],
  ['a\r\nSet-Cookie: x', false],
  ['a\nb', false],
  ['a\0b', false],
  ['a\x7fb', false],
  ['\u010d\u010a', false],
])('value %j: %s', (value, expected) => {
  expect(isFieldValue(value)).toBe(expected)
})
