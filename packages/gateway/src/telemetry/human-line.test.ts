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
])('%s', (_what, entry, expected) => {
  expect(line(entry)).toBe(expected)
})

test('ids that the text has are not said twice, and streams are for programs', () => {
  const fields = { function: 'cart', version: '$LATEST', logStream: '2026/01/31/[$LATEST]0f' }
  const line = (message: string) =>
    humanLine(JSON.stringify({ level: 'info', time: '2026-01-31T10:15:02.000Z', ...fields, requestId: 'r-1', message }))
  expect(line('END RequestId: r-1')).toBe('10:15:02 INFO  END RequestId: r-1 function=cart version=$LATEST\n')
  expect(line('cart says hi')).toBe('10:15:02 INFO  cart says hi function=cart version=$LATEST requestId=r-1\n')
})
