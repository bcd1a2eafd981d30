import { describe, expect, test } from 'vitest'
import { BindingError } from './binding-error.ts'
import { decodeForm, encodeForm } from './form-coding.ts'

describe('encoded', () => {
  test.each<[text: string, encoded: string]>([
    ['', ''],
    ['azAZ09*-._', 'azAZ09*-._'],
    ['a b+c', 'a+b%2Bc'],
    ["!'()~", '%21%27%28%29%7E'],
    ['%20&=?/:', '%2520%26%3D%3F%2F%3A'],
    ['é€😀', '%C3%A9%E2%82%AC%F0%9F%98%80'],
    ['\n\u0000', '%0A%00'],
    ['a\ud83db\ude00', 'a%3Fb%3F'],
  ])('%j', (text, encoded) => {
    expect(encodeForm(text)).toBe(encoded)
  })
})

describe('decoded', () => {
  test.each<[text: string, decoded: string]>([
    ['', ''],
    ['a+b%20c%2B', 'a b c+'],
    ['%C3%a9%E2%82%AC%F0%9F%98%80', 'é€😀'],
    ['é', 'é'],
    ['%C3x', '\ufffdx'],
    ['%EF%BB%BFa', '\ufeffa'],
    ['%ff%fe', '\ufffd\ufffd'],
  ])('%j', (text, decoded) => {
    expect(decodeForm(text)).toBe(decoded)
  })

  test.each<[text: string, place: number]>([
    ['%', 1],
    ['ab%2', 3],
    ['%41%zz', 4],
    ['100% sure', 4],
    ['%+1', 1],
  ])('not %j', (text, place) => {
    const expected = `character ${place} of the text is a % without two hexadecimal digits behind it`
    expect(() => decodeForm(text)).toThrow(new BindingError(expected))
  })
})
