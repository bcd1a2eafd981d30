import { describe, expect, it } from 'vitest'
import { parseJson } from '../json/parse-json.ts'
import { definiteness, outcome } from './test-outcome.ts'

// What Jayway JsonPath itself (HEAD, json-smart 2.2, Java 17) says of each expression.
const document = parseJson(
  '{"l":[10,11,12,13,14],"n":[[1,2],[3,[4]],[]],"o":[{"a":1,"b":2},{"a":3},{"b":null},5],"e":[],"s":"text","z":null}',
)

const cases: [string, 'definite' | 'indefinite' | 'invalid', string][] = [
  ['$.l[0]', 'definite', '10'],
  ['$.l[-1]', 'definite', '14'],
  ['$.l[-5]', 'definite', '10'],
  ['$.l[-6]', 'definite', "PathNotFoundException: No results for path: $['l'][-6]"],
  ['$.l[5]', 'definite', "PathNotFoundException: No results for path: $['l'][5]"],
  ['$.l[ 1 ]', 'definite', '11'],
  ['$.l[0,2]', 'indefinite', '[10,12]'],
  ['$.l[ 0 , -1 ]', 'indefinite', '[10,14]'],
  ['$.l[9,1]', 'indefinite', '[11]'],
  ['$.l[1:3]', 'indefinite', '[11,12]'],
  ['$.l[1:]', 'indefinite', '[11,12,13,14]'],
  ['$.l[:2]', 'indefinite', '[10,11]'],
  ['$.l[-2:]', 'indefinite', '[13,14]'],
  ['$.l[:-2]', 'indefinite', '[10,11,12]'],
  ['$.l[-2:2]', 'indefinite', '[13,14,10,11]'],
  ['$.l[-99:1]', 'indefinite', '[10,11,12,13,14,10]'],
  ['$.l[0:99]', 'indefinite', '[10,11,12,13,14]'],
  ['$.l[3:1]', 'indefinite', '[]'],
  ['$.l[1:4:2]', 'indefinite', '[11,12,13]'],
  ['$.l[::2]', 'invalid', 'InvalidPathException: Failed to parse SliceOperation: ::2'],
  ['$.l[:]', 'invalid', 'InvalidPathException: Failed to parse SliceOperation: :'],
  ['$.l[1 : 2]', 'invalid', 'InvalidPathException: Failed to parse SliceOperation: 1 : 2'],
  [
    '$.l[1:2:x]',
    'invalid',
    "InvalidPathException: Could not parse token starting at position 3. Expected ?, ', 0-9, * ",
  ],
  ['$.l[99999999999]', 'invalid', 'InvalidPathException: Failed to parse token in ArrayIndexOperation: 99999999999'],
  [
    '$.l[99999999999:]',
    'invalid',
    'InvalidPathException: java.lang.NumberFormatException: For input string: "99999999999"',
  ],
  ['$.l[-]', 'invalid', 'InvalidPathException: Failed to parse token in ArrayIndexOperation: -'],
  ['$.l[-:]', 'invalid', 'InvalidPathException: java.lang.NumberFormatException: For input string: "-"'],
  ['$.l[0,]', 'invalid', 'InvalidPathException: Failed to parse token in ArrayIndexOperation: '],
  ['$.l[1 2]', 'invalid', 'InvalidPathException: Failed to parse token in ArrayIndexOperation: 1 2'],
  ['$.l[٢]', 'definite', '12'],
  ['$.l[0:1][0]', 'indefinite', '[]'],
  ['$.l[*]', 'indefinite', '[10,11,12,13,14]'],
  ['$.l.*', 'indefinite', '[10,11,12,13,14]'],
  ['$.l[ * ]', 'indefinite', '[10,11,12,13,14]'],
  ['$.l[*', 'invalid', "InvalidPathException: Expected wildcard token to end with ']' on position 5"],
  ['$.l[*x]', 'invalid', "InvalidPathException: Expected wildcard token to end with ']' on position 5"],
  ['$.*[0]', 'indefinite', '[10,[1,2],{"a":1,"b":2}]'],
  ['$.n[*][*]', 'indefinite', '[1,2,3,[4]]'],
  ['$.n[1][1][0]', 'definite', '4'],
  ['$.n[0,1][0]', 'indefinite', '[1,3]'],
  ['$.n[1:][0]', 'indefinite', '[3]'],
  ['$.o[*].a', 'indefinite', '[1,3]'],
  ['$.o[*].b', 'indefinite', '[2,null]'],
  ["$.o[*]['a','b']", 'indefinite', '[{"a":1,"b":2},{"a":3},{"b":null}]'],
  ["$.o[*]['a','b'].x", 'indefinite', '[]'],
  ['$.o[0].*', 'indefinite', '[1,2]'],
  ['$.e[0]', 'definite', "PathNotFoundException: No results for path: $['e'][0]"],
  ['$.e[*]', 'indefinite', '[]'],
  ['$.s[0]', 'definite', 'PathNotFoundException: Filter: [0] can only be applied to arrays. Current context is: text'],
  ['$.s[*]', 'indefinite', '[]'],
  [
    '$.s[1:]',
    'indefinite',
    'PathNotFoundException: Filter: [1:] can only be applied to arrays. Current context is: text',
  ],
  ['$.z[0]', 'definite', "PathNotFoundException: The path $['z'] is null"],
  ['$.z[*]', 'indefinite', '[]'],
  ['$.z.*', 'indefinite', '[]'],
  [
    '$.o[0][0]',
    'definite',
    'PathNotFoundException: Filter: [0] can only be applied to arrays. Current context is: {a=1, b=2}',
  ],
  [
    '$.o[0][0,1]',
    'indefinite',
    'PathNotFoundException: Filter: [0,1] can only be applied to arrays. Current context is: {a=1, b=2}',
  ],
  [
    '$[0]',
    'definite',
    'PathNotFoundException: Filter: [0] can only be applied to arrays. Current context is: {l=[10,11,12,13,14], n=[[1,2],[3,[4]],[]], o=[{"a":1,"b":2},{"a":3},{"b":null},5], e=[], s=text, z=null}',
  ],
  [
    '$.l[(@.length-1)]',
    'invalid',
    "InvalidPathException: Could not parse token starting at position 3. Expected ?, ', 0-9, * ",
  ],
  ['$.l[?]', 'invalid', 'InvalidPathException: Not enough predicates supplied for filter [?] at position 3'],
  ['$.l[?,?]', 'invalid', 'InvalidPathException: Not enough predicates supplied for filter [?,?] at position 3'],
]

describe('indexes, slices and wildcards, as Jayway has them', () => {
  it.each(cases)('%s', (expression, shape, result) => {
    expect(outcome(expression, document)).toBe(result)
    expect(definiteness(expression)).toBe(shape)
  })
})
