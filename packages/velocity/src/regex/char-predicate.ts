/** Which code points one position of a pattern takes. */
export interface CharPredicate {
  /**
   * Whether Java knows that no supplementary code point belongs (its BmpCharPredicate): where any predicate of a
   * pattern is not so, `find` starts no match in the middle of a surrogate pair.
   */
  readonly isBmp: boolean
  /** How many tests one test takes at most. */
  readonly cost: number
  readonly depth: number
  test(codePoint: number): boolean
}

export function predicate(test: (codePoint: number) => boolean, isBmp: boolean, cost = 1): CharPredicate {
  return { isBmp, cost, depth: 1, test }
}

/** Exactly one code point. */
export class SingleChar implements CharPredicate {
  readonly codePoint: number
  readonly isBmp: boolean
  readonly cost = 1
  readonly depth = 1

  constructor(codePoint: number) {
    this.codePoint = codePoint
    this.isBmp = codePoint < 0xd800 || (codePoint > 0xdfff && codePoint < 0x10000)
  }

  test(codePoint: number): boolean {
    return codePoint === this.codePoint
  }
}

/** The code points below 256 that a class lists one by one. More may be added later, as in Java's BitClass. */
export class LatinBits implements CharPredicate {
  readonly isBmp = true
  readonly cost = 1
  readonly depth = 1
  readonly #bits = new Uint8Array(256)

  add(codePoint: number): void {
    if (codePoint < 256) this.#bits[codePoint] = 1
  }

  test(codePoint: number): boolean {
    return codePoint < 256 && this.#bits[codePoint] === 1
  }
}

export function range(low: number, high: number): CharPredicate {
  const isBmp = high < 0xd800 || (low > 0xdfff && high < 0x10000)
  return predicate((codePoint) => codePoint >= low && codePoint <= high, isBmp)
}

export function negation(of: CharPredicate): CharPredicate {
  return { isBmp: false, cost: of.cost, depth: of.depth + 1, test: (codePoint) => !of.test(codePoint) }
}

class Union implements CharPredicate {
  isBmp = true
  cost = 0
  depth = 0
  readonly #members: CharPredicate[] = []

  constructor(...members: readonly CharPredicate[]) {
    for (const member of members) this.add(member)
  }

  add(member: CharPredicate): void {
    this.#members.push(member)
    this.isBmp &&= member.isBmp
    this.cost += member.cost
    this.depth = Math.max(this.depth, member.depth + 1)
  }

  test(codePoint: number): boolean {
    return this.#members.some((member) => member.test(codePoint))
  }
}

/** A union that a class under construction owns. */
class GrowingUnion extends Union {}

export function union(...members: readonly CharPredicate[]): CharPredicate {
  return new Union(...members)
}

/** `left` or `right`; where `left` was made by this function, it grows, so that long classes stay flat. */
export function grownUnion(left: CharPredicate, right: CharPredicate): CharPredicate {
  if (!(left instanceof GrowingUnion)) return new GrowingUnion(left, right)
  left.add(right)
  return left
}

export function intersection(left: CharPredicate, right: CharPredicate): CharPredicate {
  return {
    isBmp: left.isBmp && right.isBmp,
    cost: left.cost + right.cost,
    depth: Math.max(left.depth, right.depth) + 1,
    test: (codePoint) => left.test(codePoint) && right.test(codePoint),
  }
}
