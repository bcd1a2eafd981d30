import { expect, test } from 'vitest'
import { compilePattern } from './java-pattern.ts'

// Descriptions and indices as PatternSyntaxException of Java 17 has them.
test.each<[pattern: string, description: string, index: number]>([
  ['a)', "Unmatched closing ')'", 0],
  ['(', 'Unclosed group', 1],
  ['(?', 'Unknown inline modifier', 2],
  ['(?<', 'capturing group name does not start with a Latin letter', 3],
  ['(?<a', "named capturing group is missing trailing '>'", 4],
  ['(?<1>)', 'capturing group name does not start with a Latin letter', 3],
  ['(?<x>a)(?<x>b)', 'Named capturing group <x> is already defined', 11],
  ['(?P<a>)', 'Unknown inline modifier', 2],
  ['(?z)', 'Unknown inline modifier', 2],
  ['(?@)', 'Unknown group type', 2],
  ['*', "Dangling meta character '*'", 0],
  ['a|*', "Dangling meta character '*'", 2],
  ['a**', "Dangling meta character '*'", 2],
  ['a*+*', "Dangling meta character '*'", 3],
  ['{', 'Illegal repetition', 1],
  ['x{,1}', 'Illegal repetition', 2],
  ['x{1', 'Unclosed counted closure', 3],
  ['x{2,1}', 'Illegal repetition range', 5],
  ['a{2147483648}', 'Illegal repetition range', 11],
  ['[', 'Unclosed character class', 0],
  ['[]', 'Unclosed character class', 1],
  ['[^]', 'Unclosed character class', 2],
  ['[b-a]', 'Illegal character range', 3],
  ['[a-\\d]', 'Illegal character range', 4],
  ['[&&]', 'Bad class syntax', 2],
  ['[a-&&b]', 'Illegal character range', 3],
  ['\\', 'Unexpected internal error', 1],
  ['[\\', 'Unclosed character class', 2],
  ['\\0', 'Illegal octal escape sequence', 2],
  ['\\08', 'Illegal octal escape sequence', 2],
  ['\\x', 'Illegal hexadecimal escape sequence', 2],
  ['\\x{110000}', 'Hexadecimal codepoint is too big', 8],
  ['\\x{41', 'Unclosed hexadecimal escape sequence', 5],
  ['\\u12', 'Illegal Unicode escape sequence', 4],
  ['\\c', 'Illegal control escape sequence', 1],
  ['\\y', 'Illegal/unsupported escape sequence', 1],
  ['\\E', 'Illegal/unsupported escape sequence', 1],
  ['\\b{g', 'Illegal/unsupported escape sequence', 4],
  ['\\k', "\\k is not followed by '<' for named capturing group", 2],
  ['\\k<x>', 'named capturing group <x> does not exist', 4],
  ['\\p', 'Unknown character property name {\u0000}', 2],
  ['\\p{', 'Unclosed character family', 3],
  ['\\p{}', 'Empty character family', 3],
  ['\\p{X}', 'Unknown character property name {X}', 4],
  ['\\p{InX}', 'Unknown character property name {InX}', 6],
  ['\\p{IsX}', 'Unknown character property name {IsX}', 6],
  ['\\p{x=y}', 'Unknown Unicode property {name=<x>, value=<y>}', 6],
  ['\\p{L', 'Unclosed character family', 4],
  ['\\N', 'Illegal character name escape sequence', 2],
  ['\\N{', 'Unclosed character name escape sequence', 3],
  ['(?<=a+b{1,3})c', 'Look-behind group does not have an obvious maximum length', 11],
  ['(?<=(?:a|b)*)c', 'Look-behind group does not have an obvious maximum length', 11],
  ['(?<=(a)\\1)b', 'Look-behind group does not have an obvious maximum length', 8],
  ['(?x)a{ 2}', 'Illegal repetition', 6],
  ['(?>a', 'Unclosed group', 4],
  ['a\ud83d\ude00[', 'Unclosed character class', 2],
])('%j does not compile', (source, description, index) => {
  expect(() => compilePattern(source)).toThrow(
    expect.objectContaining({ name: 'PatternSyntaxError', description, index }),
  )
})

test('the message of a syntax error shows where it went wrong', () => {
  expect(() => compilePattern('a\t**')).toThrow("Dangling meta character '*' near index 3\na\t**\n \t ^")
  expect(() => compilePattern('(a')).toThrow(/^Unclosed group near index 2\n\(a$/)
})
