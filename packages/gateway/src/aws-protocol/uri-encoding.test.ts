import { expect, test } from 'vitest'
import { uriEncoded } from './uri-encoding.ts'

test.each([
  ['AZaz09-._~', 'AZaz09-._~'],
  ["!'()*", '%21%27%28%29%2A'],
  ['a/b c+d', 'a%2Fb%20c%2Bd'],
  ['ü😀', '%C3%BC%F0%9F%98%80'],
])('%j', (text, encoded) => {
  expect(uriEncoded(text)).toBe(encoded)
})
