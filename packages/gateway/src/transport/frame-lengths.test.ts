import { describe, expect, test } from 'vitest'
import { FrameLengths } from './frame-lengths.ts'
import { frame } from './test-frames.ts'

const TEXT = 1
const BINARY = 2
const PING = 9

const text = (length: number, more: Parameters<typeof frame>[2] = {}) => frame(TEXT, 'x'.repeat(length), more)
const continuation = (length: number, fin: boolean) => frame(0, 'x'.repeat(length), { fin })

const cases: [name: string, frames: Buffer[], found: 'binary' | 'tooLarge' | undefined, messages: number][] = [
  ['nothing', [], undefined, 0],
  ['messages of all forms of lengths', [0, 1, 125, 126, 127, 999, 1000].map((length) => text(length)), undefined, 7],
  ['one byte too many', [text(1001)], 'tooLarge', 0],
  ['a length of 64 bits', [text(70_000)], 'tooLarge', 0],
  ['after a good one', [text(10), text(1001), text(10)], 'tooLarge', 1],
  [
    'in pieces, each short enough',
    [text(1000, { fin: false }), continuation(1000, false), continuation(1000, true)],
    undefined,
    1,
  ],
  ['in pieces, one too long', [text(10, { fin: false }), continuation(1001, true)], 'tooLarge', 0],
  ['binary, empty', [frame(BINARY, '')], 'binary', 0],
  ['binary, too long as well', [frame(BINARY, 'x'.repeat(70_000))], 'binary', 0],
  ['binary, in pieces', [text(1), frame(BINARY, 'x', { fin: false })], 'binary', 1],
  ['control frames are no messages', [frame(PING, 'x'.repeat(125)), text(3)], undefined, 1],
  ['control frames among the pieces', [text(3, { fin: false }), frame(PING, ''), continuation(3, true)], undefined, 1],
  ['unmasked', [text(300, { masked: false }), text(1001, { masked: false })], 'tooLarge', 1],
]

describe.each(cases)('%s', (_name, frames, found, messages) => {
  test.each([1, 2, 3, 7, 1024, 1_000_000])('in chunks of %i', (size) => {
    const lengths = new FrameLengths(1000)
    const bytes = Buffer.concat(frames)
    for (let at = 0; at < bytes.length; at += size) lengths.add(bytes.subarray(at, at + size))
    expect([lengths.found, lengths.messages]).toEqual([found, messages])
  })
})
