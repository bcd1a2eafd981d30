import type { CharPredicate } from './char-predicate.ts'

/** A predicate that remembers what it has said about the code points below 256. */
export class CharSet {
  /** For each code point below 256: 0 where it has not been asked, 1 no, 2 yes. */
  readonly #known = new Uint8Array(256)
  readonly #predicate: CharPredicate
  /** What a test beyond 255 costs in steps, besides the one that it is. */
  readonly cost: number

  constructor(predicate: CharPredicate) {
    this.#predicate = predicate
    this.cost = predicate.cost >> 2
  }

  has(codePoint: number): boolean {
    if (codePoint > 255) return this.#predicate.test(codePoint)
    const known = this.#known[codePoint]
    if (known === 0) {
      const isIn = this.#predicate.test(codePoint)
      this.#known[codePoint] = isIn ? 2 : 1
      return isIn
    }
    return known === 2
  }
}
