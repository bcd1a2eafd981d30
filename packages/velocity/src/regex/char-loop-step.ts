import { FEWER, FRAME, ONE_MORE } from './backtrack-frames.ts'
import type { CharSet } from './char-set.ts'
import { stepBack } from './code-point-step.ts'
import type { MatchState } from './match-state.ts'
import { UNBOUNDED } from './pattern-node.ts'
import type { CharLoop } from './program.ts'

/** Takes a repeated character, as often as it may be or must be; false where that is not often enough. */
export function enterCharLoop(state: MatchState, number: number): boolean {
  const loop = state.program.charLoops[number]
  if (!loop) return false
  const { min, max, mode, site } = loop
  const start = state.at
  // Where the run that failed last begins, this one may end: all further on is known.
  const isKnown = isKnownRun(loop)
  const runStart = isKnown ? state.memory.runStart(site) : -1
  const runEnd = isKnown ? state.memory.runEnd(site) : -1
  if (start >= runStart && start <= runEnd) return false
  const least = min === 0 ? start : take(state, loop.set, start, min, runStart)
  if (least < 0) return false
  state.pc = loop.exit
  state.at = least
  if (mode === 'lazy') {
    state.push(ONE_MORE - 2 * number, least, max === UNBOUNDED ? UNBOUNDED : max - min, least)
    return !state.hasFailed(site)
  }
  const last = takeAll(state, loop.set, least, max === UNBOUNDED ? UNBOUNDED : max - min, runStart)
  state.at = last
  if (mode === 'possessive') return true
  const meets = last === runStart
  if (last === least && !meets) return true
  state.push(FEWER - 2 * number, least, last, meets ? runEnd : last)
  return !meets && !state.hasFailed(site)
}

/** Exactly so many; -1 where there are fewer, or where `stop` comes before. */
function take(state: MatchState, set: CharSet, from: number, count: number, stop: number): number {
  const { text } = state
  let at = from
  for (let left = count; left > 0; left -= 1) {
    const width = at === stop ? 0 : widthAt(state, text, set, at)
    if (width === 0) {
      state.steps -= (at - from) >> 2
      return -1
    }
    at += width
  }
  state.steps -= (at - from) >> 2
  return at
}

/** As many as there are, up to `most`, and up to `stop`. */
function takeAll(state: MatchState, set: CharSet, from: number, most: number, stop: number): number {
  const { text } = state
  let at = from
  for (let left = most; left > 0 && at !== stop; left -= 1) {
    const width = widthAt(state, text, set, at)
    if (width === 0) break
    at += width
  }
  state.steps -= (at - from) >> 2
  return at
}

function widthAt(state: MatchState, text: string, set: CharSet, at: number): number {
  const point = text.codePointAt(at)
  if (point === undefined) return 0
  if (point > 255) state.spend(set.cost)
  if (!set.has(point)) return 0
  return point > 0xffff ? 2 : 1
}

/** Whether a failure of all of a run tells about runs that begin within it or before. */
function isKnownRun(loop: CharLoop): boolean {
  return loop.site >= 0 && loop.max === UNBOUNDED && loop.mode !== 'possessive'
}

/** What follows failed: goes on after fewer, or after one more; false where there is no such way. The frame is at the top. */
export function retryCharLoop(state: MatchState, tag: number): boolean {
  const isFewer = ((FEWER - tag) & 1) === 0
  const loop = state.program.charLoops[isFewer ? (FEWER - tag) >> 1 : (ONE_MORE - tag) >> 1]
  if (!loop) return false
  state.pc = loop.exit
  return isFewer ? takeFewer(state, loop) : takeMore(state, loop)
}

function takeFewer(state: MatchState, loop: CharLoop): boolean {
  const { stack, top, text } = state
  const least = stack[top + 1] ?? 0
  state.at = stack[top + 2] ?? 0
  state.noteFailure(loop.site, state.at)
  while (state.at > least) {
    state.at = stepBack(text, state.at, least)
    if (!state.hasFailed(loop.site)) {
      stack[top + 2] = state.at
      state.top = top + FRAME
      return true
    }
    state.steps -= 1
  }
  if (isKnownRun(loop)) state.noteRun(loop.site, least, stack[top + 3] ?? 0)
  return false
}

function takeMore(state: MatchState, loop: CharLoop): boolean {
  const { stack, top, text, memory } = state
  const isKnown = isKnownRun(loop)
  const runStart = isKnown ? memory.runStart(loop.site) : -1
  let left = stack[top + 2] ?? 0
  state.at = stack[top + 1] ?? 0
  state.noteFailure(loop.site, state.at)
  while (left > 0 && state.at !== runStart) {
    const width = widthAt(state, text, loop.set, state.at)
    if (width === 0) break
    state.at += width
    if (left !== UNBOUNDED) left -= 1
    if (!state.hasFailed(loop.site)) {
      stack[top + 1] = state.at
      stack[top + 2] = left
      state.top = top + FRAME
      return true
    }
    state.steps -= 1
  }
  if (isKnown) {
    const end = state.at === runStart ? memory.runEnd(loop.site) : state.at
    state.noteRun(loop.site, stack[top + 3] ?? 0, end)
  }
  return false
}
