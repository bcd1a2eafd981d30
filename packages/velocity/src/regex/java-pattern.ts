import { SingleChar } from './char-predicate.ts'
import { type FirstUnits, firstUnitsOf } from './first-units.ts'
import { MOST_PATTERN } from './pattern-bounds.ts'
import { PatternCursor } from './pattern-cursor.ts'
import { flagOf } from './pattern-flags.ts'
import { PatternMatcher } from './pattern-matcher.ts'
import type { PatternNode } from './pattern-node.ts'
import { parsePattern } from './pattern-parser.ts'
import { type JavaMatch, PatternSearch } from './pattern-search.ts'
import type { Program } from './program.ts'
import { compileProgram } from './program-compiler.ts'
import { defaultBudget, type RegexBudget, RegexBudgetError, spend } from './regex-budget.ts'

/** java.util.regex.Pattern, as compilePattern makes it. */
export class JavaPattern {
  readonly source: string
  readonly groupCount: number
  /** The numbers of the named groups. */
  readonly groupNames: ReadonlyMap<string, number>
  readonly program: Program
  /** The text that the pattern stands for, where it stands for one only. */
  readonly literal: string | undefined
  /** What a match can begin with, or undefined where that is not known. */
  readonly firstUnits: FirstUnits | undefined

  constructor(source: string, flags: number) {
    const cursor = new PatternCursor(source, flags)
    const node = parsePattern(cursor)
    this.source = source
    this.groupCount = cursor.groups
    this.groupNames = cursor.names
    this.program = compileProgram(node, cursor)
    this.literal = literalOf(node)
    this.firstUnits = firstUnitsOf(node)
  }

  /** Whether the pattern matches the whole of `text`. */
  matches(text: string, budget: RegexBudget = defaultBudget()): boolean {
    if (this.literal !== undefined) {
      spend(budget, 1 + (this.literal.length >> 4))
      return text === this.literal
    }
    return new PatternMatcher(this.program, text, budget).matches()
  }

  /** The first match that begins at `from` or behind. */
  find(text: string, from = 0, budget: RegexBudget = defaultBudget()): JavaMatch | undefined {
    return new PatternSearch(this, text, budget, from).next()
  }
}

/** Patterns that have been compiled, the least recently used first. Long ones are not kept. */
const compiled = new Map<string, JavaPattern>()
const MOST_KEPT = 256
const LONGEST_KEPT = 1024

/** Steps that compiling a character of a pattern is worth. */
const STEPS_TO_COMPILE = 16

/**
 * Compiles a pattern in the syntax of java.util.regex.Pattern (Java 17); `flags` are letters as for inline flags.
 * Throws PatternSyntaxError, and RegexBudgetError where the pattern is too long or nests too deeply, or where a `budget`
 * is given that it is too costly for.
 */
export function compilePattern(source: string, flags = '', budget?: RegexBudget): JavaPattern {
  if (source.length > MOST_PATTERN) throw new RegexBudgetError('the regular expression is too long')
  if (budget !== undefined) spend(budget, 1 + (source.length >> 4))
  const key = `${flags}/${source}`
  const known = compiled.get(key)
  if (known) {
    compiled.delete(key)
    compiled.set(key, known)
    return known
  }
  if (budget !== undefined) spend(budget, STEPS_TO_COMPILE * source.length)
  const pattern = new JavaPattern(source, bitsOf(flags))
  if (budget !== undefined) spend(budget, pattern.program.code.length)
  if (source.length <= LONGEST_KEPT) {
    compiled.set(key, pattern)
    const [oldest] = compiled.keys()
    if (compiled.size > MOST_KEPT && oldest !== undefined) compiled.delete(oldest)
  }
  return pattern
}

function bitsOf(flags: string): number {
  let bits = 0
  for (const letter of flags) {
    const flag = flagOf(letter)
    if (flag === undefined) throw new TypeError(`no such flag: ${letter}`)
    bits |= flag
  }
  return bits
}

function literalOf(node: PatternNode): string | undefined {
  const items = node.kind === 'sequence' ? node.items : [node]
  let literal = ''
  for (const item of items) {
    if (item.kind !== 'char' || !(item.set instanceof SingleChar)) return undefined
    const { codePoint } = item.set
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) return undefined
    literal += String.fromCodePoint(codePoint)
  }
  return literal
}
