import { expect, test } from 'vitest'
import { canonicalName, headerName } from './header-name.ts'

test.each([
  ['host', 'Host', 'host'],
  ['X-AMZN-TRACE-ID', 'X-Amzn-Trace-Id', 'x-amzn-trace-id'],
  ['sec-ch-ua', 'Sec-Ch-Ua', 'plain'],
  ['ETag', 'Etag', 'plain'],
  ['a--b-', 'A--B-', 'plain'],
  ['-a', '-A', 'plain'],
  ['1a', '1a', 'plain'],
  ['__proto__', '__proto__', 'plain'],
  ['constructor', 'Constructor', 'plain'],
  ['Content-Length', 'Content-Length', 'dropped'],
  ['Transfer-Encoding', 'Transfer-Encoding', 'dropped'],
  ['proxy-connection', 'Proxy-Connection', 'dropped'],
])('%s is %s, %s', (name, canonical, role) => {
  const made = headerName(name)
  expect(made).toMatchObject({ canonical, role, lower: name.toLowerCase() })
  expect([made.lowerMember, made.canonicalMember]).toEqual([`"${name.toLowerCase()}":`, `"${canonical}":`])
  expect(headerName(name)).toBe(made)
})

test('what is remembered is bounded', () => {
  for (let index = 0; index < 5_000; index++) expect(headerName(`x-${index}`).canonical).toBe(`X-${index}`)
  expect(headerName('x-4999')).not.toBe(headerName('x-4999'))
})

test('a text that is no field name stays as it is', () => {
  expect(['a b', 'a:', '', 'a\r\nB'].map(canonicalName)).toEqual(['a b', 'a:', '', 'a\r\nB'])
})
