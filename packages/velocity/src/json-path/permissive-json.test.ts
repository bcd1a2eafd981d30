import { describe, expect, it } from 'vitest'
import { toJson } from '../json/to-json.ts'
import { PermissiveJsonError, parsePermissiveJson } from './permissive-json.ts'

describe('parsePermissiveJson', () => {
  it.each([
    ['{"a":[1,2.5,"x",true,false,null]}', '{"a":[1,2.5,"x",true,false,null]}'],
    ["{'a':'b',c:d e}", '{"a":"b","c":"d e"}'],
    ['[,1,,2,]', '[1,2]'],
    ['{,"a":1,,}', '{"a":1}'],
    ['[a b , 1 b, 1.5x, 1ex, -, -x]', '["a b","1 b","1.5x","1ex",0,"-x"]'],
    ['[01, -007, 1e5, 1.]', '[1,-7,100000.0,1.0]'],
    ['[1.0000000000000000001]', '[1.0000000000000000001]'],
    ['[12345678901, 12345678901234567890]', '[12345678901,12345678901234567890]'],
    ['["\\u0041\\x42\\q\\n"]', '["AB\\n"]'],
    ['[1] and more', '[1]'],
    ['  5', '5'],
    ['abc ', '"abc"'],
    ['"a"b', '"a"'],
    ['', '""'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['[nul, nulls, truee]', '["nul","nulls","truee"]'],
    ['[NaN]', '[null]'],
  ])('%s', (text, json) => {
    expect(toJson(parsePermissiveJson(text))).toBe(json)
  })

  it.each([
    ['[1', 'Unexpected End Of File position 1: EOF'],
    ['{"a"', 'Unexpected End Of File position 3: null'],
    ['{"a":', 'Unexpected End Of File position 4: EOF'],
    ['{"a" 1}', 'Unexpected character (1) at position 4.'],
    ['{"a":1]', 'Unexpected End Of File position 6: null'],
    ['["a', 'Unexpected End Of File position 3: null'],
    ['["\\u00zz"]', 'Unexpected unicode escape sequence z at position 6.'],
    [']', 'Unexpected character (]) at position 0.'],
    ['{"a":{"b":1} x}', 'Unexpected token x at position 12.'],
  ])('refuses %s', (text, message) => {
    expect(() => parsePermissiveJson(text)).toThrow(new PermissiveJsonError(message))
  })

  it('refuses what nests deeper than json-smart reads', () => {
    expect(toJson(parsePermissiveJson('['.repeat(400) + ']'.repeat(400)))).toHaveLength(800)
    expect(() => parsePermissiveJson('['.repeat(401) + ']'.repeat(401))).toThrow(PermissiveJsonError)
  })
})
