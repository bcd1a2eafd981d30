import { FAILED, FRAME, NOTE } from './backtrack-frames.ts'
import { FailureMemory } from './failure-memory.ts'
import type { Program } from './program.ts'
import { RegexBudgetError } from './regex-budget.ts'

/** The stack grows up to so many numbers; of those, so many are kept. */
const MOST_STACK = 16_777_216
const KEPT_STACK = 262_144

/**
 * Where trying in vain leaves something in groups, failures are remembered only after so many: a pattern that fails less
 * shows what Java shows, and one that fails more ends.
 */
const MOST_FORGOTTEN = 10_000

/** One stack for all: nothing on it outlasts a run of the matcher, and no run begins within another. */
let sharedStack = new Int32Array(256 * FRAME)

/** Where a matcher is: in the program, in the text, and on its stack. */
export class MatchState {
  readonly program: Program
  readonly text: string
  /** See Program: the captures come first. */
  readonly registers: Int32Array
  readonly memory: FailureMemory
  /** Of the budget. */
  steps = 0
  pc = 0
  at = 0
  stack = sharedStack
  top = 0
  /** Where the previous match ended, for \G. */
  previousEnd = 0

  #remembers: boolean
  #failures = 0

  constructor(program: Program, text: string) {
    this.#remembers = !program.leavesGroups
    this.program = program
    this.text = text
    this.registers = new Int32Array(program.registers)
    this.memory = new FailureMemory(program.sites)
  }

  start(at: number, steps: number): void {
    this.steps = steps
    this.pc = 0
    this.at = at
    this.stack = sharedStack
    this.top = 0
  }

  finish(): void {
    if (this.stack.length <= KEPT_STACK) sharedStack = this.stack
  }

  spend(steps: number): void {
    this.steps -= steps
    if (this.steps < 0) throw new RegexBudgetError('the regular expression takes too many steps')
  }

  push(tag: number, first: number, second: number, third: number): void {
    const { top } = this
    let { stack } = this
    if (top + FRAME > stack.length) stack = this.#grow()
    stack[top] = tag
    stack[top + 1] = first
    stack[top + 2] = second
    stack[top + 3] = third
    this.top = top + FRAME
  }

  /** Whether all ways on from a site are known to fail here. */
  hasFailed(site: number): boolean {
    return site >= 0 && this.#remembers && this.memory.has(site, this.at, this.registers)
  }

  noteFailure(site: number, position: number): void {
    if (site < 0) return
    if (this.#remembers) this.steps -= this.memory.add(site, position, this.registers)
    else {
      this.#failures += 1
      this.#remembers = this.#failures > MOST_FORGOTTEN
    }
  }

  /** The repeated character of a site can be taken up to `last`, and no position from `first` on led anywhere. */
  noteRun(site: number, first: number, last: number): void {
    if (this.#remembers) this.memory.addRun(site, first, last, this.registers)
  }

  /** Has the failure of the last way on from a site noted, when it comes to that. */
  pushFailure(site: number): void {
    if (site >= 0) this.push(FAILED, this.at, site, 0)
  }

  /**
   * What was matched on its own, above `mark` on the stack, stays as it is: there is no way back into it, and its groups
   * keep what they hold even where the match goes back beyond it, as in Java.
   */
  commit(mark: number): void {
    if (this.program.notesExits) this.takeNotes(mark)
    this.top = mark
  }

  /**
   * Java's loops set their group again when everything behind them has matched, the last loop first: so where a loop was
   * run several times, the group holds what the first run left.
   */
  takeNotes(from: number): void {
    const { stack, registers } = this
    for (let index = this.top - FRAME; index >= from; index -= FRAME) {
      if (stack[index] !== NOTE) continue
      const group = stack[index + 1] ?? 0
      registers[group] = stack[index + 2] ?? 0
      registers[group + 1] = stack[index + 3] ?? 0
    }
    this.steps -= (this.top - from) >> 5
  }

  #grow(): Int32Array<ArrayBuffer> {
    const { length } = this.stack
    if (length >= MOST_STACK) throw new RegexBudgetError('the regular expression leaves too many ways open')
    const grown = new Int32Array(2 * length)
    grown.set(this.stack)
    this.stack = grown
    return grown
  }
}
