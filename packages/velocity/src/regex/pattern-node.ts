import type { CharPredicate } from './char-predicate.ts'

/** What a pattern says, as Java's parser reads it. */
export type PatternNode =
  | CharNode
  | AssertionNode
  | { readonly kind: 'lineBreak' }
  | { readonly kind: 'grapheme' }
  | ReferenceNode
  | SequenceNode
  | ChoiceNode
  | GroupNode
  | LookNode
  | AtomicNode
  | RepeatNode

/** One code point. */
interface CharNode {
  readonly kind: 'char'
  readonly set: CharPredicate
}

export type Assertion =
  | 'begin'
  | 'end'
  | 'lastMatch'
  | 'caret'
  | 'unixCaret'
  | 'dollar'
  | 'multilineDollar'
  | 'unixDollar'
  | 'unixMultilineDollar'
  | 'wordBoundary'
  | 'notWordBoundary'
  | 'unicodeWordBoundary'
  | 'notUnicodeWordBoundary'
  | 'graphemeBoundary'

export interface AssertionNode {
  readonly kind: 'assertion'
  readonly assertion: Assertion
}

export type Folding = 'exact' | 'ascii' | 'unicode'

interface ReferenceNode {
  readonly kind: 'reference'
  readonly group: number
  readonly folding: Folding
}

interface SequenceNode {
  readonly kind: 'sequence'
  readonly items: readonly PatternNode[]
}

export interface ChoiceNode {
  readonly kind: 'choice'
  readonly branches: readonly PatternNode[]
}

export interface GroupNode {
  readonly kind: 'group'
  readonly body: PatternNode
  /** The number of the group, or undefined for (?:…). */
  readonly capture: number | undefined
}

export interface LookNode {
  readonly kind: 'look'
  readonly isNegative: boolean
  readonly body: PatternNode
  /** Only for lookbehind: how far before the position the body may begin, as Java computes it (32 bits, wrapping). */
  readonly behind: { readonly least: number; readonly most: number; readonly byCodePoint: boolean } | undefined
}

interface AtomicNode {
  readonly kind: 'atomic'
  readonly body: PatternNode
}

export type RepeatMode = 'greedy' | 'lazy' | 'possessive'

export interface RepeatNode {
  readonly kind: 'repeat'
  readonly body: PatternNode
  readonly min: number
  readonly max: number
  readonly mode: RepeatMode
}

/** Whether a part may be left out and is not repeated, which Java treats apart from other counts. */
export function isOptional({ min, max }: RepeatNode): boolean {
  return min === 0 && max === 1
}

/** Java's MAX_REPS: no upper bound. */
export const UNBOUNDED = 0x7fffffff
