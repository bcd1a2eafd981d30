import { expect, test } from 'vitest'
import { readTraceArguments } from './trace-arguments.ts'

test('the defaults', () => {
  expect(readTraceArguments(['--api', 'abc'])).toEqual({
    help: false,
    api: 'abc',
    stage: undefined,
    url: new URL('http://127.0.0.1:4566'),
    count: undefined,
    kept: false,
    json: false,
    problems: [],
  })
})

test('every flag', () => {
  const words = ['--api=abc', '--stage', 'dev', '--url', 'https://gateway:1/', '--count', '3', '--kept', '--json']
  expect(readTraceArguments(words)).toMatchObject({
    api: 'abc',
    stage: 'dev',
    url: new URL('https://gateway:1/'),
    count: 3,
    kept: true,
    json: true,
    problems: [],
  })
})

test.each([
  [[], 'trace needs an API: --api ID'],
  [['--api'], 'flag --api: needs a value, such as --api=VALUE'],
  [['--api', '--json'], 'flag --api: needs a value, such as --api=VALUE'],
  [['abc'], 'unexpected abc'],
  [['--api', 'a', '--stages', 'x'], 'unknown flag --stages; did you mean --stage?'],
  [['--api', 'a', '--url', 'ftp://x'], 'flag --url: expected an http or https URL, got "ftp://x"'],
  [['--api', 'a', '--url', 'nowhere'], 'flag --url: expected an http or https URL, got "nowhere"'],
  [['--api', 'a', '--count', '0'], 'flag --count: expected a whole number from 1, got "0"'],
  [['--api', 'a', '--count', 'x'], 'flag --count: expected a whole number from 1, got "x"'],
])('%j: %s', (words, problem) => {
  expect(readTraceArguments(words).problems).toContain(problem)
})

test('help', () => {
  expect(readTraceArguments(['-h']).help).toBe(true)
})
