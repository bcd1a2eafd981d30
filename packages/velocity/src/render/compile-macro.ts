import type { BlockNode, DirectiveNode, Expression } from '../parse/ast.ts'
import { shortened } from '../shortened.ts'
import { JavaException } from '../values/java-exception.ts'
import type { Evaluate, Render } from './closures.ts'
import type { Compiler } from './compiler.ts'
import { DefinedBlock } from './defined-block.ts'
import { MacroScope } from './macro-scope.ts'
import type { Macro } from './macros.ts'
import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'
import { StopSignal } from './stop-signal.ts'

/** Macros that may run within each other, and uses of `$bodyContent` (Velocity 1.7, `velocimacro.max.depth`). */
const MOST_DEPTH = 20

/** `#macro(name $a $b)…#end`: defines it, whether or not it is ever reached; the first definition of a name stays. */
export function compileMacroDefinition(compiler: Compiler, { children }: DirectiveNode): Render {
  const [name, ...parameters] = children.slice(0, -1)
  const body = children.at(-1)
  if (name?.type === 'word' && body?.type === 'block') {
    compiler.macros.define({
      name: name.word,
      parameters: parameters.map(({ first }) => compiler.variable(parameterName(compiler.imageOf(first)))),
      body: compiler.block(body),
    })
  }
  return () => undefined
}

function parameterName(image: string): string {
  return image.startsWith('$') ? image.slice(1) : image
}

/** `#name(…)`, and `#@name(…)body#end`, whose body is `$bodyContent`. Unknown macros are text. */
export function compileMacroCall(compiler: Compiler, node: DirectiveNode): Render {
  const { children } = node
  const last = children.at(-1)
  const isBlock = node.name.startsWith('@')
  const name = isBlock ? node.name.slice(1) : node.name
  const body = isBlock && last?.type === 'block' ? compiler.block(last) : undefined
  const args = children.map((child) => compileArgument(compiler, child))
  const word = children.find((child) => child.type === 'word')
  const wordText = word === undefined ? '' : shortened(compiler.literal(word))
  const literal = compiler.images(node)
  const at = compiler.offset(node)
  const owner = {}
  const bodyContent = compiler.variable('bodyContent')
  return (rendering, scope) => {
    rendering.spend(1)
    const macro = rendering.macros.get(name)
    if (macro === undefined) return rendering.write(literal)
    rendering.at = at
    if (word !== undefined) {
      throw new JavaException('TemplateInitException', `${wordText} is no argument for the macro #${shortened(name)}`)
    }
    const macroScope = new MacroScope(rendering, scope)
    bind(macroScope, macro, args, rendering, scope)
    if (body !== undefined) {
      macroScope.bindValue(bodyContent, new DefinedBlock(rendering, scope, body, MOST_DEPTH))
    }
    run(macro, macroScope, rendering, owner)
  }
}

interface Argument {
  readonly evaluate: Evaluate
  /** Numbers and booleans are evaluated at once, everything else at each use. */
  readonly isConstant: boolean
  readonly text: string
}

function compileArgument(compiler: Compiler, node: Expression | BlockNode): Argument {
  // The body of a block macro is counted as its last argument, which has no value.
  if (node.type === 'block') return { evaluate: () => undefined, isConstant: true, text: '' }
  const isConstant = node.type === 'number' || node.type === 'boolean' || node.type === 'word'
  return { evaluate: compiler.evaluate(node), isConstant, text: compiler.literal(node) }
}

function bind(
  macroScope: MacroScope,
  { parameters }: Macro,
  args: readonly Argument[],
  rendering: Rendering,
  scope: Scope,
): void {
  const count = Math.min(parameters.length, args.length)
  rendering.spend(count >> 1)
  for (let i = 0; i < count; i++) {
    const parameter = parameters[i]
    const argument = args[i]
    if (parameter === undefined || argument === undefined) return
    if (argument.isConstant) macroScope.bindValue(parameter, argument.evaluate(rendering, scope))
    else macroScope.bindName(parameter, argument.evaluate, argument.text)
  }
}

function run(macro: Macro, macroScope: MacroScope, rendering: Rendering, owner: object): void {
  if (rendering.macroDepth >= MOST_DEPTH) {
    const message = `#${shortened(macro.name)} is called within more than ${MOST_DEPTH} macros`
    throw new JavaException('MacroOverflowException', message)
  }
  const { depth } = rendering
  rendering.macroDepth++
  rendering.enter()
  try {
    macro.body(rendering, macroScope)
    // Not where it is left by #break: Velocity forgets to count such a call as ended.
    rendering.macroDepth--
  } catch (error) {
    if (!(error instanceof StopSignal && error.isFor(owner))) throw error
  }
  rendering.returnTo(depth)
}
