import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { doubleOf, longOf } from '../values/java-number.ts'
import { JsonArray } from './json-array.ts'
import { JsonError } from './json-error.ts'
import { DEFAULT_MAX_DEPTH, MAX_INTEGER_LENGTH, parseJson } from './parse-json.ts'

function errorOf(text: string): JsonError {
  try {
    parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) return error
    throw error
  }
  throw new Error(`${text} is valid`)
}

function isTaken(text: string, parse: (text: string) => unknown): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}

function list(...items: unknown[]): JsonArray {
  const array = new JsonArray()
  array.push(...items)
  return array
}

/** What JSON.parse gives, from maps and Java's numbers. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, plain)
  if (value instanceof Map) {
    const entries = Array.from(value as Map<string, unknown>, ([key, member]) => [key, plain(member)] as const)
    return Object.fromEntries(entries)
  }
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'object' && value !== null && 'value' in value) return Number(value.value)
  return value
}

describe('parseJson', () => {
  it.each<[string, unknown]>([
    ['null', null],
    [' true\t', true],
    ['\r\nfalse', false],
    ['0', 0],
    ['-0', 0],
    ['-0.0', doubleOf(-0)],
    ['1.0', doubleOf(1)],
    ['1e2', doubleOf(100)],
    ['1.5E-3', 0.0015],
    ['1e+2', doubleOf(100)],
    ['1e999', Number.POSITIVE_INFINITY],
    ['2147483647', 2147483647],
    ['2147483648', longOf(2147483648n)],
    ['9007199254740993', longOf(9007199254740993n)],
    ['-9223372036854775808', longOf(-9223372036854775808n)],
    ['9223372036854775808', 9223372036854775808n],
    ['"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00z"', 'a"\\/\b\f\n\r\té😀z'],
    ['"\u007f\u2028"', '\u007f\u2028'],
    ['[]', new JsonArray()],
    ['[1, [2], {}]', list(1, list(2), new Map())],
    [
      '{"a":1,"b":{"c":[]}}',
      new Map<string, unknown>([
        ['a', 1],
        ['b', new Map([['c', new JsonArray()]])],
      ]),
    ],
    [
      '{"":1,"__proto__":2}',
      new Map([
        ['', 1],
        ['__proto__', 2],
      ]),
    ],
  ])('reads %j', (text, value) => {
    expect(parseJson(text)).toStrictEqual(value)
  })

  it('lets the last of equal keys win in the place of the first', () => {
    expect(Array.from(parseJson('{"a":1,"b":2,"a":3}') as Map<string, number>)).toEqual([
      ['a', 3],
      ['b', 2],
    ])
  })

  it.each([
    ['', 'found the end of the text, expected a value', 0],
    ['  ', 'found the end of the text, expected a value', 2],
    ['tru', "found the end of the text, expected 'true'", 3],
    ['nulL', "found 'L', expected 'null'", 3],
    ['[1,]', "found ']', expected a value", 3],
    ['[1 2]', "found '2', expected ',' or ']'", 3],
    ['[1', "found the end of the text, expected ',' or ']'", 2],
    ['{', "found the end of the text, expected a string or '}'", 1],
    ['{"a":1,}', "found '}', expected a string", 7],
    ['{a:1}', "found 'a', expected a string or '}'", 1],
    ['{"a" 1}', "found '1', expected ':'", 5],
    ['{"a":1 "b"', "found '\"', expected ',' or '}'", 7],
    ['1 2', "found '2', expected the end of the text", 2],
    ['01', "found '1', expected the end of the text", 1],
    ['-', 'found the end of the text, expected a digit', 1],
    ['1.', 'found the end of the text, expected a digit', 2],
    ['1.e5', "found 'e', expected a digit", 2],
    ['1e', 'found the end of the text, expected a digit', 2],
    ['.5', "found '.', expected a value", 0],
    ['+1', "found '+', expected a value", 0],
    ['"a', "found the end of the text, expected '\"'", 2],
    ['"a\n"', 'found U+000A, expected a character of a string', 2],
    ['"\\x"', "found 'x', expected one of \"\\/bfnrtu", 2],
    ['"\\u00g0"', "found 'g', expected a hexadecimal digit", 5],
    ["'a'", "found ''', expected a value", 0],
    ['\ufeff1', 'found U+FEFF, expected a value', 0],
    ['\u00a01', "found '\u00a0', expected a value", 0],
    ['[😀]', "found '😀', expected a value", 1],
    ['// x', "found '/', expected a value", 0],
    ['NaN', "found 'N', expected a value", 0],
  ])('refuses %j', (text, problem, offset) => {
    const error = errorOf(text)
    expect(error.message).toContain(`: ${problem}\n`)
    expect(error.offset).toBe(offset)
  })

  it('tells the place, and shows it', () => {
    const error = errorOf('{\n  "a": 1,\n\t"b": x\n}')
    expect(error).toMatchObject({ name: 'JsonError', line: 3, column: 7, offset: 18 })
    expect(error.message).toBe('Invalid JSON at line 3, column 7: found \'x\', expected a value\n   "b": x\n        ^')
  })

  it('shows no more of a long line than is about the place', () => {
    const error = errorOf(`[${'1,'.repeat(1000)}x${',1'.repeat(1000)}]`)
    expect(
      error.message
        .split('\n')
        .map((line) => line.length)
        .slice(1),
    ).toEqual([82, 43])
  })

  it('bounds the depth, without using the stack', () => {
    const nested = (depth: number): string => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2)
    expect(parseJson(nested(DEFAULT_MAX_DEPTH))).toBeInstanceOf(JsonArray)
    expect(errorOf(`[${nested(DEFAULT_MAX_DEPTH)}]`).message).toContain(`nested more than ${DEFAULT_MAX_DEPTH} deep`)
    expect(parseJson(nested(100_000), { maxDepth: 100_000 })).toBeInstanceOf(JsonArray)
    expect(() => parseJson('[[]]', { maxDepth: 1 })).toThrow(JsonError)
  })

  it('bounds the length of integers', () => {
    expect(parseJson('9'.repeat(MAX_INTEGER_LENGTH))).toBeTypeOf('bigint')
    expect(errorOf('9'.repeat(MAX_INTEGER_LENGTH + 1)).offset).toBe(0)
  })

  it('takes what JSON.parse takes, and gives the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(plain(parseJson(text))).toEqual(JSON.parse(text.replaceAll(/(?<=[[:,]|^)-0(?=[\],}]|$)/g, '0')))
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses what JSON.parse refuses', () => {
    const characters = fc.constantFrom(...Array.from('[]{},:"\\/ \n01-+.eEtruefalsn\u0001é'))
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 12 }), (text) => {
        expect(isTaken(text, parseJson)).toBe(isTaken(text, JSON.parse))
      }),
      { numRuns: 5000 },
    )
  })
})
