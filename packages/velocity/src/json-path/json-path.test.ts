import { describe, expect, it } from 'vitest'
import vectors from '../../vectors/jsonpath.json' with { type: 'json' }
import { JsonArray } from '../json/json-array.ts'
import { parseJson } from '../json/parse-json.ts'
import { jsonPath } from './json-path.ts'
import { JsonPathError } from './json-path-error.ts'
import { definiteness, outcome } from './test-outcome.ts'

interface Vector {
  readonly expr: string
  readonly definite?: boolean
  readonly json?: string
  readonly error?: string
}

const cases: readonly Vector[] = vectors.cases

describe('the vectors', () => {
  const parsed = parseJson(JSON.stringify(vectors.document))

  it.each(cases)('$expr', ({ expr, definite, json, error }) => {
    expect(outcome(expr, parsed)).toBe(json ?? error)
    expect(outcome(expr, vectors.document)).toBe(json ?? error)
    expect(definiteness(expr)).toBe(definite === undefined ? 'invalid' : definite ? 'definite' : 'indefinite')
  })
})

describe('jsonPath', () => {
  it('compiles an expression once', () => {
    expect(jsonPath('$.once')).toBe(jsonPath('$.once'))
  })

  it('gives values as they are in the document', () => {
    const document = { a: { b: [1] } }
    expect(jsonPath('$.a')(document)).toBe(document.a)
    expect(jsonPath('$..b')(document)).toEqual(JsonArray.of([1]))
  })

  it('gives lists as JSON arrays, and merged objects as maps', () => {
    expect(jsonPath('$.*')({ a: 1 })).toBeInstanceOf(JsonArray)
    expect(jsonPath("$['a','b']")({ a: 1, b: 2, c: 3 })).toEqual(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    )
  })

  it.each([null, undefined])('takes no document for an error: %s', (document) => {
    expect(outcome('$', document)).toBe('IllegalArgumentException: root can not be null')
  })

  it.each(['text', 5, true])('takes a scalar for a document: %s', (document) => {
    expect(jsonPath('$')(document)).toBe(document)
    expect(jsonPath('$..a')(document)).toEqual(new JsonArray())
  })

  it('takes undefined for null, and holes for items', () => {
    const holes: unknown[] = []
    holes[1] = undefined
    expect(outcome('$[*]', holes)).toBe('[null,null]')
    expect(outcome('$.a', { a: undefined })).toBe('null')
  })

  it('does not change a document to which append() adds', () => {
    const document = { list: [1] }
    expect(outcome('$.list.append(2)', document)).toBe('[1,2]')
    expect(document).toEqual({ list: [1] })
  })

  it('forgets between evaluations what it noted in one', () => {
    const document = [{ a: 1 }, [{ a: 2 }]]
    const first = outcome('$..[*].a', document)
    expect(outcome('$..[*].a', document)).toBe(first)
  })

  it.each([
    ['$.a[', 'path-not-found', 'PathNotFoundException'],
    ['$.a b', 'invalid-path', 'InvalidPathException'],
    ['$.sum()', 'invalid-path', 'JsonPathException'],
    ['', 'invalid-path', 'IllegalArgumentException'],
  ])('tells the kind of an error: %s', (expression, kind, javaClass) => {
    const run = (): unknown => jsonPath(expression)({})
    expect(run).toThrow(JsonPathError)
    expect(run).toThrow(expect.objectContaining({ kind, javaClass }))
  })
})
