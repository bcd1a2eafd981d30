/** A template cannot be compiled, or its rendering failed. */
export class TemplateUnusable extends Error {
  override readonly name = 'TemplateUnusable'
  /** For each: the place and what is wrong, in one line, and below it the template's line with a caret. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[], cause: unknown) {
    super(problems.join('\n'), { cause })
    this.problems = problems
  }
}
