import { graphemeLength, holds } from './assertion-check.ts'
import { endAtom, enterAtomLoop, leaveAtomLoop, retryAtomLoop } from './atom-loop-step.ts'
import { matchesAgain } from './back-reference.ts'
import * as frame from './backtrack-frames.ts'
import { enterCharLoop, retryCharLoop } from './char-loop-step.ts'
import { endRepetition, enterLoop, repeatLazily } from './group-loop-step.ts'
import { endBehind, enterBehind, retryBehind } from './look-behind-step.ts'
import { MatchState } from './match-state.ts'
import type { Program } from './program.ts'
import * as op from './program.ts'
import type { RegexBudget } from './regex-budget.ts'

/**
 * Matches a program against one text: a backtracking machine with its stack in an array, so that no text is too long for
 * it. It follows what java.util.regex.Pattern does to the letter, including what that leaves in groups on the way.
 */
export class PatternMatcher {
  readonly #state: MatchState
  readonly #budget: RegexBudget

  constructor(program: Program, text: string, budget: RegexBudget) {
    this.#state = new MatchState(program, text)
    this.#budget = budget
  }

  /** See Program: the captures come first. */
  get registers(): Int32Array {
    return this.#state.registers
  }

  /** Whether the pattern matches the whole text. */
  matches(): boolean {
    this.reset(0)
    return this.#run(0, true)
  }

  /** Whether the pattern matches at `start`, with registers as they have been left. */
  matchesAt(start: number): boolean {
    return this.#run(start, false)
  }

  /** Forgets all captures. `previousEnd`: where \G holds. */
  reset(previousEnd: number): void {
    this.#state.registers.fill(-1)
    this.#state.previousEnd = previousEnd
  }

  #run(start: number, toEnd: boolean): boolean {
    const state = this.#state
    state.start(start, this.#budget.steps)
    try {
      for (;;) {
        state.spend(1)
        if (state.program.code[state.pc] === op.ACCEPT) {
          if (!toEnd || state.at === state.text.length) {
            if (state.program.notesExits) state.takeNotes(0)
            state.registers[0] = start
            state.registers[1] = state.at
            return true
          }
        } else if (step(state)) continue
        if (!goBack(state)) return false
      }
    } finally {
      this.#budget.steps = state.steps
      state.finish()
    }
  }
}

/** One operation; false where it fails. */
function step(state: MatchState): boolean {
  const { program, text, registers, pc } = state
  const { code } = program
  const operand = code[pc + 1] ?? 0
  switch (code[pc] ?? op.ACCEPT) {
    case op.CHAR:
      if (text.charCodeAt(state.at) !== operand) return false
      state.at += 1
      state.pc = pc + 2
      return true
    case op.SET: {
      const set = program.sets[operand]
      const point = text.codePointAt(state.at)
      if (point === undefined || !set) return false
      if (point > 255) state.spend(set.cost)
      if (!set.has(point)) return false
      state.at += point > 0xffff ? 2 : 1
      state.pc = pc + 2
      return true
    }
    case op.TEXT: {
      const literal = program.texts[operand] ?? ''
      if (!text.startsWith(literal, state.at)) return false
      state.steps -= literal.length >> 4
      state.at += literal.length
      state.pc = pc + 2
      return true
    }
    case op.ASSERT: {
      const assertion = program.assertions[operand]
      state.pc = pc + 2
      return assertion !== undefined && holds(assertion, text, state.at, state.previousEnd)
    }
    case op.LINE_BREAK:
      state.pc = pc + 1
      return breakLine(state)
    case op.GRAPHEME:
      if (state.at >= text.length) return false
      state.steps -= 64
      state.at += graphemeLength(text, state.at)
      state.pc = pc + 1
      return true
    case op.REFERENCE:
      state.pc = pc + 3
      return repeatGroup(state, operand, code[pc + 2] ?? 0)
    case op.JUMP:
      state.pc = operand
      return true
    case op.SPLIT: {
      const site = code[pc + 2] ?? 0
      if (state.hasFailed(site)) return false
      state.push(operand, state.at, site, 0)
      state.pc = pc + 3
      return true
    }
    case op.GROUP_START:
      state.push(frame.RESTORE, operand, registers[operand] ?? 0, 0)
      registers[operand] = state.at
      state.pc = pc + 2
      return true
    case op.GROUP_END: {
      const group = 2 * operand
      state.push(frame.RESTORE_PAIR, group, registers[group] ?? 0, registers[group + 1] ?? 0)
      registers[group] = registers[code[pc + 2] ?? 0] ?? 0
      registers[group + 1] = state.at
      state.pc = pc + 3
      return true
    }
    case op.CHAR_LOOP:
      return enterCharLoop(state, operand)
    case op.MARK:
      registers[operand] = state.top
      state.pc = pc + 2
      return true
    case op.COMMIT:
      state.commit(registers[operand] ?? 0)
      state.pc = pc + 2
      return true
    case op.AHEAD:
      registers[operand] = state.top
      registers[code[pc + 2] ?? 0] = state.at
      state.pc = pc + 3
      return true
    case op.AHEAD_END:
      state.commit(registers[operand] ?? 0)
      state.at = registers[code[pc + 2] ?? 0] ?? 0
      state.pc = pc + 3
      return true
    case op.NOT_AHEAD:
      registers[operand] = state.top
      state.push(code[pc + 2] ?? 0, state.at, -1, 0)
      state.pc = pc + 3
      return true
    case op.NOT_AHEAD_END:
      state.commit(registers[operand] ?? 0)
      return false
    case op.BEHIND:
      return enterBehind(state, operand)
    case op.BEHIND_END:
      return endBehind(state, operand)
    case op.ATOM_LOOP:
      return enterAtomLoop(state, operand)
    case op.ATOM_LOOP_END:
      return endAtom(state, operand)
    case op.LOOP_EXIT:
      leaveAtomLoop(state, operand)
      return true
    case op.LOOP:
      return enterLoop(state, operand)
    case op.LOOP_END:
      return endRepetition(state, operand)
    default:
      return false
  }
}

/** "\u000D\u000A|[\u000A\u000B\u000C\u000D\u0085\u2028\u2029]" (Pattern's documentation). */
function breakLine(state: MatchState): boolean {
  const unit = state.text.charCodeAt(state.at)
  if (!((unit >= 0x0a && unit <= 0x0d) || unit === 0x85 || (unit | 1) === 0x2029)) return false
  state.at += 1
  if (unit === 0x0d && state.text.charCodeAt(state.at) === 0x0a) {
    state.push(state.pc, state.at, -1, 0)
    state.at += 1
  }
  return true
}

/** What comparing a character costs with each of FOLDINGS, in sixteenths of a step. */
const FOLDING_COSTS = [1, 16, 64]

function repeatGroup(state: MatchState, group: number, folding: number): boolean {
  const { registers, program } = state
  const from = group > program.groups ? -1 : (registers[2 * group] ?? -1)
  const to = registers[2 * group + 1] ?? -1
  if (from < 0) return false
  state.spend(((to - from) * (FOLDING_COSTS[folding] ?? 1)) >> 4)
  if (!matchesAgain(state.text, from, to, state.at, op.FOLDINGS[folding] ?? 'exact')) return false
  state.at += to - from
  return true
}

/** Back to the newest way that is left; false where there is none. */
function goBack(state: MatchState): boolean {
  const { registers } = state
  while (state.top > 0) {
    state.steps -= 1
    state.top -= frame.FRAME
    const { stack, top } = state
    const tag = stack[top] ?? 0
    const first = stack[top + 1] ?? 0
    const second = stack[top + 2] ?? 0
    if (tag >= 0) {
      state.pc = tag
      state.at = first
      state.pushFailure(second)
      return true
    }
    switch (tag) {
      case frame.RESTORE:
        registers[first] = second
        break
      case frame.RESTORE_PAIR:
        registers[first] = second
        registers[first + 1] = stack[top + 3] ?? 0
        break
      case frame.RESTORE_LOOP: {
        const loop = state.program.loops[first]
        if (!loop) break
        registers[loop.begin] = second
        registers[loop.count] = stack[top + 3] ?? 0
        break
      }
      case frame.FAILED:
        state.noteFailure(second, first)
        break
      case frame.NOTE:
        break
      case frame.ATOM_LOOP_WAY:
        if (retryAtomLoop(state)) return true
        break
      case frame.LAZY_WAY:
        if (repeatLazily(state)) return true
        break
      case frame.BEHIND_WAY:
        if (retryBehind(state)) return true
        break
      default:
        if (retryCharLoop(state, tag)) return true
    }
  }
  return false
}
