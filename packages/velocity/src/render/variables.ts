/** A name that a template uses for a variable, and where its value is kept. */
export interface Variable {
  readonly name: string
  /** Index of the value; LATE for names that only #evaluate brings, which are kept by name. */
  readonly slot: number
}

export const LATE = -1

/** All names of a template, so that a rendering keeps their values in an array. */
export class Variables {
  readonly #variables = new Map<string, Variable>()
  readonly #template: Variables | undefined

  /** With the names of a `template`: those of one rendering of it, which #evaluate adds. */
  constructor(template?: Variables) {
    this.#template = template
  }

  get all(): Iterable<Variable> {
    return this.#variables.values()
  }

  get size(): number {
    return this.#variables.size
  }

  find(name: string): Variable | undefined {
    return this.#variables.get(name)
  }

  named(name: string): Variable {
    const known = this.#template?.find(name) ?? this.find(name)
    if (known !== undefined) return known
    const variable = { name, slot: this.#template === undefined ? this.#variables.size : LATE }
    this.#variables.set(name, variable)
    return variable
  }
}
