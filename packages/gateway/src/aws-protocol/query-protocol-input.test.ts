import { describe, expect, test } from 'vitest'
import { flag, integer, list, readQueryInput, structure, text } from './query-protocol-input.ts'

const members = {
  Name: text({ length: [1, 5], pattern: /[a-z]+/ }),
  Count: integer(1, 10),
  Wanted: flag(),
  Kind: text({ values: ['A', 'B'] }),
  Words: list(text(), 3),
  Pairs: list(structure({ Key: text({ length: [1, 3] }), Value: text() }, 'Key'), 3),
}

function read(form: string) {
  return readQueryInput(new Map(new URLSearchParams(form)), members, 'Name')
}
function refusal(form: string): string {
  try {
    read(form)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
const one = (given: string, path: string, rule: string) =>
  `1 validation error detected: Value ${given} at '${path}' failed to satisfy constraint: Member must ${rule}`

describe('an input', () => {
  test('has the members of the call, and no others', () => {
    expect(read('Name=abc&Count=%2B7&Wanted=TRUE&Kind=B&Other=1&constructor=x')).toEqual({
      Name: 'abc',
      Count: 7,
      Wanted: true,
      Kind: 'B',
      Words: undefined,
      Pairs: undefined,
    })
  })
  test.each<[form: string, words: unknown]>([
    ['Words.member.1=a&Words.member.2=b', ['a', 'b']],
    ['Words.member.2=b&Words.member.1=a', ['a', 'b']],
    ['Words.member.7=a&Words.member.10=b', ['a', 'b']],
    ['Words=', []],
    ['Words.member.0=a', undefined],
    ['Words.member.x=a&Words.member.1x=a&Words.member.9999999=a', undefined],
  ])('reads the list of %s', (form, words) => {
    expect(read(`Name=a&${form}`).Words).toEqual(words)
  })
  test('reads lists of structures', () => {
    const form = 'Name=a&Pairs.member.1.Key=k&Pairs.member.1.Value=v&Pairs.member.2.Key=p'
    expect(read(form).Pairs).toEqual([
      { Key: 'k', Value: 'v' },
      { Key: 'p', Value: undefined },
    ])
  })
})

test.each<[form: string, message: string]>([
  ['', one('null', 'name', 'not be null')],
  ['Name=abcdef', one("'abcdef'", 'name', 'have length less than or equal to 5')],
  ['Name=A', one("'A'", 'name', 'satisfy regular expression pattern: [a-z]+')],
  ['Name=a%0A', one("'a\n'", 'name', 'satisfy regular expression pattern: [a-z]+')],
  ['Name=a&Count=0', one("'0'", 'count', 'have value greater than or equal to 1')],
  ['Name=a&Count=11', one("'11'", 'count', 'have value less than or equal to 10')],
  ['Name=a&Count=1.5', one("'1.5'", 'count', 'be an integer')],
  ['Name=a&Count=', one("''", 'count', 'be an integer')],
  ['Name=a&Wanted=yes', one("'yes'", 'wanted', 'be a boolean')],
  ['Name=a&Kind=C', one("'C'", 'kind', 'satisfy enum value set: [A, B]')],
  ['Name=a&Pairs.member.1.Value=v', one('null', 'pairs.1.member.key', 'not be null')],
  ['Name=a&Pairs.member.1.Key=long', one("'long'", 'pairs.1.member.key', 'have length less than or equal to 3')],
  [
    'Name=a&Words.member.1=&Words.member.2=&Words.member.3=&Words.member.4=',
    one("'[4 elements]'", 'words', 'have length less than or equal to 3'),
  ],
  [
    'Count=0',
    "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; " +
      "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
])('%s is refused', (form, message) => {
  expect(refusal(form)).toBe(message)
})

test('what is refused is not repeated at length', () => {
  expect(refusal(`Name=${'x'.repeat(100_000)}`).length).toBeLessThan(1000)
})
