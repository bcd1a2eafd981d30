import { expect, test } from 'vitest'
import { humanLine } from './human-line.ts'

const line = (entry: object) => humanLine(JSON.stringify({ level: 'info', time: '2026-11-24T10:15:02.000Z', ...entry }))

test.each([
  ['a text', { message: 'ready' }, '10:15:02 INFO  ready\n'],
  ['fields', { message: 'ready', port: 80, path: '/a b' }, '10:15:02 INFO  ready port=80 path="/a b"\n'],
  ['lines', { message: 'one\ntwo\n', n: 1 }, '10:15:02 INFO  one n=1\n    two\n    \n'],
  ['tabs', { message: 'a\tb' }, '10:15:02 INFO  a\tb\n'],
  ['a forged line', { message: 'x\n10:15:03 ERROR no' }, '10:15:02 INFO  x\n    10:15:03 ERROR no\n'],
  [
    'what a terminal obeys',
    { message: '\u001b[2J\r\u009b1m\u007f' },
    '10:15:02 INFO  \\u001b[2J\\u000d\\u009b1m\\u007f\n',
  ],
  ['an id that the text has', { message: 'END r-1', requestId: 'r-1', n: 1 }, '10:15:02 INFO  END r-1 n=1\n'],
  ['a name that the text has', { message: 'cart runs', function: 'cart' }, '10:15:02 INFO  cart runs function=cart\n'],
  ['what is for programs', { message: 'hi', logStream: '2026/01/31/[1]0f' }, '10:15:02 INFO  hi\n'],
])('%s', (_what, entry, expected) => {
  expect(line(entry)).toBe(expected)
})
