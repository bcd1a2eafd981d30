import { expect, test } from 'vitest'
import { LogAllowance } from './log-allowance.ts'

test.each([
  ['2000 lines', 2001, 1, 'Postern left out 1 lines (1 bytes): more than the log takes in a second'],
  ['2 MiB', 3, 1_048_576, 'Postern left out 1 lines (1048576 bytes): more than the log takes in a second'],
])('a second takes %s, and the next one as much again', (_, lines, bytes, lost) => {
  const allowance = new LogAllowance()
  for (const start of [5000, 6000]) {
    const taken = Array.from({ length: lines }, (_line, at) => allowance.take(bytes, start + (at === 0 ? 0 : 999)))
    expect(taken).toEqual(taken.map((_taken, at) => at < lines - 1))
    expect([allowance.lost(), allowance.lost()]).toEqual([lost, undefined])
  }
})
