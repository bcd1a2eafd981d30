import { describe, expect, it } from 'vitest'
import { parseJson } from '../json/parse-json.ts'
import { definiteness, outcome } from './test-outcome.ts'

// What Jayway JsonPath itself (HEAD, json-smart 2.2, Java 17) says of each expression.
const document = parseJson(
  '{"a":{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6},"":7,"0":8,"a-b":9,"$":10,"k":{"d":11},"K":null,"length":12}',
)

const cases: [string, 'definite' | 'indefinite' | 'invalid', string][] = [
  [
    '$',
    'definite',
    '{"a":{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6},"":7,"0":8,"a-b":9,"$":10,"k":{"d":11},"K":null,"length":12}',
  ],
  [
    '@',
    'definite',
    '{"a":{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6},"":7,"0":8,"a-b":9,"$":10,"k":{"d":11},"K":null,"length":12}',
  ],
  ['$.a.b', 'definite', '1'],
  ['a.b', 'definite', '1'],
  ['  $.a.b  ', 'invalid', 'InvalidPathException: Could not parse token starting at position 2'],
  [' a.b', 'invalid', 'InvalidPathException: Could not parse token starting at position 2'],
  ["$['a']['b c']", 'definite', '2'],
  ['$["a"]["b c"]', 'definite', '2'],
  ["$['a', 'k']", 'definite', '{"a":{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6},"k":{"d":11}}'],
  ['$[ \'a\' , "k" ]', 'invalid', 'InvalidPathException: Found empty property at index 13'],
  ["$['k','a','none']", 'definite', '{"k":{"d":11},"a":{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6}}'],
  ["$['k','a']['d']", 'indefinite', '[11]'],
  ["$['none','k'].d", 'indefinite', '[11]'],
  ['$["k","K"]', 'definite', '{"k":{"d":11},"K":null}'],
  ["$['a']['it\\'s']", 'definite', '3'],
  ['$["a"][\'\\u00e9\']', 'definite', '4'],
  ['$.a.é', 'definite', '4'],
  ["$['a']['x.y']", 'definite', '5'],
  ["$.a['\"']", 'definite', '6'],
  ["$['']", 'definite', '7'],
  ['$.0', 'definite', '8'],
  ["$['0']", 'definite', '8'],
  ['$.a-b', 'definite', '9'],
  ['$.$', 'definite', '10'],
  ['$.K', 'definite', 'null'],
  ['$.length', 'definite', '12'],
  ["$['k'].d", 'definite', '11'],
  ["$.k['d']", 'definite', '11'],
  ['$.a*', 'definite', "PathNotFoundException: No results for path: $['a*']"],
  ['$.k]', 'definite', "PathNotFoundException: No results for path: $['k]']"],
  ['$.k)', 'definite', "PathNotFoundException: No results for path: $['k)']"],
  ['$.k.d[', 'definite', '11'],
  ["$['k']x", 'definite', '{"d":11}'],
  [
    "$['k']d.d",
    'definite',
    "PathNotFoundException: Expected to find an object with property ['d'] in path $['k']['d'] but found 'java.lang.Integer'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'.",
  ],
  [
    '$.k d',
    'invalid',
    "InvalidPathException: Use bracket notion ['my prop'] if your property contains blank characters. position: 2",
  ],
  [
    "$['k'.d",
    'invalid',
    'InvalidPathException: Property must be separated by comma or Property must be terminated close square bracket at index 4',
  ],
  ["$['k", 'invalid', "InvalidPathException: Property has not been closed - missing closing '"],
  ["$['k]", 'invalid', "InvalidPathException: Property has not been closed - missing closing '"],
  [
    "$['k'",
    'invalid',
    'InvalidPathException: Property must be separated by comma or Property must be terminated close square bracket at index 4',
  ],
  [
    "$['a' 'k']",
    'invalid',
    'InvalidPathException: Property must be separated by comma or Property must be terminated close square bracket at index 4',
  ],
  ["$['a',]", 'invalid', 'InvalidPathException: Found empty property at index 6'],
  ["$['a',,'k']", 'invalid', 'InvalidPathException: Found empty property at index 6'],
  ["$[,'a']", 'invalid', "InvalidPathException: Could not parse token starting at position 1. Expected ?, ', 0-9, * "],
  ['$[]', 'invalid', "InvalidPathException: Could not parse token starting at position 1. Expected ?, ', 0-9, * "],
  ['$.none', 'definite', "PathNotFoundException: No results for path: $['none']"],
  ['$.none.x', 'definite', "PathNotFoundException: Missing property in path $['none']"],
  [
    '$.a.b.c',
    'definite',
    "PathNotFoundException: Expected to find an object with property ['c'] in path $['a']['b'] but found 'java.lang.Integer'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'.",
  ],
  [
    '$.K.x',
    'definite',
    "PathNotFoundException: Expected to find an object with property ['x'] in path $['K'] but found 'null'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'.",
  ],
  [
    '$["K"]["x"]',
    'definite',
    "PathNotFoundException: Expected to find an object with property [\"x\"] in path $['K'] but found 'null'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'.",
  ],
  ["$['a','k'].none.x", 'indefinite', '[]'],
  ['$.a.none.x.y', 'definite', "PathNotFoundException: Missing property in path $['a']['none']"],
  [
    "$['\\u00zz']",
    'invalid',
    'InvalidPathException: com.jayway.jsonpath.JsonPathException: Unable to parse unicode value: 00zz',
  ],
  ["$['a'].['b']", 'definite', '1'],
  ["$.['k']", 'definite', '{"d":11}'],
  ["$..['k','none']", 'indefinite', '[]'],
  ['$.k..', 'invalid', "InvalidPathException: Path must not end with a '.' or '..'"],
  ['$...a', 'invalid', "InvalidPathException: Character '.' on position 3 is not valid."],
  ['$.', 'invalid', "InvalidPathException: Path must not end with a '.' or '..'"],
  ['a.', 'invalid', "InvalidPathException: Path must not end with a '.' or '..'"],
  ['.a', 'indefinite', '[{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6}]'],
  ['$a', 'invalid', "InvalidPathException: Illegal character at position 1 expected '.' or '['"],
  [
    '$ ',
    'definite',
    '{"a":{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6},"":7,"0":8,"a-b":9,"$":10,"k":{"d":11},"K":null,"length":12}',
  ],
  ['$[', 'invalid', 'InvalidPathException: java.lang.StringIndexOutOfBoundsException: String index out of range: 2'],
  ['?', 'definite', "PathNotFoundException: No results for path: $['?']"],
  ['*', 'indefinite', '[{"b":1,"b c":2,"it\'s":3,"é":4,"x.y":5,"\\"":6},7,8,9,10,{"d":11},null,12]'],
]

describe('properties, as Jayway has them', () => {
  it.each(cases)('%s', (expression, shape, result) => {
    expect(outcome(expression, document)).toBe(result)
    expect(definiteness(expression)).toBe(shape)
  })
})
