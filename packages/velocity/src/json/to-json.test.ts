import { describe, expect, it } from 'vitest'
import { doubleOf, JavaDecimal, JavaFloat, longOf } from '../values/java-number.ts'
import { escapeJson } from './escape-json.ts'
import { JsonArray } from './json-array.ts'
import { MAX_PRINTED_DEPTH, toJson, UnprintableJson } from './to-json.ts'

describe('toJson', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['null', undefined],
    ['true', true],
    ['"a\\/b"', 'a/b'],
    ['0', -0],
    ['1.0', doubleOf(1)],
    ['1.0E10', doubleOf(1e10)],
    ['9007199254740993', longOf(9007199254740993n)],
    ['123456789012345678901', 123456789012345678901n],
    ['1.50', new JavaDecimal(150n, 2)],
    ['0.1', new JavaFloat(0.1)],
    ['1.0E21', 1e21],
    ['null', Number.NaN],
    ['null', Number.NEGATIVE_INFINITY],
    ['null', new JavaFloat(Number.NaN)],
    ['[]', []],
    ['[1,[null],{}]', Object.assign(new JsonArray(), [1, [undefined], {}])],
    ['{}', new Map()],
    ['{"b":1,"a":{"c":[2]}}', { b: 1, a: { c: [2] } }],
    ['{"__proto__":1}', JSON.parse('{"__proto__":1}')],
    [
      '{"1":"a","null":"b","true":"c","1.0":"d","k":"e"}',
      new Map<unknown, string>([
        [1, 'a'],
        [null, 'b'],
        [true, 'c'],
        [doubleOf(1), 'd'],
        ['k', 'e'],
      ]),
    ],
    ['{"a":1}', Object.assign(Object.create(null) as object, { a: 1 })],
  ])('%s', (text, value) => {
    expect(toJson(value)).toBe(text)
  })

  it('refuses cycles, and what nests too deep', () => {
    const cycle: unknown[] = []
    cycle.push({ cycle })
    expect(() => toJson(cycle)).toThrow(UnprintableJson)
    let deep: unknown = 1
    for (let depth = 0; depth < MAX_PRINTED_DEPTH; depth++) deep = [deep]
    expect(toJson(deep)).toHaveLength(2 * MAX_PRINTED_DEPTH + 1)
    expect(() => toJson([deep])).toThrow(UnprintableJson)
  })

  it.each([[() => 1], [Symbol('s')], [new Date(0)], [new Set([1])]])('refuses %s', (value) => {
    expect(() => toJson(value)).toThrow(UnprintableJson)
  })
})

describe('escapeJson', () => {
  it.each([
    ['plain é 😀', 'plain é 😀'],
    ['"\\/\b\f\n\r\t', '\\"\\\\\\/\\b\\f\\n\\r\\t'],
    ['\u0000\u001f\u007f\u009f', '\\u0000\\u001F\\u007F\\u009F'],
    ['\u00a0\u1fff\u2000\u20ff\u2100', '\u00a0\u1fff\\u2000\\u20FF\u2100'],
    ["'<>&", "'<>&"],
    ['\ud800', '\ud800'],
  ])('%j', (text, escaped) => {
    expect(escapeJson(text)).toBe(escaped)
  })
})
