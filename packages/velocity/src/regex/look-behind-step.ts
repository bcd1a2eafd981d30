import { BEHIND_WAY, FRAME } from './backtrack-frames.ts'
import { behindStart, stepBack } from './code-point-step.ts'
import type { MatchState } from './match-state.ts'

/** Begins a lookbehind: its body is tried where it may begin, the nearest position first. */
export function enterBehind(state: MatchState, number: number): boolean {
  const look = state.program.looks[number]
  if (!look) return false
  const { registers, at } = state
  registers[look.mark] = state.top
  registers[look.target] = at
  if (look.isNegative) state.push(look.exit, at, -1, 0)
  const { first, last, cost } = behindStart(state.text, at, look)
  state.steps -= cost
  if (last < first) return false
  state.push(BEHIND_WAY, number, last, first)
  state.at = last
  state.pc = look.body
  return true
}

/** The body has matched; it counts where it ends where the lookbehind began. */
export function endBehind(state: MatchState, number: number): boolean {
  const look = state.program.looks[number]
  if (!look || state.at !== state.registers[look.target]) return false
  state.commit(state.registers[look.mark] ?? 0)
  state.pc = look.exit
  return !look.isNegative
}

/** The body does not match there: tries one position before. The frame is at the top. */
export function retryBehind(state: MatchState): boolean {
  const { stack, top } = state
  const look = state.program.looks[stack[top + 1] ?? 0]
  const tried = stack[top + 2] ?? 0
  const first = stack[top + 3] ?? 0
  if (!look || tried <= first) return false
  state.at = look.byCodePoint ? stepBack(state.text, tried, first) : tried - 1
  stack[top + 2] = state.at
  state.top = top + FRAME
  state.pc = look.body
  return true
}
