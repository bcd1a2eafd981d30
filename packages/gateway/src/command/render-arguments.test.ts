import { describe, expect, test } from 'vitest'
import { readRenderArguments } from './render-arguments.ts'

test('template, message, and what may be left out', () => {
  expect(readRenderArguments(['t.vm', '--input', 'm.json'])).toEqual({
    help: false,
    template: 't.vm',
    input: 'm.json',
    context: undefined,
    parameters: undefined,
    stageVariables: [],
    dialect: 'api-gateway',
    problems: [],
  })
  const words = ['--input=-', '--context', 'c.json', '--params', 'p.json', '--dialect', 'velocity', '--', '-t.vm']
  expect(readRenderArguments(words)).toMatchObject({
    template: '-t.vm',
    input: '-',
    context: 'c.json',
    parameters: 'p.json',
    dialect: 'velocity',
    problems: [],
  })
  expect(readRenderArguments(['-h']).help).toBe(true)
  expect(readRenderArguments(['--help']).help).toBe(true)
})

describe('stage variables', () => {
  test.each<[words: readonly string[], stageVariables: readonly object[]]>([
    [['--stage-variables', 'a=1'], [{ name: 'a', value: '1' }]],
    [['--stage-variables=a=-1'], [{ name: 'a', value: '-1' }]],
    [['--stage-variables', 'a='], [{ name: 'a', value: '' }]],
    [['--stage-variables', 'u=https://a/?b=c'], [{ name: 'u', value: 'https://a/?b=c' }]],
    [
      ['--stage-variables', 'a=1', 'b=2', '--stage-variables', 'c=3'],
      [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
        { name: 'c', value: '3' },
      ],
    ],
    [
      ['--stage-variables', 'v.json', '--stage-variables', 'a=1'],
      [{ file: 'v.json' }, { name: 'a', value: '1' }],
    ],
  ])('%j', (words, stageVariables) => {
    for (const all of [
      ['t.vm', '--input', 'm.json', ...words],
      [...words, '--input', 'm.json', 't.vm'],
    ]) {
      expect(readRenderArguments(all)).toMatchObject({ template: 't.vm', stageVariables, problems: [] })
    }
  })
})

describe('problems', () => {
  const NO_TEMPLATE = 'render needs a template: postern render TEMPLATE --input FILE'
  const NO_INPUT = 'render needs the message: --input FILE, or --input - for standard input'
  test.each<[words: readonly string[], problems: readonly string[]]>([
    [[], [NO_TEMPLATE, NO_INPUT]],
    [['t.vm'], [NO_INPUT]],
    [['--input', 'm.json'], [NO_TEMPLATE]],
    [['t.vm', 'u.vm', '--input', 'm.json'], ['unexpected u.vm']],
    [['t.vm', '--inptu', 'm.json'], ['unknown flag --inptu; did you mean --input?']],
    [['t.vm', '--port', '1'], ['unknown flag --port']],
    [
      ['t.vm', '-i', '--constructor', '--__proto__'],
      ['unknown flag -i', 'unknown flag --constructor', 'unknown flag --__proto__'],
    ],
    [['t.vm', '--input'], ['flag --input: needs a value, such as --input=VALUE']],
    [['t.vm', '--input='], ['flag --input: needs a value, such as --input=VALUE']],
    [['t.vm', '--input', '--context', 'c'], ['flag --input: needs a value, such as --input=VALUE']],
    [
      ['t.vm', '--input', 'm.json', '--dialect', 'velocty'],
      ['flag --dialect: expected api-gateway or velocity, got "velocty"; did you mean velocity?'],
    ],
    [['-', '--input', '-'], ['standard input (-) can be given once, not for TEMPLATE and --input']],
    [
      ['-', '--input', 'm', '--context', '-', '--stage-variables', '-'],
      ['standard input (-) can be given once, not for TEMPLATE and --context and --stage-variables'],
    ],
    [
      ['t.vm', '--input', 'm', '--stage-variables', '=1'],
      ['flag --stage-variables: expected NAME=VALUE or FILE, got "=1"'],
    ],
  ])('%j', (words, problems) => {
    expect(readRenderArguments(words).problems).toEqual(problems)
  })
})
