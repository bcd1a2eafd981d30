import { ATOM_LOOP_WAY, FAILED, FRAME, NOTE, RESTORE_PAIR } from './backtrack-frames.ts'
import type { MatchState } from './match-state.ts'
import { UNBOUNDED } from './pattern-node.ts'
import type { Loop } from './program.ts'

/** Begins a loop whose repetitions are matched on their own. */
export function enterAtomLoop(state: MatchState, number: number): boolean {
  const loop = state.program.loops[number]
  return loop !== undefined && repeat(state, number, loop, 0)
}

/** A repetition has matched. */
export function endAtom(state: MatchState, number: number): boolean {
  const loop = state.program.loops[number]
  if (!loop) return false
  const { registers } = state
  state.commit(registers[loop.mark] ?? 0)
  const count = registers[loop.count] ?? 0
  const begin = registers[loop.begin] ?? 0
  if (count >= loop.min) {
    // A repetition that took nothing is the last, and leaves the group as it was.
    if (state.at === begin) {
      if (loop.mode === 'lazy' && !loop.isOptional) return false
      state.pc = loop.notesExit ? loop.exit + 2 : loop.exit
      return true
    }
    // The way out before this repetition stays open.
    if (loop.mode === 'greedy') state.top += FRAME
  }
  if (loop.capture > 0) {
    const group = 2 * loop.capture
    state.push(RESTORE_PAIR, group, registers[group] ?? 0, registers[group + 1] ?? 0)
    registers[group] = begin
    registers[group + 1] = state.at
  }
  return repeat(state, number, loop, count + 1)
}

function repeat(state: MatchState, number: number, loop: Loop, count: number): boolean {
  const { registers } = state
  const { mode, max, site } = loop
  registers[loop.count] = count
  if (count >= max) {
    state.pc = loop.exit
    return true
  }
  registers[loop.mark] = state.top
  if (count >= loop.min) {
    const hasFailed = state.hasFailed(site)
    if (hasFailed && max === UNBOUNDED) return false
    if (mode === 'lazy' && !hasFailed) {
      state.push(ATOM_LOOP_WAY, number, state.at, count)
      state.pc = loop.exit
      return true
    }
    if (hasFailed && mode !== 'lazy') state.push(FAILED, state.at, site, 0)
    else if (!hasFailed) state.push(ATOM_LOOP_WAY, number, state.at, count)
  }
  registers[loop.begin] = state.at
  state.pc = loop.body
  return true
}

/** The first way failed: leaves the loop, or repeats once more where it is reluctant. The frame is at the top. */
export function retryAtomLoop(state: MatchState): boolean {
  const { stack, top, registers } = state
  const loop = state.program.loops[stack[top + 1] ?? 0]
  if (!loop) return false
  state.at = stack[top + 2] ?? 0
  registers[loop.count] = stack[top + 3] ?? 0
  state.pushFailure(loop.site)
  if (loop.mode === 'lazy') {
    registers[loop.begin] = state.at
    registers[loop.mark] = state.top
    state.pc = loop.body
  } else state.pc = loop.exit
  return true
}

/** Notes what the group of a loop holds where it was repeated beyond its minimum: see MatchState.takeNotes. */
export function leaveAtomLoop(state: MatchState, number: number): void {
  const loop = state.program.loops[number]
  state.pc += 2
  if (!loop || (state.registers[loop.count] ?? 0) <= loop.min) return
  const group = 2 * loop.capture
  state.push(NOTE, group, state.registers[group] ?? 0, state.registers[group + 1] ?? 0)
}
