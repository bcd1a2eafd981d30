/**
 * String.indexOf and lastIndexOf of the engine take, for some long texts, as many steps as both texts are long multiplied:
 * they are used up to so many characters.
 */
const LONGEST_PLAIN = 64

/** Where `wanted` is first found at `from` or behind, or -1. Takes time in proportion to the text. */
export function indexOfText(text: string, wanted: string, from = 0): number {
  if (wanted.length <= LONGEST_PLAIN) return text.indexOf(wanted, from)
  const start = Math.max(0, from)
  return search(
    start,
    text.length,
    wanted.length,
    (i, j) => text.charCodeAt(i) === wanted.charCodeAt(j),
    selfOf(wanted),
  )
}

/** Where `wanted` is last found at `from` or before, or -1. */
export function lastIndexOfText(text: string, wanted: string, from = text.length): number {
  if (wanted.length <= LONGEST_PLAIN) return text.lastIndexOf(wanted, from)
  // Both are read from their ends.
  const end = Math.min(text.length, from + wanted.length)
  const last = wanted.length - 1
  const self: Same = (i, j) => wanted.charCodeAt(last - i) === wanted.charCodeAt(last - j)
  const same: Same = (i, j) => text.charCodeAt(end - 1 - i) === wanted.charCodeAt(last - j)
  const found = search(0, end, wanted.length, same, self)
  return found < 0 ? -1 : end - found - wanted.length
}

type Same = (i: number, j: number) => boolean

function selfOf(wanted: string): Same {
  return (i, j) => wanted.charCodeAt(i) === wanted.charCodeAt(j)
}

/** Knuth, Morris and Pratt. `same` compares the text at i with what is wanted at j, `self` the latter with itself. */
function search(from: number, end: number, length: number, same: Same, self: Same): number {
  if (end - from < length) return -1
  const borders = bordersOf(length, self)
  let matched = 0
  for (let i = from; i < end; i++) {
    while (matched > 0 && !same(i, matched)) matched = borders[matched - 1] ?? 0
    if (same(i, matched)) matched++
    if (matched === length) return i + 1 - length
  }
  return -1
}

/** For each beginning, how long its longest part is that it both begins and ends with. */
function bordersOf(length: number, self: Same): Int32Array {
  const borders = new Int32Array(length)
  let matched = 0
  for (let i = 1; i < length; i++) {
    while (matched > 0 && !self(i, matched)) matched = borders[matched - 1] ?? 0
    if (self(i, matched)) matched++
    borders[i] = matched
  }
  return borders
}
