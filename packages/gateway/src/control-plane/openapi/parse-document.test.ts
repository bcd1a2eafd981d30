import { describe, expect, test } from 'vitest'
import { plainOf } from './document.ts'
import { parseDocument } from './parse-document.ts'
import { readAside } from './read-aside.ts'

const parsed = async (text: string) => plainOf(await parseDocument(text))
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
  ])('%s', async (json, yaml) => {
    const [fromYaml, fromJson] = [await parsed(yaml), await parsed(json)]
    expect(fromYaml).toEqual(fromJson)
    expect(Object.keys(fromYaml as object)).toEqual(Object.keys(fromJson as object))
  })

  test('numbers are the texts that stood there', async () => {
    expect(await parsed('{"openapi":"3.0.1","a":1.0,"b":[12]}')).toEqual({ openapi: '3.0.1', a: '1.0', b: ['12'] })
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
    [`openapi: 3.0.1\n${laughs}`, 'It has more than 500000 values'],
    ['openapi: 3.0.1\na: &a [*a]', 'It is nested deeper than 100 levels'],
    [`openapi: 3.0.1\na: ${'- '.repeat(9)}x`, 'Unexpected block-seq-ind on same line with key at line 2, column 4'],
    [
      `openapi: 3.0.1\na: &a ${'x'.repeat(1_048_576)}\nb: [${'*a, '.repeat(16)}]`,
      'Its texts have more than 16777216 characters',
    ],
    [`{"openapi":"3.0.1","a":"${'x'.repeat(100)}`, 'Missing closing "quote at line 1, column 125'],
  ])('%#', async (text, reason) => {
    const refusal = { code: 'BadRequestException', message: `Invalid OpenAPI input. ${reason}` }
    await expect(parseDocument(text)).rejects.toMatchObject(refusal)
  })

  test.each([['['], ['{a: '], ['- '], ['? '], ['!a '], ['&a ']])('nothing but %s, many times', async (text) => {
    const document = `openapi: 3.0.1\na:\n  ${text.repeat(5000)}`
    await expect(parseDocument(document)).rejects.toThrow(/^Invalid OpenAPI input\. /)
  })

  test('what would take minutes to read is given up', async () => {
    const message = 'Invalid OpenAPI input. It takes too long to read'
    await expect(readAside('"'.repeat(1_000_000), 50)).rejects.toMatchObject({ code: 'BadRequestException', message })
  })
})

test('a document may be as deep as is allowed, and as long as a call', async () => {
  const long = 'x'.repeat(5_000_000)
  const texts = [nested(99), `{"openapi":"3.0.1","a":"${long}","n":1.0}`, `openapi: 3.0.1\na: ${long}\nn: 1.0`]
  const [, json, yaml] = await Promise.all(texts.map(parsed))
  expect(json).toEqual({ openapi: '3.0.1', a: long, n: '1.0' })
  expect(yaml).toEqual(json)
})
