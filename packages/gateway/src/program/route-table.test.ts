import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DefinitionError } from '../expression/definition-error.ts'
import { parseRouteKey, type RouteSegment } from './route-key.ts'
import { hasGoodEscapes, RouteTable } from './route-table.ts'

function tableOf(...keys: string[]): RouteTable<string> {
  const table = new RouteTable<string>()
  for (const key of keys) table.add(parseRouteKey(key), key)
  return table
}

/** `GET /a` → the key that takes it and the raw values, as `[key, …values]`. */
function find(table: RouteTable<string>, request: string): string[] | undefined {
  const [method = '', path = ''] = request.split(' ')
  const match = table.find(method, path)
  return match && [match.route, ...match.values]
}

describe('the example of the guide (http-api-develop-routes)', () => {
  const table = tableOf('GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default')
  test.each([
    ['GET /pets/dog/1', ['GET /pets/dog/1']],
    ['GET /pets/dog/2', ['GET /pets/dog/{id}', '2']],
    ['GET /pets/cat/1', ['GET /pets/{proxy+}', 'cat/1']],
    ['POST /test/5', ['ANY /{proxy+}', 'test/5']],
  ])('%s', (request, expected) => {
    expect(find(table, request)).toEqual(expected)
  })
})

describe('priority', () => {
  test.each<[name: string, keys: string[], request: string, expected: string[] | undefined]>([
    ['full beats greedy', ['GET /a/{proxy+}', 'GET /a/{id}'], 'GET /a/1', ['GET /a/{id}', '1']],
    [
      'full with ANY beats greedy with the method',
      ['GET /a/{proxy+}', 'ANY /a/{id}'],
      'GET /a/1',
      ['ANY /a/{id}', '1'],
    ],
    ['greedy beats $default', ['$default', 'ANY /{proxy+}'], 'GET /a', ['ANY /{proxy+}', 'a']],
    ['the method beats ANY', ['ANY /a', 'GET /a'], 'GET /a', ['GET /a']],
    ['ANY takes the other methods', ['ANY /a', 'GET /a'], 'PROPFIND /a', ['ANY /a']],
    ['a literal beats a variable', ['GET /{x}', 'GET /a'], 'GET /a', ['GET /a']],
    ['from the left', ['GET /{x}/b', 'GET /a/{y}'], 'GET /a/b', ['GET /a/{y}', 'b']],
    ['a literal with ANY beats a variable with the method', ['GET /{x}', 'ANY /a'], 'GET /a', ['ANY /a']],
    ['a literal of another method does not', ['GET /{x}', 'POST /a'], 'GET /a', ['GET /{x}', 'a']],
    ['back from a dead end', ['GET /a/b/c', 'GET /{x}/b/d'], 'GET /a/b/d', ['GET /{x}/b/d', 'a']],
    ['values of a dead end are forgotten', ['GET /{x}/b', 'GET /{y+}'], 'GET /a/c', ['GET /{y+}', 'a/c']],
    [
      'the longer literal prefix among greedy ones',
      ['GET /a/{p+}', 'GET /a/b/{p+}'],
      'GET /a/b/c',
      ['GET /a/b/{p+}', 'c'],
    ],
    ['a variable before a greedy one', ['GET /{p+}', 'GET /{x}/{p+}'], 'GET /a/b', ['GET /{x}/{p+}', 'a', 'b']],
    ['$default takes the rest', ['$default', 'GET /a'], 'POST /a', ['$default']],
    ['no route', ['GET /a'], 'POST /a', undefined],
    ['HEAD is not derived from GET', ['GET /a'], 'HEAD /a', undefined],
    ['the method of a prototype is none', ['GET /a'], 'constructor /a', undefined],
  ])('%s', (_name, keys, request, expected) => {
    expect(find(tableOf(...keys), request)).toEqual(expected)
    expect(find(tableOf(...keys.toReversed()), request)).toEqual(expected)
  })
})

describe('slashes, escapes, case', () => {
  test.each<[name: string, keys: string[], request: string, expected: string[] | undefined]>([
    ['root', ['GET /'], 'GET /', ['GET /']],
    ['a trailing slash is tolerated', ['GET /a'], 'GET /a/', ['GET /a']],
    ['behind a variable, too', ['GET /{x}'], 'GET /a/', ['GET /{x}', 'a']],
    ['two are not', ['GET /a'], 'GET /a//', undefined],
    ['a greedy value keeps it', ['GET /{p+}'], 'GET /a/b/', ['GET /{p+}', 'a/b/']],
    ['double slashes do not collapse', ['GET /a/b', 'GET /a/{p+}'], 'GET /a//b', ['GET /a/{p+}', '/b']],
    ['a variable takes no empty segment', ['GET /a/{x}/b'], 'GET /a//b', undefined],
    ['a greedy variable needs a segment', ['GET /a/{p+}'], 'GET /a', undefined],
    ['and not an empty one', ['GET /a/{p+}'], 'GET /a/', undefined],
    ['but at the root', ['GET /{p+}'], 'GET /', ['GET /{p+}', '']],
    ['and so does a variable', ['GET /{x}'], 'GET /', ['GET /{x}', '']],
    ['where there is no route for the root', ['GET /{p+}', 'ANY /', 'GET /{x}'], 'GET /', ['ANY /']],
    ['dots are text', ['GET /a', 'GET /{p+}'], 'GET /x/../a', ['GET /{p+}', 'x/../a']],
    ['case counts', ['GET /a'], 'GET /A', undefined],
    ['literals match decoded text', ['GET /a-b'], 'GET /a%2Db', ['GET /a-b']],
    ['%2F does not split', ['GET /a/b', 'GET /{x}'], 'GET /a%2Fb', ['GET /{x}', 'a%2Fb']],
    ['values stay raw', ['GET /{x}'], 'GET /%C3%A9', ['GET /{x}', '%C3%A9']],
    ['names of objects’ prototypes are no routes', ['GET /a'], 'GET /__proto__', undefined],
  ])('%s', (_name, keys, request, expected) => {
    expect(find(tableOf(...keys), request)).toEqual(expected)
  })
})

test.each([
  ['GET /a/{x}', 'GET /a/{y}'],
  ['ANY /a/{x+}', 'ANY /a/{y+}'],
  ['$default', '$default'],
  ['GET /a-b', 'GET /a%2Db'],
])('%s and %s are one route', (first, second) => {
  expect(() => tableOf(first, second)).toThrow(DefinitionError)
})

test('routes of other methods and of greedy paths go side by side', () => {
  expect(() => tableOf('GET /{x}', 'POST /{y}', 'ANY /{z}', 'GET /{p+}', 'GET /{x}/{p+}')).not.toThrow()
})

test.each([
  ['/a', true],
  ['/%41%2F', true],
  ['/%C3%A9', true],
  ['/%', false],
  ['/a%4', false],
  ['/%zz', false],
  ['/%FF', false],
  ['/%C3/%A9', false],
])('escapes of %s are good: %s', (path, expected) => {
  expect(hasGoodEscapes(path)).toBe(expected)
})

/**
 * The rules once more, as a comparison of all routes: which match at all, and which of two is the better one. Slow, and
 * written without the tree's ideas, so that the two can only agree by both being right.
 */
function naive(keys: readonly string[], method: string, path: string): string[] | undefined {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  const parts = trimmed.slice(1).split('/')
  const candidates = keys.flatMap((text) => {
    const key = parseRouteKey(text)
    if (key === '$default') return [{ text, rank: [2], values: [] as string[] }]
    if (key.method !== 'ANY' && key.method !== method) return []
    const values = key.segments.length === 0 ? (path === '/' ? [] : undefined) : valuesOf(key.segments, parts, path)
    if (values === undefined) return []
    const isGreedy = key.segments.at(-1)?.kind === 'greedy'
    const kinds = key.segments.map(({ kind }) => ['literal', 'variable', 'greedy'].indexOf(kind))
    // The root's one empty segment is a literal.
    if (kinds.length === 0) kinds.push(0)
    return [{ text, rank: [isGreedy ? 1 : 0, ...kinds, key.method === 'ANY' ? 1 : 0], values }]
  })
  candidates.sort((a, b) => {
    const at = a.rank.findIndex((value, index) => value !== b.rank[index])
    return at === -1 ? 0 : (a.rank[at] as number) - (b.rank[at] ?? -1)
  })
  const [best] = candidates
  return best && [best.text, ...best.values]
}

function valuesOf(segments: readonly RouteSegment[], parts: readonly string[], path: string): string[] | undefined {
  const isRoot = path === '/'
  const values: string[] = []
  for (const [index, segment] of segments.entries()) {
    const part = parts[index]
    if (part === undefined) return undefined
    if (segment.kind === 'greedy') {
      const rest = parts.slice(index).join('/')
      if (rest === '' && !isRoot) return undefined
      const slash = path.endsWith('/') && !isRoot ? '/' : ''
      return [...values, rest + slash]
    }
    if (segment.kind === 'variable') {
      if (part === '' && !isRoot) return undefined
      values.push(part)
    } else if (decodeURIComponent(part) !== segment.text) return undefined
  }
  return parts.length === segments.length ? values : undefined
}

test('the tree finds what a comparison of all routes finds', () => {
  const segment = fc.constantFrom('a', 'b', 'c', '{x}')
  const key = fc
    .tuple(fc.constantFrom('GET', 'POST', 'ANY'), fc.array(segment, { maxLength: 4 }), fc.constantFrom('', '', '{p+}'))
    .map(([method, segments, last]) => `${method} /${[...segments, ...(last === '' ? [] : [last])].join('/')}`)
  const routeKeys = fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: key }, fc.constant('$default')), { maxLength: 14 })
  const paths = fc
    .array(fc.constantFrom('a', 'b', 'c', '%61', 'd', ''), { maxLength: 6 })
    .map((segments) => `/${segments.join('/')}`)
  fc.assert(
    fc.property(routeKeys, fc.constantFrom('GET', 'POST', 'PUT'), paths, (keys, method, path) => {
      expect(find(tableOf(...keys), `${method} ${path}`)).toEqual(naive(keys, method, path))
    }),
    { numRuns: 3_000 },
  )
})
