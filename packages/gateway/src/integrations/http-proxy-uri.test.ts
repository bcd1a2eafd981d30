import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DefinitionError } from '../expression/definition-error.ts'
import { bindHttpUri, parseHttpUri } from './http-proxy-uri.ts'
import { binding, integrationCall } from './test-integration.ts'

interface Case {
  readonly uri: string
  readonly stageVariables?: Record<string, string>
  /** Parameter names with raw values. */
  readonly values?: Record<string, string>
  readonly isDefaultRoute?: boolean
  readonly path?: string
  readonly query?: string
}

/** The URL that a call goes to, or what is wrong with the URI. */
function expand({
  uri,
  stageVariables = {},
  values = {},
  isDefaultRoute = false,
  path = '/',
  query = '',
}: Case): string {
  const parameters = Object.keys(values)
  const bound = bindHttpUri(parseHttpUri(uri), binding({ stageVariables, parameters, isDefaultRoute }))
  if (typeof bound === 'string') return `problem: ${bound}`
  return bound.origin + bound.target(integrationCall({ path, query, values: Object.values(values) }))
}

describe('URIs of routes with a path', () => {
  test.each<[name: string, given: Case, url: string]>([
    ['host alone', { uri: 'http://b' }, 'http://b/'],
    ['host and query', { uri: 'http://b?x=1' }, 'http://b/?x=1'],
    ['exactly the path, whatever was asked', { uri: 'http://b/x/', path: '/pets/7' }, 'http://b/x/'],
    ['dots and double slashes stay', { uri: 'http://b/a/../b//c/.' }, 'http://b/a/../b//c/.'],
    ['port, upper case', { uri: 'HTTP://B.Example:8080/X' }, 'http://b.example:8080/X'],
    ['the own port goes', { uri: 'https://b:443/' }, 'https://b/'],
    ['IPv6', { uri: 'http://[::1]:80/x' }, 'http://[::1]/x'],
    ['a literal that has to be escaped', { uri: 'http://b/a b/é"|{x y}' }, 'http://b/a%20b/%C3%A9%22%7C%7Bx%20y%7D'],
    ['escapes stay as they are', { uri: 'http://b/%2f%41' }, 'http://b/%2f%41'],
    ['a fragment goes', { uri: 'http://b/x?y=1#z' }, 'http://b/x?y=1'],
    ['a fragment before the query mark', { uri: 'http://b/x#z?y=1', query: 'q' }, 'http://b/x?q'],
    ['variable', { uri: 'http://b/p/{id}/x', values: { id: '7' } }, 'http://b/p/7/x'],
    ['two variables, in another order', { uri: 'http://b/{b}-{a}', values: { a: '1', b: '2' } }, 'http://b/2-1'],
    ['greedy', { uri: 'http://b/p/{proxy}', values: { proxy: 'a/b//c' } }, 'http://b/p/a/b//c'],
    ['greedy with a trailing slash', { uri: 'http://b/p/{proxy}', values: { proxy: 'a/b/' } }, 'http://b/p/a/b/'],
    ['greedy and empty', { uri: 'http://b/{proxy}', values: { proxy: '' } }, 'http://b/'],
    ['greedy that the URI does not name', { uri: 'http://b/p', values: { proxy: 'a/b' } }, 'http://b/p'],
    [
      'raw text is kept',
      { uri: 'http://b/{id}', values: { id: '%7e~%2Fa%0d%0ab;c=d' } },
      'http://b/%7e~%2Fa%0d%0ab;c=d',
    ],
    [
      'encoded anew in the query',
      { uri: 'http://b/?id={id}&z=1', values: { id: 'a&b=c%26%2Fd' } },
      'http://b/?id=a%26b%3Dc%26%2Fd&z=1',
    ],
    ['greedy in the query', { uri: 'http://b/?p={proxy}', values: { proxy: 'a/b/' } }, 'http://b/?p=a%2Fb'],
  ])('%s', (_name, given, url) => {
    expect(expand(given)).toBe(url)
  })
})

describe('query', () => {
  test.each<[uri: string, query: string, url: string]>([
    ['http://b/x', 'a=1&a=2&b', 'http://b/x?a=1&a=2&b'],
    ['http://b/x', 'a=%20+%zz', 'http://b/x?a=%20+%zz'],
    ['http://b/x?u=1', 'a=1', 'http://b/x?u=1&a=1'],
    ['http://b/x?', 'a=1', 'http://b/x?a=1'],
    ['http://b/x?', '', 'http://b/x'],
    ['http://b/x?a?b=1', '?c', 'http://b/x?a?b=1&?c'],
  ])('%s with %s', (uri, query, url) => {
    expect(expand({ uri, query })).toBe(url)
  })
})

describe('$default routes append the full path', () => {
  test.each<[uri: string, path: string, query: string, url: string]>([
    ['http://b', '/store/checkout', '', 'http://b/store/checkout'],
    ['http://b/', '/store/', 'x=1', 'http://b/store/?x=1'],
    ['http://b/base', '/a%2Fb//c', '', 'http://b/base/a%2Fb//c'],
    ['http://b/base/', '/', '', 'http://b/base/'],
    ['http://b/base?u=1', '/x', 'y=2', 'http://b/base/x?u=1&y=2'],
  ])('%s and %s?%s', (uri, path, query, url) => {
    expect(expand({ uri, path, query, isDefaultRoute: true })).toBe(url)
  })
})

describe('stage variables', () => {
  test.each<[name: string, given: Case, url: string]>([
    [
      'host',
      { uri: 'https://${stageVariables.h}/x', stageVariables: { h: 'b.example:8443' } },
      'https://b.example:8443/x',
    ],
    ['label', { uri: 'https://${stageVariables.h}.example/', stageVariables: { h: 'eu' } }, 'https://eu.example/'],
    ['port', { uri: 'http://b:${stageVariables.p}', stageVariables: { p: '81' } }, 'http://b:81/'],
    [
      'path and query',
      { uri: 'http://b/${stageVariables.v}/x?k=${stageVariables.k}', stageVariables: { v: 'v1/y', k: 'a&l=b' } },
      'http://b/v1/y/x?k=a&l=b',
    ],
    [
      'host, path and query in one',
      { uri: 'http://${stageVariables.u}', stageVariables: { u: 'b/x?y=1' }, query: 'z' },
      'http://b/x?y=1&z',
    ],
    [
      'a path that ends before a parameter',
      { uri: 'http://${stageVariables.u}{id}', stageVariables: { u: 'b/x/' }, values: { id: '7' } },
      'http://b/x/7',
    ],
    [
      'a query that begins before a parameter',
      { uri: 'http://${stageVariables.u}{id}', stageVariables: { u: 'b/x?id=' }, values: { id: 'a%26' } },
      'http://b/x?id=a%26',
    ],
    ['undefined', { uri: 'http://b/${stageVariables.x}' }, 'problem: the stage variable x is not defined'],
    [
      'not of the prototype',
      { uri: 'http://b/${stageVariables.constructor}' },
      'problem: the stage variable constructor is not defined',
    ],
    [
      'no host',
      { uri: 'http://${stageVariables.h}/x', stageVariables: { h: '' } },
      'problem: its URI has no usable host',
    ],
    [
      'bad port',
      { uri: 'http://b:${stageVariables.p}/', stageVariables: { p: '99999' } },
      'problem: its URI has no usable host',
    ],
    [
      'bad host',
      { uri: 'http://${stageVariables.h}/', stageVariables: { h: 'a,b=c&' } },
      'problem: its URI has no usable host',
    ],
    [
      'user name',
      { uri: 'http://${stageVariables.h}/', stageVariables: { h: 'u@b' } },
      'problem: its URI has no usable host',
    ],
    [
      'parameter in the authority',
      { uri: 'http://${stageVariables.h}{id}/', stageVariables: { h: 'b' }, values: { id: '.evil' } },
      'problem: its URI has the path parameter {id} before its path',
    ],
    [
      'parameter that the route lacks',
      { uri: 'http://b/{id}', values: { name: 'x' } },
      'problem: its URI names the path parameter {id}, which the route does not have',
    ],
    [
      'parameter of a $default route',
      { uri: 'http://b/{proxy}', isDefaultRoute: true },
      'problem: its URI names the path parameter {proxy}, which the route does not have',
    ],
  ])('%s', (_name, given, url) => {
    expect(expand(given)).toBe(url)
  })
})

test.each([
  ['b.example/x', 'does not begin with http'],
  ['ftp://b/x', 'does not begin with http'],
  ['${stageVariables.scheme}://b', 'does not begin with http'],
  ['{id}', 'does not begin with http'],
  ['', 'does not begin with http'],
  ['http://{id}/x', 'path parameter {id} before its path'],
  ['http://b.{id}.example/x', 'path parameter {id} before its path'],
  ['http://b:{port}/x', 'path parameter {port} before its path'],
])('%s is refused when the API is compiled', (uri, message) => {
  expect(() => parseHttpUri(uri)).toThrow(DefinitionError)
  expect(() => parseHttpUri(uri)).toThrow(message)
})

test('no raw value leaves its place in the path: neither origin nor query nor the segments around it change', () => {
  // What a segment of a request path can hold once the target was checked: no slash, `?`, `#`, blanks or controls.
  const character = fc.constantFrom(...'ab.:@&=+$,;%2F%3F\\^|"<>{}[]~'.split(''), '%2F', '%3F', '%23', '%0D%0A', '..')
  fc.assert(
    fc.property(fc.array(character, { minLength: 1 }), (parts) => {
      const value = parts.join('')
      const url = expand({ uri: 'http://b/x/{id}/y?z=1', values: { id: value } })
      expect(url.startsWith('http://b/x/')).toBe(true)
      expect(url.endsWith('/y?z=1')).toBe(true)
      expect(url.slice('http://b/x/'.length, -'/y?z=1'.length)).not.toMatch(/[/?#\s]/)
    }),
  )
})
