import type { Render } from './closures.ts'
import type { Variable } from './variables.ts'

export interface Macro {
  readonly name: string
  readonly parameters: readonly Variable[]
  readonly body: Render
}

/** The macros of a template, and those that #evaluate added in one rendering. The first of a name stays. */
export class Macros {
  readonly #macros: Map<string, Macro>
  readonly #inherited: Macros | undefined

  constructor(inherited?: Macros) {
    this.#macros = new Map()
    this.#inherited = inherited
  }

  get(name: string): Macro | undefined {
    return this.#inherited?.get(name) ?? this.#macros.get(name)
  }

  define(macro: Macro): void {
    if (this.get(macro.name) === undefined) this.#macros.set(macro.name, macro)
  }
}
