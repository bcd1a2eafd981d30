import type { Calling } from '../methods/method.ts'
import type { Settings } from '../options.ts'
import type { RegexBudget } from '../regex/regex-budget.ts'
import type { Meter } from '../values/meter.ts'
import { printValue } from '../values/print-value.ts'
import type { Printing } from '../values/printable.ts'
import { type BudgetName, VelocityError } from '../velocity-error.ts'
import { Macros } from './macros.ts'
import { Variables } from './variables.ts'

/** One rendering: its output so far, and what it may still use. */
export class Rendering implements Meter, Printing, Calling {
  readonly regex: RegexBudget
  readonly isJsonPrintedAsJson: boolean
  readonly mostCharacters: number
  /** Offset in the template of what was done last: where an error is told to be. */
  at = 0
  /** Macros that run within each other. */
  macroDepth = 0
  #output = ''
  #steps: number
  #depth = 0
  readonly #maxDepth: number
  readonly #ofTemplate: { readonly macros: Macros; readonly variables: Variables }
  #macros: Macros | undefined
  #variables: Variables | undefined

  constructor(settings: Settings, ofTemplate: { readonly macros: Macros; readonly variables: Variables }) {
    this.#steps = settings.maxSteps
    this.#maxDepth = settings.maxDepth
    this.regex = { steps: settings.maxRegexSteps, outputLength: settings.maxOutputBytes }
    this.mostCharacters = settings.maxOutputBytes
    this.isJsonPrintedAsJson = settings.dialect === 'api-gateway'
    this.#ofTemplate = ofTemplate
  }

  /** The template's, and those that #evaluate adds in this rendering. */
  get macros(): Macros {
    this.#macros ??= new Macros(this.#ofTemplate.macros)
    return this.#macros
  }

  /** The template's, and those that #evaluate adds in this rendering. */
  get variables(): Variables {
    this.#variables ??= new Variables(this.#ofTemplate.variables)
    return this.#variables
  }

  get meter(): Meter {
    return this
  }

  get output(): string {
    return this.#output
  }

  get depth(): number {
    return this.#depth
  }

  write(text: string): void {
    this.#output += text
    if (this.#output.length > this.mostCharacters) throw this.tooLong()
  }

  /** What `render` writes, as a text of its own. */
  capture(render: () => void): string {
    const before = this.#output
    this.#output = ''
    this.enter()
    try {
      render()
      const text = this.#output
      this.spendText(text.length)
      return text
    } finally {
      this.#output = before
      this.#depth--
    }
  }

  spend(steps: number): void {
    this.#steps -= steps
    if (this.#steps < 0) throw overBudget('steps', 'the template takes too many steps (maxSteps)')
  }

  spendText(length: number): void {
    if (length > this.mostCharacters) throw this.tooLong()
    this.spend(length >> 4)
  }

  enter(): void {
    if (++this.#depth > this.#maxDepth) {
      throw overBudget('depth', `blocks and macros are nested deeper than ${this.#maxDepth} (maxDepth)`)
    }
  }

  leave(): void {
    this.#depth--
  }

  /** Behind what was ended by a signal. */
  returnTo(depth: number): void {
    this.#depth = depth
  }

  tooLong(): VelocityError {
    const message = `a text or the output is larger than ${this.mostCharacters} bytes (maxOutputBytes)`
    return overBudget('output bytes', message)
  }

  /** Bound to the rendering: methods take it out of it. */
  readonly print = (value: unknown): string => {
    return typeof value === 'string' ? value : printValue(value, this)
  }
}

function overBudget(budget: BudgetName, message: string): VelocityError {
  return new VelocityError('budget', message, { budget })
}
