import { expect, test } from 'vitest'
import { compilePattern } from './java-pattern.ts'
import { type JavaMatch, PatternSearch } from './pattern-search.ts'

/** Where a match begins, the match, and its groups. */
type Found = readonly [start: number, ...groups: (string | undefined)[]]

function foundBy(match: JavaMatch, groupCount: number): Found {
  const groups = Array.from({ length: groupCount + 1 }, (_, number) => match.group(number))
  return [match.start, ...groups]
}

// What Java 17 answers: whether the pattern matches the whole text, and what find() finds, one after the other.
test.each<[pattern: string, text: string, matches: boolean, found: readonly Found[]]>([
  // quantifiers
  [
    'a?b',
    'abb',
    false,
    [
      [0, 'ab'],
      [2, 'b'],
    ],
  ],
  ['a*?b', 'aab', true, [[0, 'aab']]],
  ['a*+a', 'aaa', false, []],
  ['a{2}b{1,}c{0,2}', 'aabbbcc', true, [[0, 'aabbbcc']]],
  ['(a{2,3}?)a', 'aaaa', true, [[0, 'aaa', 'aa']]],
  ['a{2}{3}', 'aa', true, [[0, 'aa']]],
  [
    '{2}',
    'a',
    false,
    [
      [0, ''],
      [1, ''],
    ],
  ],
  [
    '(a){0}',
    'a',
    false,
    [
      [0, '', undefined],
      [1, '', undefined],
    ],
  ],
  // groups keep what Java leaves in them
  [
    '((a)*b)*',
    'aabab',
    true,
    [
      [0, 'aabab', 'ab', 'a'],
      [5, '', undefined, undefined],
    ],
  ],
  [
    '(?:(a)+,?)*',
    'aa,a',
    true,
    [
      [0, 'aa,a', 'a'],
      [4, '', undefined],
    ],
  ],
  [
    '(a*)*',
    'aa',
    true,
    [
      [0, 'aa', ''],
      [2, '', ''],
    ],
  ],
  [
    '()*',
    'x',
    false,
    [
      [0, '', undefined],
      [1, '', undefined],
    ],
  ],
  [
    '(){0,1}',
    'x',
    false,
    [
      [0, '', ''],
      [1, '', ''],
    ],
  ],
  ['(a|b)*c', 'abc', true, [[0, 'abc', 'b']]],
  [
    '(?:(?!(a))|a)',
    'a',
    true,
    [
      [0, 'a', 'a'],
      [1, '', undefined],
    ],
  ],
  ['(?>(a)|(b))*b', 'ab', true, [[0, 'ab', 'a', 'b']]],
  ['((a)b)*abc', 'ababc', true, [[0, 'ababc', 'ab', 'a']]],
  [
    '(a?){3}',
    'aa',
    true,
    [
      [0, 'aa', ''],
      [2, '', ''],
    ],
  ],
  ['(?=(a+))a*b\\1', 'baaabac', false, [[3, 'aba', 'a']]],
  ['(?:(?=(a))a)??b', 'ab', true, [[0, 'ab', 'a']]],
  [
    'b{0,2}?(?=(ba?){1,2})c|',
    'babbababbbb',
    false,
    [
      [0, '', 'b'],
      [1, '', undefined],
      [2, '', 'ba'],
      [3, '', 'ba'],
      [4, '', undefined],
      [5, '', 'b'],
      [6, '', undefined],
      [7, '', 'b'],
      [8, '', 'b'],
      [9, '', 'b'],
      [10, '', 'b'],
      [11, '', undefined],
    ],
  ],
  ['(?<=(?!ba{0,1}).(b|))a', 'bba', false, []],
  // a group that Java takes for deterministic has no way back into it
  [
    '(a?+ab)*',
    'aabab',
    false,
    [
      [0, 'aab', 'aab'],
      [3, '', undefined],
      [4, '', undefined],
      [5, '', undefined],
    ],
  ],
  ['(\\R)*\\n', '\r\n', false, [[1, '\n', undefined]]],
  ['\\R{2}', '\r\n', false, []],
  [
    '(a+ab)*',
    'aab',
    true,
    [
      [0, 'aab', 'aab'],
      [3, '', undefined],
    ],
  ],
  // what is remembered to have failed is what fails again
  [
    '.|a*(c?((b)|[\\p{L}])|(ab)(?<=\\pL)|){0,}((?=a|.|.).{0,}){3}',
    'ababBc',
    true,
    [
      [0, 'a', undefined, undefined, undefined, undefined, undefined],
      [1, 'b', undefined, undefined, undefined, undefined, undefined],
      [2, 'a', undefined, undefined, undefined, undefined, undefined],
      [3, 'b', undefined, undefined, undefined, undefined, undefined],
      [4, 'B', undefined, undefined, undefined, undefined, undefined],
      [5, 'c', undefined, undefined, undefined, undefined, undefined],
    ],
  ],
  [
    '(?:.|a*(?:a|b|){0,}(?:(?=a|.).{0,}){3})',
    'abab',
    true,
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'a'],
      [3, 'b'],
    ],
  ],
  [
    '(b*?($){1,3})+',
    'cbb',
    false,
    [
      [1, 'bb', '', ''],
      [3, '', '', ''],
    ],
  ],
  ['(c*?)*(.(?:){0,2}+)$+', 'bcaacb', false, [[4, 'cb', '', 'b']]],
  ['(?:)(.{0,2}ab(?:a)|(a*?))+(ab)', 'bbaaba', false, [[2, 'aab', '', '', 'ab']]],
  // alternatives
  ['a|ab|abc', 'abc', true, [[0, 'a']]],
  ['(?:a|ab)(?:c|bcd)(d*)', 'abcd', true, [[0, 'abcd', '']]],
  [
    '|a',
    'a',
    true,
    [
      [0, ''],
      [1, ''],
    ],
  ],
  [
    'a||b',
    'b',
    true,
    [
      [0, ''],
      [1, ''],
    ],
  ],
  // classes
  [
    '[a-d&&[b]d]',
    'abd',
    false,
    [
      [1, 'b'],
      [2, 'd'],
    ],
  ],
  [
    '[a&&[b]&c]',
    'a&b',
    false,
    [
      [0, 'a'],
      [1, '&'],
    ],
  ],
  [
    '[a-z&&[^m-p]]+',
    'lmnopq',
    false,
    [
      [0, 'l'],
      [5, 'q'],
    ],
  ],
  ['[^a-c[d-f]]', 'aeg', false, [[2, 'g']]],
  [
    '[]a]',
    ']a',
    false,
    [
      [0, ']'],
      [1, 'a'],
    ],
  ],
  [
    '[a-z&&]',
    'ab',
    false,
    [
      [0, 'a'],
      [1, 'b'],
    ],
  ],
  ['[&&a]', 'a', true, [[0, 'a']]],
  [
    '[a&&&b]',
    'ab',
    false,
    [
      [0, 'a'],
      [1, 'b'],
    ],
  ],
  [
    '[\\d-a]',
    '1-a',
    false,
    [
      [0, '1'],
      [1, '-'],
      [2, 'a'],
    ],
  ],
  [
    '[\\w&&[^\\d_]]+',
    'a1_b',
    false,
    [
      [0, 'a'],
      [3, 'b'],
    ],
  ],
  [
    '(?x)[ ^a]',
    '^ a',
    false,
    [
      [0, '^'],
      [2, 'a'],
    ],
  ],
  [
    '[\\Qa-c\\E]',
    'a-bc',
    false,
    [
      [0, 'a'],
      [1, '-'],
      [3, 'c'],
    ],
  ],
  ['[\\v-\\x0d]', '\r', true, [[0, '\r']]],
  // escapes
  ['\\Qa.b\\E*', 'a.bba', false, [[0, 'a.bb']]],
  ['(a)\\Q1\\E', 'a1', true, [[0, 'a1', 'a']]],
  ['\\x41\\u0042\\x{43}\\0104\\cA', 'ABCD', false, []],
  ['\\ud83d\\ude00', '\ud83d\ude00', true, [[0, '\ud83d\ude00']]],
  ['\\p{Lu}\\p{IsAlphabetic}\\p{Punct}\\pL\\PL', 'Aé!b1', true, [[0, 'Aé!b1']]],
  ['\\p{InGreek}\\p{IsLatin}\\p{sc=Hani}\\p{javaUpperCase}\\p{blk=Basic Latin}', 'αa漢BC', true, [[0, 'αa漢BC']]],
  ['\\h\\H\\v\\V\\R', ' a\nb\r\n', true, [[0, ' a\nb\r\n']]],
  ['\\e\\a\\f\\t', 'x', false, []],
  [
    '\\X',
    'e\u0301x',
    false,
    [
      [0, 'e\u0301'],
      [2, 'x'],
    ],
  ],
  // anchors
  ['^', '', true, [[0, '']]],
  ['(?m)^', '', false, []],
  [
    '(?m)^.',
    'a\nb\r\nc\u0085d',
    false,
    [
      [0, 'a'],
      [2, 'b'],
      [5, 'c'],
      [7, 'd'],
    ],
  ],
  [
    '$',
    'a\n',
    false,
    [
      [1, ''],
      [2, ''],
    ],
  ],
  [
    '$',
    'a\r\n',
    false,
    [
      [1, ''],
      [3, ''],
    ],
  ],
  [
    '(?m)$',
    'a\r\nb\u2028',
    false,
    [
      [1, ''],
      [4, ''],
      [5, ''],
    ],
  ],
  [
    '(?d)$',
    'a\r\n',
    false,
    [
      [2, ''],
      [3, ''],
    ],
  ],
  ['(?md)^.$', 'a\nb\r', false, [[0, 'a']]],
  ['a\\Z', 'a\n', false, [[0, 'a']]],
  ['a\\z', 'a\n', false, []],
  [
    '\\Ga',
    'aaba',
    false,
    [
      [0, 'a'],
      [1, 'a'],
    ],
  ],
  ['\\Aa', 'aa', false, [[0, 'a']]],
  [
    '\\b',
    'éa b\u0301_',
    false,
    [
      [0, ''],
      [2, ''],
      [3, ''],
      [6, ''],
    ],
  ],
  ['\\Bb', 'ab b', false, [[1, 'b']]],
  ['a\\b{g}', 'a', true, [[0, 'a']]],
  [
    '.',
    'a\nb\r\u0085\u2028c',
    false,
    [
      [0, 'a'],
      [2, 'b'],
      [6, 'c'],
    ],
  ],
  ['(?s).', '\n', true, [[0, '\n']]],
  // flags
  ['(?i)aÉ', 'AéAÉ', false, [[2, 'AÉ']]],
  ['(?iu)aÉ[é-ë]k', 'aéÊK', true, [[0, 'aéÊK']]],
  ['(?i)[a-c]\\p{Lower}', 'Bd', true, [[0, 'Bd']]],
  [
    '(?i:a)a',
    'Aaaa',
    false,
    [
      [0, 'Aa'],
      [2, 'aa'],
    ],
  ],
  ['(?x) a b # c\n c', 'abc', true, [[0, 'abc']]],
  ['((?i)a)a', 'Aa', true, [[0, 'Aa', 'A']]],
  ['(?i)(a)\\1', 'aA', true, [[0, 'aA', 'a']]],
  ['(?iu)(é)\\1', 'éÉ', true, [[0, 'éÉ', 'é']]],
  // lookaround
  ['a(?=b)b(?!c)', 'abcab', false, [[3, 'ab']]],
  [
    '(?<=a|bc)d',
    'adbcd',
    false,
    [
      [1, 'd'],
      [4, 'd'],
    ],
  ],
  ['(?<=a*)b', 'aab', false, [[2, 'b']]],
  ['(?<=a*b*)c', 'abc', false, []],
  ['(?<!a.{0,2})b', 'aaxbxxxb', false, [[7, 'b']]],
  ['(?<=(?<!a)b)c', 'abcbbc', false, [[5, 'c']]],
  ['(?<=^.)a', '\ud83d\ude00a', false, []],
  ['(?<=\\x{1F600})a', '\ud83d\ude00a', false, []],
  ['(?<=\\R)a', '\r\na', false, [[2, 'a']]],
  // atomic groups and back references
  ['(?>a|ab)c', 'abcac', false, [[3, 'ac']]],
  ['(?<x>a)\\k<x>\\1', 'aaaa', false, [[0, 'aaa', 'a']]],
  ['(a)(b)\\11', 'aba1', true, [[0, 'aba1', 'a', 'b']]],
  ['\\1(a)', 'aa', false, []],
  ['(\\2b|(a))+', 'aabb', false, [[0, 'aab', 'ab', 'a']]],
  // characters, not units
  ['.', '\ud83d\ude00', true, [[0, '\ud83d\ude00']]],
  ['[\ud83d\ude00-\ud83d\ude02]+', '\ud83d\ude01\ud83d\ude02a', false, [[0, '\ud83d\ude01\ud83d\ude02']]],
  [
    '(?!\\A)|\\x{1F600}',
    'x\ud83d\ude00',
    false,
    [
      [1, ''],
      [2, ''],
      [3, ''],
    ],
  ],
  [
    'x*',
    '\ud83d\ude00',
    false,
    [
      [0, ''],
      [1, ''],
      [2, ''],
    ],
  ],
  [
    '\\P{L}{2}|(?!\\A)',
    '\ud83d\ude00a',
    false,
    [
      [2, ''],
      [3, ''],
    ],
  ],
  ['\\ud83d', '\ud83d\ude00', false, []],
])('%j on %j', (source, text, matches, found) => {
  const pattern = compilePattern(source)
  expect(pattern.matches(text)).toBe(matches)
  const search = new PatternSearch(pattern, text, { steps: 10_000 })
  const matched: JavaMatch[] = []
  for (let match = search.next(); match; match = search.next()) matched.push(match)
  expect(matched.map((match) => foundBy(match, pattern.groupCount))).toEqual(found)
})
