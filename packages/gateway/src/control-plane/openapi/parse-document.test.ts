import { describe, expect, test } from 'vitest'
import { plainOf } from './document.ts'
import { parseDocument } from './parse-document.ts'

const parsed = (text: string) => plainOf(parseDocument(text))
const nested = (depth: number) => `{"openapi":"3.0.1","a":${'['.repeat(depth)}${']'.repeat(depth)}}`

describe('JSON and YAML mean the same', () => {
  test.each([
    ['{"openapi":"3.0.1","version":1.0,"n":29000,"e":1e3}', 'openapi: 3.0.1\nversion: 1.0\nn: 29000\ne: 1e3'],
    ['{"openapi":"3.0.1","b":[true,false,null]}', 'openapi: 3.0.1\nb: [true, false, ~]'],
    ['{"openapi":"3.0.1","b":["true","1.0",""]}', 'openapi: "3.0.1"\nb: ["true", \'1.0\', ""]'],
    ['{"openapi":"3.0.1","o":{},"l":[]}', '---\nopenapi: 3.0.1\no: {}\nl: []\n'],
    [
      '{"openapi":"3.0.1","__proto__":{"x":"y"},"constructor":"z"}',
      'openapi: 3.0.1\n__proto__: {x: y}\nconstructor: z',
    ],
    ['{"openapi":"3.0.1","a":{"b":"c"},"d":{"b":"c"}}', 'openapi: 3.0.1\na: &x {b: c}\nd: *x'],
    ['{"openapi":"3.0.1","yes":"no"}', '{openapi: 3.0.1, yes: no}'],
  ])('%s', (json, yaml) => {
    expect(parsed(yaml)).toEqual(parsed(json))
    expect(Object.keys(parsed(yaml) as object)).toEqual(Object.keys(parsed(json) as object))
  })

  test('numbers are the texts that stood there', () => {
    expect(parsed('{"openapi":"3.0.1","a":1.0,"b":[12]}')).toEqual({ openapi: '3.0.1', a: '1.0', b: ['12'] })
  })
})

/** Nine lists of nine aliases each: a billion values. */
const laughs = Array.from({ length: 9 }, (_, index) => {
  const member = index === 0 ? 'lol' : `*a${index - 1}`
  return `a${index}: &a${index} [${Array.from({ length: 9 }, () => member).join(', ')}]`
}).join('\n')

describe('what is no such document', () => {
  test.each([
    ['swagger: "2.0"', 'HTTP APIs support OpenAPI 3.0 only, not 2.0'],
    ['{"swagger":"2.0"}', 'HTTP APIs support OpenAPI 3.0 only, not 2.0'],
    ['{"openapi":"3.1.0"}', 'HTTP APIs support OpenAPI 3.0 only, not 3.1.0'],
    ['openapi: 3.00', 'HTTP APIs support OpenAPI 3.0 only, not 3.00'],
    ['{}', 'HTTP APIs support OpenAPI 3.0 only'],
    ['', 'The definition must be an object'],
    ['[1]', 'The definition must be an object'],
    ['"text"', 'The definition must be an object'],
    ['a: b: c', 'Nested mappings are not allowed in compact mappings at line 1, column 4'],
    ['openapi: 3.0.1\na: 1\na: 2', 'The key a occurs twice'],
    ['openapi: 3.0.1\n[a]: 1', 'Keys must be texts'],
    ['openapi: 3.0.1\na: *b', 'The alias b has no anchor before it'],
    [nested(100), 'It is nested deeper than 100 levels'],
    [`openapi: 3.0.1\n${laughs}`, 'It has more than 200000 values'],
    ['openapi: 3.0.1\na: &a [*a]', 'It is nested deeper than 100 levels'],
    [`openapi: 3.0.1\na: ${'- '.repeat(9)}x`, 'Unexpected block-seq-ind on same line with key at line 2, column 4'],
    [`openapi: 3.0.1\na: ${'x'.repeat(1_048_576)}`, 'YAML must not exceed 1048576 characters; JSON may be larger'],
    [`{"openapi":"3.0.1","a":"${'x'.repeat(1_048_576)}`, 'It is not valid JSON'],
  ])('%#', (text, reason) => {
    expect(() => parseDocument(text)).toThrow(
      expect.objectContaining({ code: 'BadRequestException', message: `Invalid OpenAPI input. ${reason}` }),
    )
  })

  test.each([['['], ['{a: '], ['- '], ['? '], ['!a '], ['&a ']])('nothing but %s, ten thousand times', (text) => {
    expect(() => parseDocument(`openapi: 3.0.1\na:\n  ${text.repeat(10_000)}`)).toThrow(/^Invalid OpenAPI input\. /)
  })
})

test('a document may be as deep as is allowed, and JSON as long as a call', () => {
  expect(() => parseDocument(nested(99))).not.toThrow()
  expect(() => parseDocument(`{"openapi":"3.0.1","a":"${'x'.repeat(2_000_000)}"}`)).not.toThrow()
})
