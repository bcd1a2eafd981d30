import type { Look } from './program.ts'

/** One code point back, but not beyond `first`. */
export function stepBack(text: string, at: number, first: number): number {
  return at - 2 >= first && (text.codePointAt(at - 2) ?? 0) > 0xffff ? at - 2 : at - 1
}

/** The first and the last position at which what a lookbehind looks for may begin. */
export function behindStart(text: string, at: number, look: Look): { first: number; last: number; cost: number } {
  if (!look.byCodePoint) return { first: Math.max((at - look.most) | 0, 0), last: at - look.least, cost: 0 }
  const first = farthest(text, at, look.most)
  return { first, last: stepsBack(text, at, look.least), cost: Math.abs(at - first) >> 2 }
}

/** A length that has overflowed is negative, and Java then counts that many forward, and goes back as far. */
function farthest(text: string, at: number, most: number): number {
  if (most >= 0) return stepsBack(text, at, most)
  return Math.max(at - (stepsForward(text, at, -most | 0) - at), 0)
}

function stepsForward(text: string, at: number, steps: number): number {
  let position = at
  for (let count = 0; count < steps && position < text.length; count += 1) {
    position += (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1
  }
  return position
}

function stepsBack(text: string, at: number, steps: number): number {
  let position = at
  for (let count = 0; count < steps && position > 0; count += 1) position = stepBack(text, position, 0)
  return position
}
