import { messageOf } from './message-of.ts'
import { type CompileOptions, type Settings, settingsOf } from './options.ts'
import type { Problem } from './problem.ts'
import { problemAt } from './problem.ts'
import { RegexBudgetError } from './regex/regex-budget.ts'
import type { Render } from './render/closures.ts'
import { HostFailure } from './render/host-call.ts'
import { Macros } from './render/macros.ts'
import { Rendering } from './render/rendering.ts'
import { type Context, TemplateScope } from './render/scope.ts'
import { isStopSignal } from './render/stop-signal.ts'
import { TemplateCompiler } from './render/template-compiler.ts'
import { Variables } from './render/variables.ts'
import { isStackOverflow } from './stack-overflow.ts'
import { errorOf, VelocityError } from './velocity-error.ts'

export interface Template {
  /** The text that the template makes of a context. Throws a VelocityError. A template can be rendered any number of times. */
  render(context?: Context): string
}

/**
 * Compiles a template. Throws a VelocityError of kind `syntax`, whose `problems` are all that could be found, each with its
 * line and column; a TypeError or RangeError for options that are none.
 */
export function compile(source: string, options: CompileOptions = {}): Template {
  const settings = settingsOf(options)
  const macros = new Macros()
  const variables = new Variables()
  const problems: Problem[] = []
  const compilation = {
    settings,
    source,
    macros,
    variables,
    macroNames: new Set<string>(),
    countsLoops: source.includes('velocity') || source.includes('evaluate'),
    problems,
  }
  const render = withinStack(source, () => TemplateCompiler.compile(compilation, source, (offset) => offset))
  if (problems.length > 0) {
    throw errorOf(
      'syntax',
      problems.toSorted((a, b) => a.offset - b.offset),
    )
  }
  return new CompiledTemplate(source, settings, { macros, variables }, render)
}

/** What a template defines and uses. */
interface Names {
  readonly macros: Macros
  readonly variables: Variables
}

class CompiledTemplate implements Template {
  readonly #source: string
  readonly #settings: Settings
  readonly #names: Names
  readonly #render: Render

  constructor(source: string, settings: Settings, names: Names, render: Render) {
    this.#source = source
    this.#settings = settings
    this.#names = names
    this.#render = render
  }

  render(context: Context = {}): string {
    const rendering = new Rendering(this.#settings, this.#names)
    try {
      this.#render(rendering, new TemplateScope(context, this.#names.variables))
    } catch (error) {
      if (!isStopSignal(error)) throw this.#located(error, rendering)
    }
    return this.#withinBytes(rendering)
  }

  #withinBytes(rendering: Rendering): string {
    const { output } = rendering
    const most = this.#settings.maxOutputBytes
    // A UTF-16 unit is three bytes at the most.
    if (output.length * 3 > most && Buffer.byteLength(output) > most) {
      throw this.#located(rendering.tooLong(), rendering)
    }
    return output
  }

  /** Anything that was thrown as a VelocityError that says where. */
  #located(error: unknown, rendering: Rendering): VelocityError {
    const { at } = rendering
    try {
      return this.#told(error, rendering)
    } catch {
      // What a host throws may throw itself when it is looked at.
      return errorOf('evaluation', [problemAt(this.#source, at, messageOf(error))], { cause: error })
    }
  }

  #told(error: unknown, rendering: Rendering): VelocityError {
    const { at } = rendering
    if (error instanceof VelocityError) {
      if (error.problems.length > 0) return error
      return errorOf(error.kind, [problemAt(this.#source, at, error.message)], { budget: error.budget })
    }
    if (isStackOverflow(error)) return tooDeep(this.#source, at)
    if (isTextOverflow(error)) return this.#told(rendering.tooLong(), rendering)
    if (error instanceof HostFailure) {
      return errorOf('evaluation', [problemAt(this.#source, at, error.message)], { cause: error.cause })
    }
    const problems = [problemAt(this.#source, at, messageOf(error))]
    if (error instanceof RegexBudgetError) return errorOf('budget', problems, { budget: 'regex steps' })
    return errorOf('evaluation', problems, { cause: error })
  }
}

function withinStack<Result>(source: string, run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw isStackOverflow(error) ? tooDeep(source, 0) : error
  }
}

/** A text that is longer than JavaScript's may be: only where maxOutputBytes is beyond that. */
function isTextOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Invalid string length'
}

function tooDeep(source: string, at: number): VelocityError {
  return errorOf('budget', [problemAt(source, at, 'the template is nested too deeply for the stack')], {
    budget: 'depth',
  })
}
