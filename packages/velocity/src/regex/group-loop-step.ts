import { LAZY_WAY, RESTORE_LOOP } from './backtrack-frames.ts'
import type { MatchState } from './match-state.ts'
import type { Loop } from './program.ts'

/** Begins a loop with ways back into its repetitions. */
export function enterLoop(state: MatchState, number: number): boolean {
  const loop = state.program.loops[number]
  if (!loop) return false
  if (loop.max === 0) {
    state.pc = loop.exit
    return true
  }
  if (!loop.isUncounted) {
    pushLoop(state, number, loop)
    state.registers[loop.count] = 0
  }
  return goOn(state, number, loop, 0)
}

/** A repetition has matched. Java ends the loop where it took nothing, even before its minimum. */
export function endRepetition(state: MatchState, number: number): boolean {
  const loop = state.program.loops[number]
  if (!loop) return false
  if (state.at <= (state.registers[loop.begin] ?? 0)) {
    state.pc = loop.exit
    return true
  }
  return goOn(state, number, loop, loop.isUncounted ? 1 : (state.registers[loop.count] ?? 0))
}

function goOn(state: MatchState, number: number, loop: Loop, count: number): boolean {
  if (count >= loop.max) {
    state.pc = loop.exit
    return true
  }
  if (count >= loop.min) {
    if (state.hasFailed(loop.site)) return false
    if (loop.mode === 'lazy') {
      state.push(LAZY_WAY, number, state.at, count)
      state.pc = loop.exit
      return true
    }
    state.push(loop.exit, state.at, loop.site, 0)
  }
  repeat(state, number, loop, count)
  return true
}

function repeat(state: MatchState, number: number, loop: Loop, count: number): void {
  pushLoop(state, number, loop)
  state.registers[loop.begin] = state.at
  state.registers[loop.count] = count + 1
  state.pc = loop.body
}

/** What follows a reluctant loop failed: repeats once more. The frame is at the top. */
export function repeatLazily(state: MatchState): boolean {
  const { stack, top } = state
  const number = stack[top + 1] ?? 0
  const count = stack[top + 3] ?? 0
  const loop = state.program.loops[number]
  if (!loop) return false
  state.at = stack[top + 2] ?? 0
  state.pushFailure(loop.site)
  repeat(state, number, loop, count)
  return true
}

function pushLoop(state: MatchState, number: number, loop: Loop): void {
  const { registers } = state
  state.push(RESTORE_LOOP, number, registers[loop.begin] ?? 0, registers[loop.count] ?? 0)
}
