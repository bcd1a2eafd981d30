import type { Evaluate } from './closures.ts'
import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'
import type { Variable } from './variables.ts'

/**
 * Within a macro: parameters are called by name, so each use evaluates the argument anew in the caller's scope. A #set
 * changes the macro's own variable and the template's as well (Velocity 1.7, ProxyVMContext).
 */
export class MacroScope implements Scope {
  readonly #rendering: Rendering
  readonly #caller: Scope
  readonly #own = new Map<Variable, unknown>()
  readonly #arguments = new Map<Variable, { readonly evaluate: Evaluate; readonly text: string }>()
  readonly #texts = new Map<string, string>()

  constructor(rendering: Rendering, caller: Scope) {
    this.#rendering = rendering
    this.#caller = caller
  }

  bindValue(parameter: Variable, value: unknown): void {
    this.#own.set(parameter, value)
  }

  bindName(parameter: Variable, evaluate: Evaluate, text: string): void {
    this.#arguments.set(parameter, { evaluate, text })
    this.#texts.set(`$${parameter.name}`, text)
  }

  get(variable: Variable): unknown {
    const own = this.#own.get(variable)
    if (own !== undefined && own !== null) return own
    const argument = this.#arguments.get(variable)
    if (argument === undefined) return this.#caller.get(variable)
    this.#rendering.spend(1)
    return argument.evaluate(this.#rendering, this.#caller)
  }

  argumentText(reference: string): string | undefined {
    return this.#texts.get(reference) ?? this.#caller.argumentText(reference)
  }

  put(variable: Variable, value: unknown): void {
    this.#own.set(variable, value)
    this.#caller.put(variable, value)
  }

  remove(variable: Variable): void {
    this.#own.delete(variable)
    this.#arguments.delete(variable)
    this.#caller.remove(variable)
  }
}
