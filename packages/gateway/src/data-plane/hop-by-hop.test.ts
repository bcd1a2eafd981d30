import { expect, test } from 'vitest'
import { isHopByHop, namedByConnection, removeNamed } from './hop-by-hop.ts'

test.each([
  'Connection',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'proxy-connection',
  'TE',
  'te',
  'Trailer',
  'Trailers',
  'TRANSFER-ENCODING',
  'Upgrade',
])('%s concerns one connection', (name) => {
  expect(isHopByHop(name)).toBe(true)
})

test.each(['', 'X', 'Host', 'Via', 'Content-Length', 'Cookie', 'Proxy', 'Proxies-x', 'Upgrades', 'Referer', 'tE-x'])(
  '%s goes on',
  (name) => {
    expect(isHopByHop(name)).toBe(false)
  },
)

test.each<[value: string, names: string[] | undefined]>([
  ['', undefined],
  ['keep-alive', undefined],
  ['Close', undefined],
  ['close, keep-alive', undefined],
  ['X-Foo', ['x-foo']],
  ['keep-alive, X-Foo ,x-bar,,', ['x-foo', 'x-bar']],
  ['Host, Content-Length, cookie', ['cookie']],
])('Connection: %s', (value, names) => {
  const named = namedByConnection(value)
  expect(named && [...named]).toEqual(names)
})

test('removal takes all lines of a name, whatever their case, and keeps the order of the others', () => {
  const headers = ['A', '1', 'X-Foo', '2', 'B', '3', 'x-foo', '4', 'A', '5']
  removeNamed(headers, new Set(['x-foo']))
  expect(headers).toEqual(['A', '1', 'B', '3', 'A', '5'])
})
