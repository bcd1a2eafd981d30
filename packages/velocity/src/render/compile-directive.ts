import type { DirectiveNode } from '../parse/ast.ts'
import { shortened } from '../shortened.ts'
import { JavaException } from '../values/java-exception.ts'
import type { Render } from './closures.ts'
import { compileForeach } from './compile-foreach.ts'
import { compileMacroCall, compileMacroDefinition } from './compile-macro.ts'
import type { Compiler } from './compiler.ts'
import { DefinedBlock } from './defined-block.ts'
import { LoopScope } from './loop-scope.ts'
import { breakNearest, breakOf, StopSignal, stopAll } from './stop-signal.ts'

/** How often a block of #define may be within itself (Velocity 1.7, `directive.define.max.depth`). */
const MOST_DEFINE_DEPTH = 2

export function compileDirective(compiler: Compiler, node: DirectiveNode): Render {
  switch (node.name) {
    case 'foreach':
      return compileForeach(compiler, node)
    case 'macro':
      return compileMacroDefinition(compiler, node)
    case 'define':
      return compileDefine(compiler, node)
    case 'literal':
      return compileLiteral(compiler, node)
    case 'break':
      return compileBreak(compiler, node)
    case 'stop':
      return compileStop(compiler, node)
    case 'evaluate':
      return isRefused(compiler, node) ? () => undefined : compileEvaluate(compiler, node)
    case 'parse':
    case 'include':
      return isRefused(compiler, node) ? () => undefined : compileInclude(compiler, node)
    default:
      return compileCall(compiler, node)
  }
}

function isRefused(compiler: Compiler, node: DirectiveNode): boolean {
  if (compiler.settings.dialect !== 'api-gateway') return false
  compiler.report(node, `#${node.name} is not available in mapping templates of API Gateway`)
  return true
}

function compileCall(compiler: Compiler, node: DirectiveNode): Render {
  if (!node.name.startsWith('@') || node.children.length > 0) return compileMacroCall(compiler, node)
  const text = `#${node.name}`
  return (rendering) => rendering.write(text)
}

function compileDefine(compiler: Compiler, node: DirectiveNode): Render {
  const [variable, body] = node.children
  if (variable === undefined || body?.type !== 'block' || node.children.length !== 2) {
    compiler.report(node, '#define takes one argument, the reference to define: #define($block)…#end')
    return () => undefined
  }
  const name = compiler.variable(compiler.imageOf(variable.first).slice(1))
  const render = compiler.block(body)
  return (rendering, scope) => {
    rendering.spend(1)
    scope.put(name, new DefinedBlock(rendering, scope, render, MOST_DEFINE_DEPTH))
  }
}

function compileLiteral(compiler: Compiler, node: DirectiveNode): Render {
  const [content] = node.children
  // Velocity fails on an empty one.
  if (content === undefined || content.last < content.first) {
    compiler.report(node, '#literal needs "()", a text and an #end: #literal()…#end')
    return () => undefined
  }
  // What is wrong with it is told, and macros in it are defined, all the same.
  if (content.type === 'block') compiler.block(content)
  const text = compiler.literal(content)
  return (rendering) => rendering.write(text)
}

function compileBreak(compiler: Compiler, node: DirectiveNode): Render {
  const [argument, second] = node.children
  if (second !== undefined) compiler.report(node, '#break takes one argument at the most, a scope: #break($foreach)')
  if (argument === undefined || argument.type === 'block') {
    return () => {
      throw breakNearest
    }
  }
  const evaluate = compiler.evaluate(argument)
  const name = shortened(compiler.literal(argument))
  const at = compiler.offset(node)
  return (rendering, scope) => {
    const value = evaluate(rendering, scope)
    rendering.at = at
    if (value instanceof LoopScope) throw breakOf(value.owner)
    throw new JavaException('VelocityException', `${name} is not the scope of a loop`)
  }
}

function compileStop(compiler: Compiler, node: DirectiveNode): Render {
  if (node.children.length > 1) compiler.report(node, '#stop takes one argument at the most, a message')
  const [argument] = node.children
  const evaluate = argument === undefined || argument.type === 'block' ? undefined : compiler.evaluate(argument)
  return (rendering, scope) => {
    evaluate?.(rendering, scope)
    throw stopAll
  }
}

function compileEvaluate(compiler: Compiler, node: DirectiveNode): Render {
  const [argument, second] = node.children
  const isText = argument?.type === 'string' || argument?.type === 'reference'
  if (argument === undefined || !isText || second !== undefined) {
    compiler.report(node, '#evaluate takes one argument, a string or a reference: #evaluate($template)')
    return () => undefined
  }
  const evaluate = compiler.evaluate(argument)
  const at = compiler.offset(node)
  return (rendering, scope) => {
    rendering.spend(1)
    const value = evaluate(rendering, scope)
    rendering.at = at
    const text = value === undefined || value === null ? '' : rendering.print(value)
    // Compiling costs more than the characters of a text do, and something for each text.
    rendering.spend(8 + text.length)
    const { depth } = rendering
    rendering.enter()
    try {
      compiler.evaluateText(text, at, rendering)(rendering, scope)
    } catch (error) {
      if (!(error instanceof StopSignal && error.isForTemplate)) throw error
    }
    rendering.returnTo(depth)
  }
}

/**
 * There are no other templates to take in: both directives fail as they do where a file is missing. #include takes a name
 * without a value for a mistake that it only tells of; #parse takes it for an empty template.
 */
function compileInclude(compiler: Compiler, node: DirectiveNode): Render {
  const { name, children } = node
  if (name === 'parse' && children.length !== 1) {
    compiler.report(node, '#parse takes one argument, the name of a template')
  }
  const at = compiler.offset(node)
  const names = children.map((child) => (child.type === 'block' ? () => undefined : compiler.evaluate(child)))
  return (rendering, scope) => {
    rendering.spend(names.length)
    for (const [i, evaluate] of names.entries()) {
      const value = evaluate(rendering, scope)
      rendering.at = at
      if (value !== undefined && value !== null) {
        throw new JavaException('ResourceNotFoundException', `#${name}: there are no other templates here`)
      }
      const message = `error with arg ${i} please see log.`
      if (name === 'include') rendering.write(`<!-- include error : ${message} see error log -->`)
    }
  }
}
