import type { Evaluate } from './closures.ts'
import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'

/**
 * Within a macro: parameters are called by name, so each use evaluates the argument anew in the caller's scope. A #set
 * changes the macro's own variable and the template's as well (Velocity 1.7, ProxyVMContext).
 */
export class MacroScope implements Scope {
  readonly #rendering: Rendering
  readonly #caller: Scope
  readonly #own = new Map<string, unknown>()
  readonly #arguments = new Map<string, { readonly evaluate: Evaluate; readonly text: string }>()
  readonly #texts = new Map<string, string>()

  constructor(rendering: Rendering, caller: Scope) {
    this.#rendering = rendering
    this.#caller = caller
  }

  bindValue(parameter: string, value: unknown): void {
    this.#own.set(parameter, value)
  }

  bindName(parameter: string, evaluate: Evaluate, text: string): void {
    this.#arguments.set(parameter, { evaluate, text })
    this.#texts.set(`$${parameter}`, text)
  }

  get(name: string): unknown {
    const own = this.#own.get(name)
    if (own !== undefined && own !== null) return own
    const argument = this.#arguments.get(name)
    return argument === undefined ? this.#caller.get(name) : argument.evaluate(this.#rendering, this.#caller)
  }

  argumentText(reference: string): string | undefined {
    return this.#texts.get(reference) ?? this.#caller.argumentText(reference)
  }

  put(name: string, value: unknown): void {
    this.#own.set(name, value)
    this.#caller.put(name, value)
  }

  remove(name: string): void {
    this.#own.delete(name)
    this.#arguments.delete(name)
    this.#caller.remove(name)
  }
}
