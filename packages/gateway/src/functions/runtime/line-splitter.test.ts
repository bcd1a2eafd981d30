import { expect, test } from 'vitest'
import { LineSplitter } from './line-splitter.ts'

const split = (...chunks: string[]) => {
  const lines: string[] = []
  const splitter = new LineSplitter((line) => void lines.push(line))
  for (const chunk of chunks) splitter.write(Buffer.from(chunk))
  splitter.flush()
  return lines
}

test.each([
  [['one\ntwo\n'], ['one', 'two']],
  [
    ['o', 'ne\nt', 'wo'],
    ['one', 'two'],
  ],
  [['\n\n'], ['', '']],
  [['Error: no\r    at here\r    at there\n'], ['Error: no\n    at here\n    at there']],
  [['ended as on Windows\r\n'], ['ended as on Windows']],
  [[`${'x'.repeat(262_144)}yz\n`], [`${'x'.repeat(262_144)}… (2 bytes more)`]],
])('case %#', (chunks, lines) => {
  expect(split(...chunks)).toEqual(lines)
})
