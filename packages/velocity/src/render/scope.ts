/** Where references look, and what #set changes. */
export interface Scope {
  /** Undefined or null where the variable has no value. */
  get(name: string): unknown
  /** What the argument is written as that a macro's parameter stands for: `$b`, a reference, prints it without a value. */
  argumentText(reference: string): string | undefined
  put(name: string, value: unknown): void
  remove(name: string): void
}

/** The variables of a template. What the caller's context holds is copied when the rendering starts. */
export class TemplateScope implements Scope {
  readonly #variables: Map<string, unknown>

  constructor(variables: Map<string, unknown>) {
    this.#variables = variables
  }

  get(name: string): unknown {
    return this.#variables.get(name)
  }

  argumentText(): string | undefined {
    return undefined
  }

  put(name: string, value: unknown): void {
    this.#variables.set(name, value)
  }

  remove(name: string): void {
    this.#variables.delete(name)
  }
}

/**
 * Within a `#foreach` at an item that is null: the loop's variable has no value, whatever it is set to
 * (Velocity 1.7, Foreach.NullHolderContext).
 */
export class NullItemScope implements Scope {
  readonly #inner: Scope
  readonly #variable: string
  #isActive = true

  constructor(inner: Scope, variable: string) {
    this.#inner = inner
    this.#variable = variable
  }

  get(name: string): unknown {
    return this.#isActive && name === this.#variable ? undefined : this.#inner.get(name)
  }

  argumentText(reference: string): string | undefined {
    return this.#inner.argumentText(reference)
  }

  put(name: string, value: unknown): void {
    if (name === this.#variable && (value === undefined || value === null)) this.#isActive = true
    this.#inner.put(name, value)
  }

  remove(name: string): void {
    if (name === this.#variable) this.#isActive = false
    this.#inner.remove(name)
  }
}
