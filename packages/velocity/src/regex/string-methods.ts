import type { JavaPattern } from './java-pattern.ts'
import { type JavaMatch, PatternSearch } from './pattern-search.ts'
import { defaultBudget, type RegexBudget, RegexBudgetError } from './regex-budget.ts'
import { parseReplacement, type Replacement } from './replacement.ts'

/** java.lang.String.replaceAll. Throws ReplacementError where there is a match and the replacement is malformed. */
export function replaceAll(
  text: string,
  pattern: JavaPattern,
  replacement: string,
  budget: RegexBudget = defaultBudget(),
): string {
  return replace(text, pattern, replacement, Number.POSITIVE_INFINITY, budget)
}

/** java.lang.String.replaceFirst. */
export function replaceFirst(
  text: string,
  pattern: JavaPattern,
  replacement: string,
  budget: RegexBudget = defaultBudget(),
): string {
  return replace(text, pattern, replacement, 1, budget)
}

function replace(text: string, pattern: JavaPattern, source: string, most: number, budget: RegexBudget): string {
  const search = new PatternSearch(pattern, text, budget)
  const output = new BoundedOutput(budget)
  let replacement: Replacement | undefined
  let end = 0
  for (let count = 0; count < most; count += 1) {
    const match = search.next()
    if (!match) break
    replacement ??= parseReplacement(source, pattern, budget)
    output.add(text.slice(end, match.start))
    addReplacement(output, replacement, match)
    end = match.end
  }
  if (!replacement) return text
  output.add(text.slice(end))
  return output.text
}

function addReplacement(output: BoundedOutput, replacement: Replacement, match: JavaMatch): void {
  for (const part of replacement) output.add(typeof part === 'string' ? part : (match.group(part) ?? ''))
}

/** Text that grows up to what the budget has left. */
class BoundedOutput {
  readonly #budget: RegexBudget
  readonly #limited: Required<Pick<RegexBudget, 'outputLength'>>
  text = ''

  constructor(budget: RegexBudget) {
    this.#budget = budget
    this.#limited = { outputLength: budget.outputLength ?? defaultBudget().outputLength ?? 0 }
  }

  add(part: string): void {
    this.#limited.outputLength -= part.length
    this.#budget.steps -= 1
    if (this.#budget.outputLength !== undefined) this.#budget.outputLength = this.#limited.outputLength
    if (this.#limited.outputLength < 0) throw new RegexBudgetError('what replaces is too long')
    this.text += part
  }
}

/**
 * java.lang.String.split: `limit` above 0 is the most parts that there are; at 0 the empty ones at the end go, and below
 * 0 they stay. "A zero-width match at the beginning never produces such empty leading substring."
 */
export function split(text: string, pattern: JavaPattern, limit = 0, budget: RegexBudget = defaultBudget()): string[] {
  const search = new PatternSearch(pattern, text, budget)
  const parts: string[] = []
  let end = 0
  const most = limit > 0 ? limit - 1 : Number.POSITIVE_INFINITY
  while (parts.length < most) {
    const match = search.next()
    if (!match) break
    if (match.end === 0) continue
    parts.push(text.slice(end, match.start))
    end = match.end
  }
  if (end === 0) return [text]
  parts.push(text.slice(end))
  if (limit === 0) while (parts.at(-1) === '') parts.pop()
  return parts
}
