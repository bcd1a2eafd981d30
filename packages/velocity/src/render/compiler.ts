import type { Settings } from '../options.ts'
import type { BlockNode, Expression, ReferenceNode, Span, StringNode } from '../parse/ast.ts'
import type { Evaluate, Render, Test } from './closures.ts'
import type { Macros } from './macros.ts'
import type { Rendering } from './rendering.ts'
import type { Variable } from './variables.ts'

/** What the parts of the compiler need of each other: one file compiles one thing, and asks for the rest by this. */
export interface Compiler {
  readonly settings: Settings
  readonly macros: Macros
  /** Whether `$velocityCount` and `$velocityHasNext` are kept: they cost time, and few templates name them. */
  readonly countsLoops: boolean
  block(node: BlockNode): Render
  evaluate(node: Expression): Evaluate
  test(node: Expression): Test
  reference(node: ReferenceNode): CompiledReference
  string(node: StringNode): Evaluate
  /** Compiles a template that only the rendering knows: #evaluate. */
  evaluateText(text: string, at: number, rendering: Rendering): Render
  variable(name: string): Variable
  /** The text that a node is written as. */
  literal(node: Span): string
  /** As `literal`, without what the lexer left between its tokens: what a call of an unknown macro prints. */
  images(node: Span): string
  /** Its offset in the whole template. */
  offset(node: Span): number
  /** The images of its first and last tokens. */
  imageOf(index: number): string
  /** Something is wrong that the grammar does not know of. */
  report(node: Span, message: string): void
}

export interface CompiledReference {
  readonly render: Render
  readonly evaluate: Evaluate
  readonly test: Test
  readonly set: (...args: [...Parameters<Evaluate>, value: unknown]) => void
}
