/** Lets so many run at once; others wait in line, first come first served. */
export class Turns {
  readonly #line = new Set<() => void>()
  #free: number

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  /**
   * Resolves when it is the caller's turn, to what ends the turn. `onAbandoned` is given what to call when the caller
   * has gone: where it still waits, it leaves the line, and this rejects.
   */
  take(onAbandoned: (leave: () => void) => void): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const begin = () => resolve(() => this.#end())
    if (this.#free > 0) {
      this.#free--
      begin()
      return promise
    }
    this.#line.add(begin)
    onAbandoned(() => {
      if (this.#line.delete(begin)) reject(new Error('gone before it was its turn'))
    })
    return promise
  }

  #end(): void {
    for (const next of this.#line) {
      this.#line.delete(next)
      return next()
    }
    this.#free++
  }
}
