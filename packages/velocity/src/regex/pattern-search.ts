import { indexOfText } from '../text-search.ts'
import type { JavaPattern } from './java-pattern.ts'
import { PatternMatcher } from './pattern-matcher.ts'
import { type RegexBudget, spend } from './regex-budget.ts'

/** A match, and what its groups hold. */
export interface JavaMatch {
  readonly start: number
  readonly end: number
  /** What a group holds, or undefined where it did not take part; group 0 is the whole match. */
  group(number: number): string | undefined
}

/** Finds one match after the other, as java.util.regex.Matcher.find does. */
export class PatternSearch {
  readonly #pattern: JavaPattern
  readonly #text: string
  readonly #budget: RegexBudget
  readonly #matcher: PatternMatcher | undefined
  #from: number
  #previousEnd: number

  constructor(pattern: JavaPattern, text: string, budget: RegexBudget, from = 0) {
    this.#pattern = pattern
    this.#text = text
    this.#budget = budget
    this.#from = from
    this.#previousEnd = from
    if (pattern.literal === undefined) this.#matcher = new PatternMatcher(pattern.program, text, budget)
  }

  next(): JavaMatch | undefined {
    if (this.#from > this.#text.length) return undefined
    const match = this.#matcher ? this.#findNext(this.#matcher) : this.#findLiteral(this.#pattern.literal ?? '')
    if (!match) {
      this.#from = this.#text.length + 1
      return undefined
    }
    this.#previousEnd = match.end
    // Behind an empty match the next one begins one further.
    this.#from = match.end === match.start ? match.end + 1 : match.end
    return match
  }

  #findLiteral(literal: string): JavaMatch | undefined {
    const start = indexOfText(this.#text, literal, this.#from)
    spend(this.#budget, 4 + (((start < 0 ? this.#text.length : start) - this.#from) >> 4))
    if (start < 0) return undefined
    const end = start + literal.length
    return { start, end, group: (number) => (number === 0 ? literal : undefined) }
  }

  #findNext(matcher: PatternMatcher): JavaMatch | undefined {
    const text = this.#text
    const { keepsPairs, isAnchored } = this.#pattern.program
    matcher.reset(this.#previousEnd)
    spend(this.#budget, matcher.registers.length >> 4)
    for (let start = this.#from; start <= text.length; start += 1) {
      if (isAnchored && start > 0) return undefined
      start = this.#skip(start)
      if (start < 0) return undefined
      if (matcher.matchesAt(start)) return matchOf(text, matcher.registers)
      if (keepsPairs && (text.codePointAt(start) ?? 0) > 0xffff) start += 1
    }
    return undefined
  }

  /** The next position where a match can begin at all, or -1. */
  #skip(from: number): number {
    const { firstUnits } = this.#pattern
    if (!firstUnits) return from
    const text = this.#text
    let start = from
    while (start < text.length && firstUnits[Math.min(text.charCodeAt(start), 256)] === 0) start += 1
    spend(this.#budget, (start - from) >> 3)
    return start < text.length ? start : -1
  }
}

function matchOf(text: string, registers: Int32Array): JavaMatch {
  const groups = registers.slice(0)
  const start = groups[0] ?? 0
  const end = groups[1] ?? 0
  return {
    start,
    end,
    group(number) {
      const from = groups[2 * number] ?? -1
      return from < 0 ? undefined : text.slice(from, groups[2 * number + 1])
    },
  }
}
