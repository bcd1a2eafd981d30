import { describe, expect, test } from 'vitest'
import { matchesArn, matchesWildcard } from './wildcard.ts'

describe('wildcards', () => {
  test.each([
    ['', ''],
    ['*', ''],
    ['*', 'anything'],
    ['**', 'x'],
    ['a*', 'a'],
    ['a*c', 'abbbc'],
    ['a*c', 'ac'],
    ['a?c', 'abc'],
    ['?', '*'],
    ['*a*b*', 'xxaxxbxx'],
    ['*ab', 'aab'],
    ['*abc', 'ababc'],
    ['a*b*c', 'aXbXbXc'],
    ['a.c', 'a.c'],
    ['lambda:Invoke*', 'lambda:InvokeFunction'],
    ['$', '$'],
  ])('%j takes %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(true)
  })

  test.each([
    ['', 'a'],
    ['a', ''],
    ['?', ''],
    ['a', 'ab'],
    ['a*', 'ba'],
    ['a?c', 'ac'],
    ['*a', 'ab'],
    ['a*b', 'abx'],
    ['a.c', 'abc'],
    ['A', 'a'],
    ['[a]', 'a'],
  ])('%j does not take %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(false)
  })

  test('a pattern that a backtracking matcher would never finish', () => {
    expect(matchesWildcard(`${'*a'.repeat(1_000)}b`, 'a'.repeat(2_000))).toBe(false)
    expect(matchesArn(`arn:aws:x:::${'*a'.repeat(1_000)}b`, `arn:aws:x:::${'a'.repeat(2_000)}`)).toBe(false)
  })
})

describe('ARNs', () => {
  const ARN = 'arn:aws:execute-api:eu-west-1:111122223333:abc/live/GET/pets:all'
  test.each<[pattern: string, expected: boolean]>([
    [ARN, true],
    ['arn:aws:execute-api:eu-west-1:111122223333:abc/*', true],
    ['arn:aws:execute-api:eu-west-1:111122223333:abc/*/*/pets:*', true],
    ['arn:*:execute-api:*:*:*', true],
    ['arn:aws:execute-api:eu-west-?:111122223333:abc/*', true],
    ['arn:aws:execute-api:*:abc/live/GET/pets:all', false],
    ['arn:*', false],
    ['*', false],
    ['arn:aws:execute-api:eu-west-1:111122223333:abd/*', false],
    ['arn:aws:execute-api:us-east-1:111122223333:abc/*', false],
    ['arn:aws:execute-api:eu-west-1:111122223333:', false],
    ['urn:aws:execute-api:eu-west-1:111122223333:abc/*', false],
  ])('%s: %s', (pattern, expected) => {
    expect(matchesArn(pattern, ARN)).toBe(expected)
  })
})
