import type { JsonLimits } from './json-limits.ts'

/** Characters that are paid for at once. */
const BLOCK = 1024
const BLOCK_STEPS = BLOCK >> 4

/** How long a text has become that is made of many: one count for all of a value, however deep. */
export class TextLength {
  readonly #limits: JsonLimits
  #length = 0
  #paid = 0

  constructor(limits: JsonLimits) {
    this.#limits = limits
  }

  /** Another list or map. */
  container(): void {
    this.#limits.spend(1)
  }

  add(length: number): void {
    this.#length += length
    if (this.#length - this.#paid < BLOCK) return
    if (this.#length > this.#limits.mostCharacters) throw this.#limits.tooLong()
    const blocks = Math.floor((this.#length - this.#paid) / BLOCK)
    this.#paid += blocks * BLOCK
    this.#limits.spend(blocks * BLOCK_STEPS)
  }

  /** Text that was counted and paid for by itself. */
  include(length: number): void {
    this.#paid += length
    this.#length += length
    if (this.#length > this.#limits.mostCharacters) throw this.#limits.tooLong()
  }

  /** What is left to pay. */
  end(): void {
    if (this.#length > this.#limits.mostCharacters) throw this.#limits.tooLong()
    this.#limits.spend((this.#length - this.#paid) >> 4)
  }
}
