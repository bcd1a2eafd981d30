import type { Settings } from '../options.ts'
import type { BlockNode, Expression, ReferenceNode, Span, Statement, StringNode } from '../parse/ast.ts'
import { parseTemplate } from '../parse/parse-template.ts'
import { literalOf, type Token } from '../parse/token.ts'
import { MOST_PROBLEMS, type Problem, problemAt } from '../problem.ts'
import { errorOf, VelocityError } from '../velocity-error.ts'
import type { Evaluate, Render, Test } from './closures.ts'
import { compileDirective } from './compile-directive.ts'
import { compileEvaluate, compileTest } from './compile-expression.ts'
import { compileIf } from './compile-if.ts'
import { compileReference } from './compile-reference.ts'
import { compileSet } from './compile-set.ts'
import type { CompiledReference, Compiler } from './compiler.ts'
import type { Macros } from './macros.ts'
import type { Rendering } from './rendering.ts'
import type { Variable, Variables } from './variables.ts'

/** What the templates within one template share. */
export interface Compilation {
  readonly settings: Settings
  /** The whole template: problems are told by their place in it. */
  readonly source: string
  readonly macros: Macros
  readonly variables: Variables
  readonly macroNames: Set<string>
  readonly countsLoops: boolean
  readonly problems: Problem[]
}

/** Compiles one template: the whole one, a string that is a template, or one that #evaluate was given. */
export class TemplateCompiler implements Compiler {
  readonly #compilation: Compilation
  readonly #tokens: readonly Token[]
  /** Where an offset of this template lies in the whole one. */
  readonly #place: (offset: number) => number

  private constructor(compilation: Compilation, tokens: readonly Token[], place: (offset: number) => number) {
    this.#compilation = compilation
    this.#tokens = tokens
    this.#place = place
  }

  /** Throws a VelocityError where the text does not parse; what else is wrong is added to the compilation's problems. */
  static compile(compilation: Compilation, text: string, place: (offset: number) => number): Render {
    const { settings, macroNames } = compilation
    const { tokens, block } = parseTemplate(text, { maxDepth: settings.maxDepth, macros: macroNames })
    return new TemplateCompiler(compilation, tokens, place).block(block)
  }

  get settings(): Settings {
    return this.#compilation.settings
  }

  get macros(): Macros {
    return this.#compilation.macros
  }

  get countsLoops(): boolean {
    return this.#compilation.countsLoops
  }

  block({ statements }: BlockNode): Render {
    const renders: Render[] = []
    let text = ''
    const flush = () => {
      const written = text
      if (written !== '') renders.push((rendering) => rendering.write(written))
      text = ''
    }
    for (const statement of statements) {
      if (statement.type === 'text') {
        text += statement.text
      } else {
        flush()
        renders.push(this.#statement(statement))
      }
    }
    flush()
    return sequence(renders)
  }

  #statement(node: Exclude<Statement, { type: 'text' }>): Render {
    switch (node.type) {
      case 'reference':
        return this.reference(node).render
      case 'set':
        return compileSet(this, node)
      case 'if':
        return compileIf(this, node)
      default:
        return compileDirective(this, node)
    }
  }

  evaluate(node: Expression): Evaluate {
    return compileEvaluate(this, node)
  }

  test(node: Expression): Test {
    return compileTest(this, node)
  }

  reference(node: ReferenceNode): CompiledReference {
    return compileReference(this, node)
  }

  string(node: StringNode): Evaluate {
    const { text, isTemplate } = node
    if (!isTemplate) return () => text
    // Velocity ends the text with a space, so that a comment or a reference at its end finds one, and takes it off again.
    const isPadded = !text.includes('##')
    const render = this.#nested(node, isPadded ? `${text} ` : text)
    return (rendering, scope) => {
      const written = rendering.capture(() => render(rendering, scope))
      return isPadded ? written.slice(0, -1) : written
    }
  }

  #nested(node: StringNode, text: string): Render {
    // What is wrong beyond that is not told any more, and nothing will be rendered.
    if (this.#compilation.problems.length === MOST_PROBLEMS) return () => undefined
    const start = this.#place(node.start)
    // Where quotes or escapes were replaced, offsets within no longer lead back: then the string's own place is told.
    const isVerbatim = node.image.slice(1, -1) === node.text
    const place = (offset: number) => (isVerbatim ? start + 1 + Math.min(offset, node.text.length) : start)
    return collectProblems(
      () => TemplateCompiler.compile(this.#compilation, text, place),
      ({ message, offset }) => this.#problem(place(offset), `in this string: ${message}`),
    )
  }

  evaluateText(text: string, at: number, { macros, variables }: Rendering): Render {
    const problems: Problem[] = []
    const compilation = { ...this.#compilation, macros, variables, problems, countsLoops: true }
    const render = collectProblems(
      () => TemplateCompiler.compile(compilation, text, () => at),
      ({ message }) => {
        if (problems.length === MOST_PROBLEMS) return
        problems.push(this.#problemAt(at, `in the template that is evaluated: ${message}`))
      },
    )
    if (problems.length > 0) throw errorOf('syntax', problems)
    return render
  }

  variable(name: string): Variable {
    return this.#compilation.variables.named(name)
  }

  literal({ first, last }: Span): string {
    let text = ''
    for (let i = first; i <= last; i++) text += literalOf(this.#tokens[i] as Token)
    return text
  }

  images({ first, last }: Span): string {
    let text = ''
    for (let i = first; i <= last; i++) text += this.imageOf(i)
    return text
  }

  offset({ first }: Span): number {
    return this.#place(this.#tokens[first]?.start ?? 0)
  }

  imageOf(index: number): string {
    return this.#tokens[index]?.image ?? ''
  }

  report(node: Span, message: string): void {
    this.#problem(this.offset(node), message)
  }

  #problem(offset: number, message: string): void {
    const { problems } = this.#compilation
    if (problems.length < MOST_PROBLEMS) problems.push(this.#problemAt(offset, message))
  }

  #problemAt(offset: number, message: string): Problem {
    return problemAt(this.#compilation.source, offset, message)
  }
}

/** Tells the problems of a template within the template, and goes on with nothing in its place. */
function collectProblems(compile: () => Render, tell: (problem: Problem) => void): Render {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof VelocityError) || error.kind !== 'syntax') throw error
    for (const problem of error.problems) tell(problem)
    return () => undefined
  }
}

function sequence(renders: readonly Render[]): Render {
  const [first, second, third] = renders
  if (first === undefined) return () => undefined
  if (second === undefined) return first
  if (third === undefined) {
    return (rendering, scope) => {
      first(rendering, scope)
      second(rendering, scope)
    }
  }
  return (rendering, scope) => {
    for (const render of renders) render(rendering, scope)
  }
}
