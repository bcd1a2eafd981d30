import { expect, test } from 'vitest'
import { compilePattern } from './java-pattern.ts'
import { RegexBudgetError } from './regex-budget.ts'
import { ReplacementError } from './replacement-error.ts'
import { replaceAll, replaceFirst, split } from './string-methods.ts'

function attempt(replace: () => string): string {
  try {
    return replace()
  } catch (error) {
    if (!(error instanceof ReplacementError)) throw error
    return `${error.javaClass.replace('java.lang.', '')}: ${error.message}`
  }
}

// What java.lang.String of Java 17 answers.
test.each<[text: string, pattern: string, replacement: string, all: string, first: string]>([
  ['a.b.c', '\\.', '-', 'a-b-c', 'a-b.c'],
  ['abc', 'x*', '-', '-a-b-c-', '-abc'],
  ['\ud83d\ude00a', '', '-', '-\ud83d-\ude00-a-', '-\ud83d\ude00a'],
  ['a1b22', '(\\d+)', '<$1>', 'a<1>b<22>', 'a<1>b22'],
  ['ab', '(a)(b)?', '$2$1', 'ba', 'ba'],
  ['ac', '(a)(b)?', '[$2]', '[]c', '[]c'],
  ['John Smith', '(?<first>\\w+) (?<last>\\w+)', '${last}, ${first}', 'Smith, John', 'Smith, John'],
  ['ab', '(a)', '$12', 'a2b', 'a2b'],
  ['a$', '\\$', '\\$\\\\', 'a$\\', 'a$\\'],
  ["it's", "'", "\\\\'", "it\\'s", "it\\'s"],
  [
    'abc',
    'b',
    '$',
    'IllegalArgumentException: Illegal group reference: group index is missing',
    'IllegalArgumentException: Illegal group reference: group index is missing',
  ],
  [
    'abc',
    'b',
    '\\',
    'IllegalArgumentException: character to be escaped is missing',
    'IllegalArgumentException: character to be escaped is missing',
  ],
  [
    'abc',
    'b',
    '$a',
    'IllegalArgumentException: Illegal group reference',
    'IllegalArgumentException: Illegal group reference',
  ],
  ['abc', 'b', '$1', 'IndexOutOfBoundsException: No group 1', 'IndexOutOfBoundsException: No group 1'],
  [
    'abc',
    'b',
    '${x}',
    'IllegalArgumentException: No group with name {x}',
    'IllegalArgumentException: No group with name {x}',
  ],
  [
    'abc',
    'b',
    '${',
    'IllegalArgumentException: named capturing group has 0 length name',
    'IllegalArgumentException: named capturing group has 0 length name',
  ],
  [
    'abc',
    'b',
    '${1a}',
    'IllegalArgumentException: capturing group name {1a} starts with digit character',
    'IllegalArgumentException: capturing group name {1a} starts with digit character',
  ],
  [
    'abc',
    'b',
    '${x',
    "IllegalArgumentException: named capturing group is missing trailing '}'",
    "IllegalArgumentException: named capturing group is missing trailing '}'",
  ],
  ['abc', 'z', '$', 'abc', 'abc'],
  ['abc', '(b)', '$3', 'IndexOutOfBoundsException: No group 3', 'IndexOutOfBoundsException: No group 3'],
  ['a-b-c', '-(?!b)', '+', 'a-b+c', 'a-b+c'],
  ['', '.*', 'x', 'x', 'x'],
  ['abc', '.*', 'x', 'xx', 'x'],
  ['abc', '\\G.', 'x', 'xxx', 'xbc'],
  ['aaa', 'a{2}', 'b', 'ba', 'ba'],
  ['a\nb', '$', '!', 'a\nb!', 'a\nb!'],
  ['\\n', '\\\\n', '<br>', '<br>', '<br>'],
])('%j: %j by %j', (text, source, replacement, all, first) => {
  const pattern = compilePattern(source)
  expect(attempt(() => replaceAll(text, pattern, replacement))).toBe(all)
  expect(attempt(() => replaceFirst(text, pattern, replacement))).toBe(first)
})

test.each<[text: string, pattern: string, limit: number, parts: string[]]>([
  ['a,b,c', ',', 0, ['a', 'b', 'c']],
  ['a,b,,', ',', 0, ['a', 'b']],
  ['a,b,,', ',', -1, ['a', 'b', '', '']],
  ['a,b,,', ',', 2, ['a', 'b,,']],
  ['a,b,,', ',', 3, ['a', 'b', ',']],
  [',a', ',', 0, ['', 'a']],
  ['abc', '', 0, ['a', 'b', 'c']],
  ['abc', '', 2, ['a', 'bc']],
  ['abc', '', -1, ['a', 'b', 'c', '']],
  ['', ',', 0, ['']],
  ['', '', 0, ['']],
  [',', ',', 0, []],
  [',,', ',', -1, ['', '', '']],
  ['boo:and:foo', 'o', 0, ['b', '', ':and:f']],
  ['boo:and:foo', 'o', 5, ['b', '', ':and:f', '', '']],
  ['boo:and:foo', 'o', -2, ['b', '', ':and:f', '', '']],
  ['a1b22c', '\\d+', 0, ['a', 'b', 'c']],
  ['a1b', '(\\d)', 0, ['a', 'b']],
  ['abc', '(?=b)', 0, ['a', 'bc']],
  ['abc', '^', 0, ['abc']],
  ['abc', 'x', 0, ['abc']],
  ['\ud83d\ude00a', '', 0, ['\ud83d', '\ude00', 'a']],
  ['a.b', '\\.', 0, ['a', 'b']],
  ['a|b', '|', 0, ['a', '|', 'b']],
  ['aXbxc', '(?i)x', 0, ['a', 'b', 'c']],
  ['abc', '(?=a)', 1, ['abc']],
  ['abc', ',', 1, ['abc']],
  ['  a b', '\\s+', 0, ['', 'a', 'b']],
])('%j split at %j, %d', (text, source, limit, parts) => {
  expect(split(text, compilePattern(source), limit)).toEqual(parts)
})

test('what is written counts against the budget', () => {
  const budget = { steps: 10_000, outputLength: 100 }
  expect(replaceAll('aaa', compilePattern('a'), 'bb', budget)).toBe('bbbbbb')
  expect(budget.outputLength).toBe(94)
  expect(budget.steps).toBeLessThan(10_000)
  expect(() => replaceAll('a'.repeat(20), compilePattern('a'), 'bbbbb', budget)).toThrow(RegexBudgetError)
})

test('a short text does not become a huge one', () => {
  const text = 'a'.repeat(50_000)
  expect(() => replaceAll(text, compilePattern('a'), text)).toThrow('what replaces is too long')
  expect(() => replaceAll(text, compilePattern('a*(?=(a*))'), '$1'.repeat(1000))).not.toThrow()
  expect(() => replaceAll(text, compilePattern('(?=(a*))a'), '$1')).toThrow(RegexBudgetError)
})
