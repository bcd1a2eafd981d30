import { isOptional, type PatternNode, type RepeatNode, UNBOUNDED } from './pattern-node.ts'

/** What Java's TreeInfo learns of a part of a pattern. */
export interface PatternLengths {
  readonly min: number
  readonly max: number
  /** Whether `max` holds: otherwise Java refuses the part in a lookbehind. */
  readonly isBounded: boolean
  /** Whether Java takes it that the part matches in at most one way at a position. */
  readonly isDeterministic: boolean
}

const nothing: PatternLengths = { min: 0, max: 0, isBounded: true, isDeterministic: true }

const known = new WeakMap<PatternNode, PatternLengths>()

/**
 * The lengths of a part, computed in Java's wrapping 32 bits and in its order: which lookbehinds are refused, and where
 * the accepted ones look, hangs on what overflows.
 */
export function lengthsOf(node: PatternNode): PatternLengths {
  const cached = known.get(node)
  if (cached) return cached
  const study = new LengthStudy()
  study.add(node)
  const lengths = study.lengths
  known.set(node, lengths)
  return lengths
}

class LengthStudy {
  #min = 0
  #max = 0
  #isBounded = true
  #isDeterministic = true
  /** What there is up to the last alternatives: what follows those, Java counts from zero and adds. */
  #minBefore = 0
  #maxBefore = 0

  get lengths(): PatternLengths {
    return {
      min: (this.#min + this.#minBefore) | 0,
      max: (this.#max + this.#maxBefore) | 0,
      isBounded: this.#isBounded,
      isDeterministic: this.#isDeterministic,
    }
  }

  add(node: PatternNode): void {
    switch (node.kind) {
      case 'char':
        this.#addLengths(1, 1)
        break
      case 'lineBreak':
        this.#addLengths(1, 2)
        break
      case 'reference':
        this.#isBounded = false
        break
      case 'assertion':
      case 'look':
      // Java forgets to count it.
      case 'grapheme':
        break
      case 'sequence':
        for (const item of node.items) this.add(item)
        break
      case 'group':
        this.add(node.body)
        break
      case 'atomic':
        this.#addAlone(node.body)
        break
      case 'choice':
        this.#addChoice(node.branches.map(lengthsOf))
        break
      case 'repeat':
        this.#addRepeat(node)
        break
    }
  }

  #addLengths(min: number, max: number): void {
    this.#min = (this.#min + min) | 0
    this.#max = (this.#max + max) | 0
  }

  /** A part that Java studies to its end before it goes on: alternatives in it do not reach beyond. */
  #addAlone(body: PatternNode): void {
    const minBefore = this.#minBefore
    const maxBefore = this.#maxBefore
    this.#minBefore = 0
    this.#maxBefore = 0
    this.add(body)
    this.#addLengths(this.#minBefore, this.#maxBefore)
    this.#minBefore = minBefore
    this.#maxBefore = maxBefore
  }

  #addChoice(branches: readonly PatternLengths[]): void {
    const min = branches.reduce((least, branch) => Math.min(least, branch.min), 0x7fffffff)
    const max = branches.reduce((most, branch) => Math.max(most, branch.max), -1)
    this.#minBefore = (this.#minBefore + this.#min + min) | 0
    this.#maxBefore = (this.#maxBefore + this.#max + max) | 0
    this.#min = 0
    this.#max = 0
    this.#isBounded &&= branches.every((branch) => branch.isBounded)
    this.#isDeterministic = false
  }

  /** How Java repeats a part: see repeat-kind.ts. */
  #addRepeat(node: RepeatNode): void {
    const isOpenGroup = node.body.kind === 'group' && node.mode !== 'possessive'
    if (isOptional(node)) {
      if (isOpenGroup) this.#addChoice([lengthsOf(node.body), nothing])
      else {
        const min = this.#min
        this.#addAlone(node.body)
        this.#min = min
      }
      this.#isDeterministic = false
    } else if (node.body.kind === 'char' && node.mode === 'greedy' && node.max === UNBOUNDED) {
      this.#addLengths(node.min, this.#isBounded ? UNBOUNDED : 0)
      this.#isDeterministic = false
    } else if (isOpenGroup && !lengthsOf(node.body).isDeterministic) {
      this.#isBounded = false
      this.#isDeterministic = false
    } else this.#addRepeated(node, lengthsOf(node.body))
  }

  #addRepeated(node: RepeatNode, body: PatternLengths): void {
    const min = (Math.imul(body.min, node.min) + this.#min) | 0
    this.#min = min < this.#min ? 0xfffffff : min
    this.#isBounded &&= body.isBounded
    if (this.#isBounded) {
      const max = (Math.imul(body.max, node.max) + this.#max) | 0
      this.#isBounded = max >= this.#max
      this.#max = max
    }
    this.#isDeterministic &&= body.isDeterministic && node.min === node.max
  }
}
