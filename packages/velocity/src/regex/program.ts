import type { CharSet } from './char-set.ts'
import type { Assertion, RepeatMode } from './pattern-node.ts'

/**
 * A compiled pattern: `code` holds operations, each followed by its operands. Registers hold the captures (start and end
 * of group n at 2n and 2n + 1; -1 where it has none), and behind them what operations note.
 */
export interface Program {
  readonly code: Int32Array
  readonly sets: readonly CharSet[]
  readonly texts: readonly string[]
  readonly assertions: readonly Assertion[]
  readonly charLoops: readonly CharLoop[]
  readonly loops: readonly Loop[]
  readonly looks: readonly Look[]
  readonly sites: readonly Site[]
  readonly registers: number
  readonly groups: number
  /** Whether `find` starts no match in the middle of a surrogate pair. */
  readonly keepsPairs: boolean
  /** Whether a match can begin at the beginning of the text only. */
  readonly isAnchored: boolean
  /** Whether trying in vain may leave something in groups: see group-leak.ts. */
  readonly leavesGroups: boolean
  /** Whether a loop notes at its exit what its group is to hold (LOOP_EXIT). */
  readonly notesExits: boolean
}

/** A repeated character. */
export interface CharLoop {
  readonly set: CharSet
  readonly min: number
  readonly max: number
  readonly mode: RepeatMode
  /** Where the pattern goes on. */
  readonly exit: number
  readonly site: number
}

/** Any other repeated part. */
export interface Loop {
  readonly min: number
  readonly max: number
  readonly mode: RepeatMode
  /** Whether how many repetitions there were is of no account once there was one: for * and +. */
  readonly isUncounted: boolean
  readonly body: number
  readonly exit: number
  readonly site: number
  /** Registers. */
  readonly count: number
  readonly begin: number
  readonly mark: number
  /** The group that each repetition sets, for a loop with atomic repetitions; 0 for none. */
  readonly capture: number
  readonly notesExit: boolean
  /** Once or not at all. */
  readonly isOptional: boolean
}

/** A lookbehind. */
export interface Look {
  readonly isNegative: boolean
  readonly least: number
  readonly most: number
  readonly byCodePoint: boolean
  readonly body: number
  /** Where the pattern goes on when a negative one holds. */
  readonly exit: number
  /** Registers. */
  readonly mark: number
  readonly target: number
}

/** A place with several ways on. Once all have failed at a position, they are not tried there again. */
export interface Site {
  /** The loops around whose counts this depends on, besides the position. */
  readonly counters: readonly Counter[]
  /**
   * The registers of where repetitions of the other loops around began. A repetition that has taken nothing yet may still
   * do so by another way, and only otherwise goes on to all that can follow: its failures are not remembered.
   */
  readonly begins: readonly number[]
}

export interface Counter {
  /** The register of the count. */
  readonly register: number
  /** The register of where the repetition began: one that has taken nothing ends the loop, even before its minimum. */
  readonly begin: number
  /** From this count on, more makes no difference. */
  readonly most: number
}

/** The operations, with their operands. */
export const CHAR = 0 // unit
export const SET = 1 // set
export const TEXT = 2 // text
export const ASSERT = 3 // assertion
export const LINE_BREAK = 4
export const GRAPHEME = 5
export const REFERENCE = 6 // group, folding
export const JUMP = 7 // target
export const SPLIT = 8 // second target, site
export const GROUP_START = 9 // register
export const GROUP_END = 10 // group, register of its start
export const CHAR_LOOP = 11 // char loop
export const MARK = 12 // register
export const COMMIT = 13 // register
export const AHEAD = 14 // register of the mark, register of the position
export const AHEAD_END = 15 // register of the mark, register of the position
export const NOT_AHEAD = 16 // register of the mark, exit
export const NOT_AHEAD_END = 17 // register of the mark
export const BEHIND = 18 // look
export const BEHIND_END = 19 // look
export const ATOM_LOOP = 20 // loop
export const ATOM_LOOP_END = 21 // loop
export const LOOP_EXIT = 22 // loop
export const LOOP = 23 // loop
export const LOOP_END = 24 // loop
export const ACCEPT = 25
/** The operand of REFERENCE. */
export const FOLDINGS = ['exact', 'ascii', 'unicode'] as const
