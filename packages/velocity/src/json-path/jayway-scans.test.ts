import { describe, expect, it } from 'vitest'
import { parseJson } from '../json/parse-json.ts'
import { definiteness, outcome } from './test-outcome.ts'

// What Jayway JsonPath itself (HEAD, json-smart 2.2, Java 17) says of each expression.
const document = parseJson(
  '{"a":{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},"n":["p",{"n":"q"}],"m":[[1,2],[3]]}',
)

const cases: [string, 'definite' | 'indefinite' | 'invalid', string][] = [
  ['$..a', 'indefinite', '[{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},1,[2,{"n":"y"}]]'],
  ['$..n', 'indefinite', '[["p",{"n":"q"}],"z","x","y","q"]'],
  [
    '$..*',
    'indefinite',
    '[{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},["p",{"n":"q"}],[[1,2],[3]],[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"z",{"a":1,"n":"x"},{"a":[2,{"n":"y"}]},1,"x",[2,{"n":"y"}],2,{"n":"y"},"y","p",{"n":"q"},"q",[1,2],[3],1,2,3]',
  ],
  [
    '$..[*]',
    'indefinite',
    '[{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},["p",{"n":"q"}],[[1,2],[3]],[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"z",{"a":1,"n":"x"},{"a":[2,{"n":"y"}]},1,"x",[2,{"n":"y"}],2,{"n":"y"},"y","p",{"n":"q"},"q",[1,2],[3],1,2,3]',
  ],
  ['$..[0]', 'indefinite', '[{"a":1,"n":"x"},2,"p",[1,2],1,3]'],
  ['$..[0,1]', 'indefinite', '[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]},2,{"n":"y"},"p",{"n":"q"},[1,2],[3],1,2,3]'],
  ['$..[-1]', 'indefinite', '[{"a":[2,{"n":"y"}]},{"n":"y"},{"n":"q"},[3],2,3]'],
  ['$..[1:]', 'indefinite', '[{"a":[2,{"n":"y"}]},{"n":"y"},{"n":"q"},[3],2]'],
  ["$..['n']", 'indefinite', '[["p",{"n":"q"}],"z","x","y","q"]'],
  [
    "$..['a','n']",
    'indefinite',
    '[{"a":{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},"n":["p",{"n":"q"}]},{"a":1,"n":"x"}]',
  ],
  ["$..['a','b'].n", 'indefinite', '["z"]'],
  ['$..a.n', 'indefinite', '["z"]'],
  ['$..a[0]', 'indefinite', '[2]'],
  ['$..a..n', 'indefinite', '["z","x","y","y"]'],
  ['$..b[0].n', 'indefinite', '["x"]'],
  ['$..[0].n', 'indefinite', '["x"]'],
  ['$..[1].n', 'indefinite', '["y","q"]'],
  ['$..[*].n', 'indefinite', '["z"]'],
  ['$..*.n', 'indefinite', '["z"]'],
  ['$..[0].a.n', 'indefinite', '[]'],
  ['$..[0][0]', 'indefinite', '[1,3]'],
  [
    '$..[?(@.n)]',
    'indefinite',
    '[{"a":{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},"n":["p",{"n":"q"}],"m":[[1,2],[3]]},{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},{"a":1,"n":"x"},{"n":"y"},{"n":"q"}]',
  ],
  ['$..[?(@.n)].a', 'indefinite', '[{"b":[{"a":1,"n":"x"},{"a":[2,{"n":"y"}]}],"n":"z"},1]'],
  ["$..[?(@.n == 'x')]", 'indefinite', '[{"a":1,"n":"x"}]'],
  ['$..[?(@ == 3)]', 'indefinite', '[]'],
  ['$.a..n', 'indefinite', '["z","x","y"]'],
  ['$..none', 'indefinite', '[]'],
  ['$..a.none.x', 'indefinite', '[]'],
  ['$..', 'invalid', "InvalidPathException: Path must not end with a '.' or '..'"],
  ['$..a..', 'invalid', "InvalidPathException: Path must not end with a '.' or '..'"],
  ['$....a', 'invalid', "InvalidPathException: Character '.' on position 3 is not valid."],
  ['$.. a', 'invalid', 'InvalidPathException: Could not parse token starting at position 3'],
  ['$..a.length()', 'definite', '4'],
  ['$..n.concat()', 'definite', '"[\\"p\\",{\\"n\\":\\"q\\"}]zxyq"'],
  ['$..[0].length()', 'definite', '3'],
  ['$..*.length()', 'definite', '13'],
  [
    '$..m[*].sum()',
    'definite',
    'JsonPathException: Aggregation function attempted to calculate value using empty array',
  ],
  ['$..m[0].sum().x', 'indefinite', '[3.0]'],
  ['$..length()', 'definite', 'IllegalStateException: Current path token is a leaf'],
  ['$..a.length().x', 'indefinite', '[2,null,2]'],
]

describe('deep scans, as Jayway has them', () => {
  it.each(cases)('%s', (expression, shape, result) => {
    expect(outcome(expression, document)).toBe(result)
    expect(definiteness(expression)).toBe(shape)
  })
})
