import { describe, expect, test } from 'vitest'
import { readArguments } from './arguments.ts'

/** Key and value of each setting that was given. */
const settingsOf = (...words: string[]) =>
  readArguments(words).settings.map(({ entry, source, value }) => [entry.key, value, source])

describe('settings', () => {
  test.each<[readonly string[], readonly unknown[]]>([
    [['--port', '80'], [['port', 80, 'flag --port']]],
    [['--port=80'], [['port', 80, 'flag --port']]],
    [['--port=-1'], [['port', -1, 'flag --port']]],
    [['--data-dir=--odd'], [['dataDir', '--odd', 'flag --data-dir']]],
    [['--limits-json-depth', '9'], [['limits.jsonDepth', 9, 'flag --limits-json-depth']]],
    [['--ephemeral'], [['ephemeral', true, 'flag --ephemeral']]],
    [['--ephemeral=false'], [['ephemeral', false, 'flag --ephemeral']]],
    [['--no-ephemeral'], [['ephemeral', false, 'flag --no-ephemeral']]],
    [['--hosts', 'a.example, b.example'], [['hosts', ['a.example', 'b.example'], 'flag --hosts']]],
    [
      ['--port', '1', '--port', '2'],
      [
        ['port', 1, 'flag --port'],
        ['port', 2, 'flag --port'],
      ],
    ],
  ])('%j', (words, settings) => {
    expect(settingsOf(...words)).toEqual(settings)
    expect(readArguments(words).problems).toEqual([])
  })
})

test('the command, its operands, and its own flags', () => {
  expect(readArguments(['serve', '--config', 'a.json', 'more', '--', '--port'])).toMatchObject({
    command: 'serve',
    operands: ['more', '--port'],
    config: 'a.json',
    help: false,
    version: false,
    settings: [],
    problems: [],
  })
  expect(readArguments(['-h', '-v'])).toMatchObject({ command: undefined, help: true, version: true })
})

describe('problems', () => {
  test.each<[readonly string[], readonly string[]]>([
    [['--prot', '80'], ['unknown flag --prot; did you mean --port?']],
    [
      ['--confg=x', '-x'],
      ['unknown flag --confg; did you mean --config?', 'unknown flag -x'],
    ],
    [['--no-port'], ['unknown flag --no-port; did you mean --port?']],
    [
      ['--credentials', '[]'],
      ['unknown flag --credentials: it would show in lists of processes; set POSTERN_CREDENTIALS'],
    ],
    [['--constructor', '__proto__'], ['unknown flag --constructor']],
    [['--port'], ['flag --port: needs a value, such as --port=VALUE']],
    [['--port='], ['flag --port: needs a value, such as --port=VALUE']],
    [['--config', '--port', '1'], ['flag --config: needs a value, such as --config=VALUE']],
  ])('%j', (words, problems) => {
    expect(readArguments(words).problems).toEqual(problems)
  })
})
