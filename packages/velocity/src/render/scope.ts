import type { Spending } from '../values/meter.ts'
import { LATE, type Variable, type Variables } from './variables.ts'

/** Where references look, and what #set changes. */
export interface Scope {
  /** Undefined or null where the variable has no value. */
  get(variable: Variable): unknown
  /** What the argument is written as that a macro's parameter stands for: `$b`, a reference, prints it without a value. */
  argumentText(reference: string): string | undefined
  put(variable: Variable, value: unknown): void
  remove(variable: Variable): void
}

/**
 * The variables of a template: a plain object, or a Map such as `parseJson` makes. Values are strings, numbers, booleans,
 * null, arrays, plain objects, Maps, what `parseJson` makes, and HostObjects. A function that is an own member of a plain
 * object is a method of it. Lists and maps are live: a template that calls `$list.add(1)` changes the array.
 */
export type Context = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>

/** The variables of a template. What the context has for them is read when the rendering starts. */
export class TemplateScope implements Scope {
  readonly #context: Context
  readonly #values: unknown[]
  #late: Map<string, unknown> | undefined

  constructor(context: Context, variables: Variables) {
    this.#context = context
    this.#values = Array.from({ length: variables.size })
    for (const { name, slot } of variables.all) this.#values[slot] = valueIn(context, name)
  }

  get(variable: Variable): unknown {
    const { slot } = variable
    return slot === LATE ? this.#lateValue(variable.name) : this.#values[slot]
  }

  #lateValue(name: string): unknown {
    return this.#late?.has(name) === true ? this.#late.get(name) : valueIn(this.#context, name)
  }

  argumentText(): string | undefined {
    return undefined
  }

  put({ name, slot }: Variable, value: unknown): void {
    if (slot === LATE) this.#setLate(name, value)
    else this.#values[slot] = value
  }

  remove(variable: Variable): void {
    this.put(variable, undefined)
  }

  #setLate(name: string, value: unknown): void {
    this.#late ??= new Map()
    this.#late.set(name, value)
  }
}

function valueIn(context: Context, name: string): unknown {
  if (context instanceof Map) return context.get(name)
  const members = context as Readonly<Record<string, unknown>>
  return Object.hasOwn(members, name) ? members[name] : undefined
}

/**
 * Within a `#foreach` at an item that is null: the loop's variable has no value, whatever it is set to
 * (Velocity 1.7, Foreach.NullHolderContext).
 */
export class NullItemScope implements Scope {
  readonly #inner: Scope
  readonly #variable: Variable
  readonly #meter: Spending
  #isActive = true

  constructor(inner: Scope, variable: Variable, meter: Spending) {
    this.#inner = inner
    this.#variable = variable
    this.#meter = meter
  }

  get(variable: Variable): unknown {
    if (this.#isActive && variable === this.#variable) return undefined
    // There may be many such scopes within each other.
    this.#meter.spend(1)
    return this.#inner.get(variable)
  }

  argumentText(reference: string): string | undefined {
    return this.#inner.argumentText(reference)
  }

  put(variable: Variable, value: unknown): void {
    if (variable === this.#variable && (value === undefined || value === null)) this.#isActive = true
    this.#inner.put(variable, value)
  }

  remove(variable: Variable): void {
    if (variable === this.#variable) this.#isActive = false
    this.#inner.remove(variable)
  }
}
