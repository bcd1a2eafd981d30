import { TooDeep } from './syntax-problem.ts'

/** How deep what is being parsed is nested, so that no template can exhaust the stack. */
export class Nesting {
  readonly #most: number
  #depth = 0

  constructor(most: number) {
    this.#most = most
  }

  enter(at: number): void {
    if (++this.#depth > this.#most) {
      throw new TooDeep(at, `nested deeper than ${this.#most} (maxDepth)`)
    }
  }

  leave(levels = 1): void {
    this.#depth -= levels
  }
}
