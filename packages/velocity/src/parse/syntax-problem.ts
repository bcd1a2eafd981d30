/** Thrown within the parser: one thing that is wrong. It never leaves the package. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem'
  readonly start: number
  readonly end: number
  /** Whether it is one only for what stands before it or for where the template ends: for a block that is open, or is not. */
  readonly isOfNesting: boolean

  constructor(start: number, end: number, message: string, isOfNesting = false) {
    super(message)
    this.start = start
    this.end = end
    this.isOfNesting = isOfNesting
  }
}

/** Thrown within the parser: what is nested too deeply is not read any further. */
export class TooDeep extends Error {
  override readonly name = 'TooDeep'
  readonly start: number

  constructor(start: number, message: string) {
    super(message)
    this.start = start
  }
}
