import { type CharPredicate, SingleChar } from './char-predicate.ts'
import { CharSet } from './char-set.ts'
import { leavesGroups } from './group-leak.ts'
import type { PatternCursor } from './pattern-cursor.ts'
import type { Assertion, ChoiceNode, GroupNode, LookNode, PatternNode, RepeatNode } from './pattern-node.ts'
import { isOptional, UNBOUNDED } from './pattern-node.ts'
import type { CharLoop, Counter, Look, Loop, Program, Site } from './program.ts'
import * as op from './program.ts'
import { repeatKind } from './repeat-kind.ts'

/** Beyond so many states of counters, a place is not remembered. */
const MOST_STATES = 2 ** 40

/** Compiles what `cursor` has read. */
export function compileProgram(node: PatternNode, cursor: PatternCursor): Program {
  return new ProgramCompiler(cursor).compile(node, cursor)
}

class ProgramCompiler {
  readonly #code: number[] = []
  readonly #sets: CharSet[] = []
  readonly #setNumbers = new Map<CharPredicate, number>()
  readonly #texts: string[] = []
  readonly #assertions: Assertion[] = []
  readonly #charLoops: CharLoop[] = []
  readonly #loops: Loop[] = []
  readonly #looks: Look[] = []
  readonly #sites: Site[] = []
  #registers: number
  /** Counts of the loops around, up to the nearest part that is matched on its own. */
  #counters: readonly Counter[] = []
  /** Where their repetitions began, for the loops that are not counted. */
  #begins: readonly number[] = []
  /** Whether a loop around, up to the nearest part that is matched on its own, may come here again. */
  #isInLoop = false
  #remembers: boolean
  #notesExits = false

  constructor(cursor: PatternCursor) {
    this.#registers = 2 * (cursor.groups + 1)
    this.#remembers = !cursor.isStateful
  }

  compile(node: PatternNode, cursor: PatternCursor): Program {
    this.#emit(node)
    this.#code.push(op.ACCEPT)
    return {
      code: Int32Array.from(this.#code),
      sets: this.#sets,
      texts: this.#texts,
      assertions: this.#assertions,
      charLoops: this.#charLoops,
      loops: this.#loops,
      looks: this.#looks,
      sites: this.#sites,
      registers: this.#registers,
      groups: cursor.groups,
      keepsPairs: cursor.keepsPairs,
      isAnchored: isAnchored(node),
      leavesGroups: leavesGroups(node),
      notesExits: this.#notesExits,
    }
  }

  #emit(node: PatternNode): void {
    switch (node.kind) {
      case 'char':
        this.#emitChars([node.set])
        break
      case 'assertion':
        this.#code.push(op.ASSERT, this.#assertions.push(node.assertion) - 1)
        break
      case 'lineBreak':
        this.#code.push(op.LINE_BREAK)
        break
      case 'grapheme':
        this.#code.push(op.GRAPHEME)
        break
      case 'reference':
        this.#code.push(op.REFERENCE, node.group, op.FOLDINGS.indexOf(node.folding))
        break
      case 'sequence':
        this.#emitSequence(node.items)
        break
      case 'choice':
        this.#emitChoice(node)
        break
      case 'group':
        this.#emitGroup(node)
        break
      case 'look':
        this.#emitLook(node)
        break
      case 'atomic':
        this.#emitAtomic(node.body)
        break
      case 'repeat':
        this.#emitRepeat(node)
        break
    }
  }

  #emitSequence(items: readonly PatternNode[]): void {
    let run: CharPredicate[] = []
    for (const item of items) {
      if (item.kind === 'char') run.push(item.set)
      else {
        this.#emitChars(run)
        run = []
        this.#emit(item)
      }
    }
    this.#emitChars(run)
  }

  /** Characters, those that are plain as texts. */
  #emitChars(sets: readonly CharPredicate[]): void {
    let text = ''
    for (const set of sets) {
      if (set instanceof SingleChar && !isSurrogate(set.codePoint)) {
        text += String.fromCodePoint(set.codePoint)
        continue
      }
      this.#emitText(text)
      text = ''
      this.#code.push(op.SET, this.#setNumber(set))
    }
    this.#emitText(text)
  }

  #emitText(text: string): void {
    if (text.length === 1) this.#code.push(op.CHAR, text.charCodeAt(0))
    else if (text !== '') this.#code.push(op.TEXT, this.#texts.push(text) - 1)
  }

  #setNumber(set: CharPredicate): number {
    const known = this.#setNumbers.get(set)
    if (known !== undefined) return known
    const number = this.#sets.push(new CharSet(set)) - 1
    this.#setNumbers.set(set, number)
    return number
  }

  #emitChoice({ branches }: ChoiceNode): void {
    const ends: number[] = []
    branches.forEach((branch, index) => {
      const isLast = index === branches.length - 1
      const split = isLast ? -1 : this.#emitSplit()
      this.#emit(branch)
      if (isLast) return
      ends.push(this.#code.push(op.JUMP, 0) - 1)
      this.#code[split] = this.#code.length
    })
    for (const end of ends) this.#code[end] = this.#code.length
  }

  /** A split; returns where its second target is to be written. */
  #emitSplit(): number {
    return this.#code.push(op.SPLIT, 0, this.#newSite()) - 2
  }

  #emitGroup({ body, capture }: GroupNode): void {
    if (capture === undefined) {
      this.#emit(body)
      return
    }
    const start = this.#newRegister()
    this.#code.push(op.GROUP_START, start)
    this.#emit(body)
    this.#code.push(op.GROUP_END, capture, start)
  }

  #emitLook(node: LookNode): void {
    if (node.behind) this.#emitBehind(node, node.behind)
    else if (node.isNegative) {
      const mark = this.#newRegister()
      const exit = this.#code.push(op.NOT_AHEAD, mark, 0) - 1
      this.#emitAlone(node.body)
      this.#code.push(op.NOT_AHEAD_END, mark)
      this.#code[exit] = this.#code.length
    } else {
      const mark = this.#newRegister()
      const position = this.#newRegister()
      this.#code.push(op.AHEAD, mark, position)
      this.#emitAlone(node.body)
      this.#code.push(op.AHEAD_END, mark, position)
    }
  }

  #emitBehind(node: LookNode, behind: NonNullable<LookNode['behind']>): void {
    const mark = this.#newRegister()
    const target = this.#newRegister()
    const number = this.#looks.length
    const { isNegative } = node
    const look = { ...behind, isNegative, mark, target, body: this.#code.push(op.BEHIND, number) }
    this.#looks.push({ ...look, exit: 0 })
    // Its body has to end at the position where it began, which the memory of failures does not know.
    const remembers = this.#remembers
    this.#remembers = false
    this.#emitAlone(node.body)
    this.#remembers = remembers
    this.#looks[number] = { ...look, exit: this.#code.push(op.BEHIND_END, number) }
  }

  #emitAtomic(body: PatternNode): void {
    const mark = this.#newRegister()
    this.#code.push(op.MARK, mark)
    this.#emitAlone(body)
    this.#code.push(op.COMMIT, mark)
  }

  /** A part that is matched on its own: once it has matched, there is no way back into it. */
  #emitAlone(body: PatternNode): void {
    const counters = this.#counters
    const begins = this.#begins
    const isInLoop = this.#isInLoop
    this.#counters = []
    this.#begins = []
    this.#isInLoop = false
    this.#emit(body)
    this.#counters = counters
    this.#begins = begins
    this.#isInLoop = isInLoop
  }

  #emitRepeat(node: RepeatNode): void {
    const { body } = node
    switch (repeatKind(node)) {
      case 'chars':
        if (body.kind === 'char') this.#emitCharLoop(node, body.set)
        break
      case 'option':
        this.#emitOptional(body, node.mode === 'lazy')
        break
      case 'atoms':
        if (body.kind === 'group' && node.mode !== 'possessive') this.#emitAtomLoop(node, body.body, body.capture)
        else this.#emitAtomLoop(node, body, undefined)
        break
      case 'loop':
        if (body.kind === 'group') this.#emitLoop(node, body)
        break
    }
  }

  #emitCharLoop({ min, max, mode }: RepeatNode, predicate: CharPredicate): void {
    const set = this.#sets[this.#setNumber(predicate)] ?? new CharSet(predicate)
    const exit = this.#code.push(op.CHAR_LOOP, this.#charLoops.length)
    this.#charLoops.push({ set, min, max, mode, exit, site: this.#newSite() })
  }

  #emitOptional(body: PatternNode, isLazy: boolean): void {
    if (!isLazy) {
      const split = this.#emitSplit()
      this.#emit(body)
      this.#code[split] = this.#code.length
      return
    }
    const split = this.#emitSplit()
    const jump = this.#code.push(op.JUMP, 0) - 1
    this.#code[split] = this.#code.length
    this.#emit(body)
    this.#code[jump] = this.#code.length
  }

  /** A loop with repetitions that are matched on their own. */
  #emitAtomLoop(node: RepeatNode, body: PatternNode, capture: number | undefined): void {
    const { min, max, mode } = node
    const notesExit = capture !== undefined && mode === 'greedy' && this.#isInLoop
    const loop = {
      min,
      max,
      mode,
      isUncounted: false,
      isOptional: isOptional(node),
      site: this.#newSite(),
      count: this.#newRegister(),
      begin: this.#newRegister(),
      mark: this.#newRegister(),
      capture: capture ?? 0,
      notesExit,
    }
    const number = this.#loops.length
    const start = this.#code.push(op.ATOM_LOOP, number)
    this.#loops.push({ ...loop, body: start, exit: 0 })
    this.#emitAlone(body)
    const exit = this.#code.push(op.ATOM_LOOP_END, number)
    if (notesExit) {
      this.#notesExits = true
      this.#code.push(op.LOOP_EXIT, number)
    }
    this.#loops[number] = { ...loop, body: start, exit }
  }

  /** A loop with ways back into its repetitions. */
  #emitLoop({ min, max, mode }: RepeatNode, { body, capture }: GroupNode): void {
    const isUncounted = min <= 1 && max === UNBOUNDED
    const count = this.#newRegister()
    const begin = this.#newRegister()
    const counters = this.#counters
    if (!isUncounted) this.#counters = [...counters, { register: count, begin, most: max === UNBOUNDED ? min : max }]
    const unused = { mark: 0, capture: 0, notesExit: false, isOptional: false }
    const loop = { min, max, mode, isUncounted, count, begin, ...unused }
    const number = this.#loops.length
    const start = this.#code.push(op.LOOP, number)
    const site = this.#newSite()
    this.#loops.push({ ...loop, site, body: start, exit: 0 })
    const isInLoop = this.#isInLoop
    const begins = this.#begins
    this.#isInLoop = true
    if (isUncounted) this.#begins = [...begins, begin]
    this.#emit(body)
    this.#isInLoop = isInLoop
    this.#begins = begins
    if (capture !== undefined) this.#code.push(op.GROUP_END, capture, begin)
    this.#loops[number] = { ...loop, site, body: start, exit: this.#code.push(op.LOOP_END, number) }
    this.#counters = counters
  }

  #newRegister(): number {
    this.#registers += 1
    return this.#registers - 1
  }

  /** A place with several ways on, or -1 where what has failed is not remembered. */
  #newSite(): number {
    const counters = this.#counters
    const states = counters.reduce((product, { most }) => product * 2 * (most + 1), 1)
    if (!this.#remembers || states > MOST_STATES) return -1
    return this.#sites.push({ counters, begins: this.#begins }) - 1
  }
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff
}

function isAnchored(node: PatternNode): boolean {
  switch (node.kind) {
    case 'assertion':
      return node.assertion === 'begin'
    case 'sequence':
      return node.items[0] !== undefined && isAnchored(node.items[0])
    case 'group':
    case 'atomic':
      return isAnchored(node.body)
    case 'choice':
      return node.branches.every(isAnchored)
    default:
      return false
  }
}
