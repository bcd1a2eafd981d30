import type { Folding } from './pattern-node.ts'
import { foldOf, lowerAsciiOf, upperOf } from './simple-case.ts'

/** Whether what stands between `from` and `to` stands at `at`, too. */
export function matchesAgain(text: string, from: number, to: number, at: number, folding: Folding): boolean {
  const length = to - from
  if (at + length > text.length) return false
  if (folding === 'exact') return text.startsWith(text.slice(from, to), at)
  for (let index = 0; index < length; index += 1) {
    const there = text.codePointAt(from + index) ?? 0
    const here = text.codePointAt(at + index) ?? 0
    if (there === here) continue
    if (folding === 'ascii' ? lowerAsciiOf(there) !== lowerAsciiOf(here) : !isSameLetter(there, here)) return false
  }
  return true
}

function isSameLetter(left: number, right: number): boolean {
  return upperOf(left) === upperOf(right) || foldOf(left) === foldOf(right)
}
