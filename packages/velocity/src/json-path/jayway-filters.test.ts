import { describe, expect, it } from 'vitest'
import { parseJson } from '../json/parse-json.ts'
import { definiteness, outcome } from './test-outcome.ts'

// What Jayway JsonPath itself (HEAD, json-smart 2.2, Java 17) says of each expression.
const document = parseJson(
  '{"i":[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]},{"a":"1"},7,"s",null,[1,2]],"o":{"a":1,"b":2},"t":1,"k":"x","p":3}',
)

const cases: [string, 'definite' | 'indefinite' | 'invalid', string][] = [
  ['$.i[?(@.a)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"a":"1"}]'],
  ['$.i[?(!@.a)]', 'indefinite', '[{"b":true,"c":[]},7,"s",null,[1,2]]'],
  ['$.i[?(! @.a)]', 'indefinite', '[{"b":true,"c":[]},7,"s",null,[1,2]]'],
  ['$.i[?(!(@.a))]', 'indefinite', '[{"b":true,"c":[]},7,"s",null,[1,2]]'],
  ['$.i[?(@.b)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]}]'],
  ['$.i[?(@.c.d)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}}]'],
  ['$.i[?(@.c[0])]', 'indefinite', '[]'],
  ['$.i[?(@.c[*])]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"b":true,"c":[]}]'],
  [
    '$.i[?(@.*)]',
    'indefinite',
    '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]},{"a":"1"},7,"s",null,[1,2]]',
  ],
  ["$.i[?(@['a','b'])]", 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null}]'],
  [
    '$.i[?(@)]',
    'indefinite',
    '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]},{"a":"1"},7,"s",null,[1,2]]',
  ],
  [
    '$.i[?($)]',
    'indefinite',
    '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]},{"a":"1"},7,"s",null,[1,2]]',
  ],
  ['$.i[?($.t)]', 'indefinite', '[]'],
  ['$.i[?($.a)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"a":"1"}]'],
  ['$.i[?(@.a == $.t)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":"1"}]'],
  ['$.i[?(@.a && @.b)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null}]'],
  ['$.i[?(@.a || @.c)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]},{"a":"1"}]'],
  ['$.i[?(@.a && @.b || @.c)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]}]'],
  ['$.i[?(@.c || @.a && @.b)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]}]'],
  ['$.i[?((@.c || @.a) && @.b == null)]', 'indefinite', '[{"a":2,"b":null}]'],
  ['$.i[?(!(@.a == 1) && !(@ == 7))]', 'indefinite', '[{"a":2,"b":null},{"b":true,"c":[]},"s",null,[1,2]]'],
  ['$.i[?(!!(@.a))]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"a":"1"}]'],
  ["$.i[?(@.a)]['a','b']", 'indefinite', '[{"a":1,"b":"x"},{"a":2,"b":null},{"a":"1"}]'],
  ['$.i[?(@.a)].b', 'indefinite', '["x",null]'],
  ['$.i[?(@.a)][?(@.b)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null}]'],
  ['$.i[?(@.a == 1 )].c.d', 'indefinite', '[1]'],
  ['$.i[ ? ( @.a == 1 ) ]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":"1"}]'],
  ['$.i[?(@.a==1)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":"1"}]'],
  ['$.i[?(1==@.a)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":"1"}]'],
  ['$.i[?(@[0] == 1)]', 'indefinite', '[[1,2]]'],
  [
    '$.i[?(@[?(@ == 2)])]',
    'indefinite',
    '[{"a":1,"b":"x","c":{"d":1}},{"a":2,"b":null},{"b":true,"c":[]},{"a":"1"},[1,2]]',
  ],
  ['$.i[?(@.c[?(@.d == 1)])]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"b":true,"c":[]}]'],
  ['$.i[?(@.c[?(@.d == 9)])]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"b":true,"c":[]}]'],
  ['$.i[?(@.c[?(@.d == 9)] empty true)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"b":true,"c":[]}]'],
  ['$.i[?(@.length() == 2)]', 'indefinite', '[{"a":2,"b":null},{"b":true,"c":[]},[1,2]]'],
  ['$.i[?(@.length() > $.o.length())]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}}]'],
  ['$.i[?(@.c.nope() == 1 || @.a == 1)]', 'indefinite', '[{"a":"1"}]'],
  ['$.i[?(@.a == $.i[0].a)]', 'indefinite', '[{"a":1,"b":"x","c":{"d":1}},{"a":"1"}]'],
  ['$.i[?($.i[?(@.a == 2)] contains @.a)]', 'indefinite', 'JsonPathException: Could not determine value type'],
  ['$.o[?(@.a == 1)]', 'indefinite', '[{"a":1,"b":2}]'],
  ['$.o[?(@.a == 1)].b', 'indefinite', '[2]'],
  ['$.o[?(@.a == 2)]', 'indefinite', '[]'],
  ['$.o[?(@.none)]', 'indefinite', '[]'],
  [
    '$.t[?(@.a)]',
    'indefinite',
    'InvalidPathException: Filter: [?] can not be applied to primitives. Current context is: 1',
  ],
  [
    '$.k[?(@.a == 1)].b',
    'indefinite',
    "InvalidPathException: Filter: [?]['b'] can not be applied to primitives. Current context is: x",
  ],
  ['$.i[*][?(@ == 1)]', 'indefinite', '[1]'],
  [
    '$.i[?(@.a == )]',
    'invalid',
    'InvalidPathException: Failed to parse filter: [?(@.a == )], error on position: 10, char: )',
  ],
  ['$.i[?(@.a = 1)]', 'invalid', 'InvalidPathException: Expected character: )'],
  [
    '$.i[?(@.a == 1]',
    'invalid',
    "InvalidPathException: Could not parse token starting at position 3. Expected ?, ', 0-9, * ",
  ],
  [
    '$.i[?(@.a == 1)',
    'invalid',
    "InvalidPathException: Could not parse token starting at position 3. Expected ?, ', 0-9, * ",
  ],
  [
    '$.i[?@.a]',
    'invalid',
    "InvalidPathException: Could not parse token starting at position 3. Expected ?, ', 0-9, * ",
  ],
  ['$.i[?()]', 'invalid', 'InvalidPathException: Failed to parse filter: [?()], error on position: 3, char: )'],
  ['$.i[?(a)]', 'invalid', 'InvalidPathException: Failed to parse filter: [?(a)], error on position: 3, char: a'],
  ['$.i[?(1)]', 'invalid', 'InvalidPathException: Expected path node'],
  ['$.i[?(true)]', 'invalid', 'InvalidPathException: Expected path node'],
  ['$.i[?(@.a foo 1)]', 'invalid', 'InvalidPathException: Expected character: )'],
  ['$.i[?(@.a & @.b)]', 'invalid', 'InvalidPathException: Expected character: )'],
  ['$.i[?(@.a and @.b)]', 'invalid', 'InvalidPathException: Expected character: )'],
  [
    '$.i[?((@.a)]',
    'invalid',
    "InvalidPathException: Could not parse token starting at position 3. Expected ?, ', 0-9, * ",
  ],
  [
    '$.i[?(@.a))]',
    'invalid',
    "InvalidPathException: Could not parse token starting at position 3. Expected ?, ', 0-9, * ",
  ],
  [
    "$.i[?(@.a == 'x)]",
    'invalid',
    "InvalidPathException: Could not find matching close quote for ' when parsing : $.i[?(@.a == 'x)]",
  ],
  ['$.i[?(@.a == [1)]', 'invalid', 'InvalidPathException: Expected character: )'],
  ['$.i[?(@.b == tru)]', 'invalid', 'InvalidPathException: Expected character: )'],
  ['$.i[?(@.b == nul)]', 'invalid', 'InvalidPathException: Expected character: )'],
  ['$.i[?(!1)]', 'invalid', 'InvalidPathException: Expected path node'],
  [
    '$.i[?(@.a =~ /x)]',
    'invalid',
    'InvalidPathException: Could not find matching close for / when parsing regex in : $.i[?(@.a =~ /x)]',
  ],
  [
    '$.i[?(@.a =~ /(/)]',
    'invalid',
    'InvalidPathException: Failed to parse filter: [?(@.a =~ /(/)], error on position: 13, char: )',
  ],
  [
    '$.i[?(@.a == 1e)]',
    'invalid',
    'InvalidPathException: Failed to parse filter: [?(@.a == 1e)], error on position: 12, char: )',
  ],
  ['$.i[?(@[0)]', 'invalid', 'InvalidPathException: Square brackets does not match in filter [?(@[0)]'],
  ['$.i[?(@.sum($.a) == 1)]', 'invalid', "InvalidPathException: Arguments to function: 'sum' are not closed properly."],
]

describe('filters, as Jayway has them', () => {
  it.each(cases)('%s', (expression, shape, result) => {
    expect(outcome(expression, document)).toBe(result)
    expect(definiteness(expression)).toBe(shape)
  })
})
