import { describe, expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64-text.ts'
import { BindingError } from './binding-error.ts'

test.each<[text: string, encoded: string]>([
  ['', ''],
  ['a', 'YQ=='],
  ['ab', 'YWI='],
  ['abc', 'YWJj'],
  ['é😀', 'w6nwn5iA'],
  ['>>>???', 'Pj4+Pz8/'],
])('%j is %s', (text, encoded) => {
  expect(encodeBase64(text)).toBe(encoded)
  expect(decodeBase64(encoded)).toBe(text)
})

test('half a surrogate pair is a question mark', () => {
  expect(encodeBase64('a\ud83d')).toBe(encodeBase64('a?'))
})

describe('decoded', () => {
  test.each<[text: string, decoded: string]>([
    ['YQ', 'a'],
    ['YWI', 'ab'],
    ['YR==', 'a'],
    ['//8=', '\ufffd\ufffd'],
    ['77u/YQ==', '\ufeffa'],
  ])('%s', (text, decoded) => {
    expect(decodeBase64(text)).toBe(decoded)
  })

  test.each(['Y', 'YQ=', 'YQ===', 'YWJj=', '=', '====', 'Y Q=', 'YWJj\n', 'YW-_', 'YQ==YQ==', 'é'])(
    'not %j',
    (text) => {
      expect(() => decodeBase64(text)).toThrow(new BindingError('the text is not Base64'))
    },
  )
})
