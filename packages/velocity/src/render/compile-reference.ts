import type { ReferenceNode, Step } from '../parse/ast.ts'
import { NullLike } from '../values/host-object.ts'
import type { Evaluate, Render, Test } from './closures.ts'
import { type Access, compileStep, compileStore } from './compile-step.ts'
import type { CompiledReference, Compiler } from './compiler.ts'
import { DefinedBlock } from './defined-block.ts'
import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'
import type { Variable } from './variables.ts'

export function compileReference(compiler: Compiler, node: ReferenceNode): CompiledReference {
  const evaluate = compileEvaluate(compiler, node)
  return {
    evaluate: node.style === 'slashbang' ? nothing : evaluate,
    render: compileRender(compiler, node, evaluate),
    test: compileTest(evaluate),
    set: compileSet(compiler, node),
  }
}

const nothing: Evaluate = () => undefined

function compileEvaluate(compiler: Compiler, { root: name, steps, style }: ReferenceNode): Evaluate {
  const [first, second, ...others] = steps.map((step) => compileStep(compiler, step))
  if (style === 'runt') return nothing
  const root = compiler.variable(name)
  if (first === undefined) return (_rendering, scope) => scope.get(root)
  if (second === undefined) {
    return (rendering, scope) => {
      const target = scope.get(root)
      return target === undefined || target === null ? undefined : first(rendering, scope, target)
    }
  }
  return compileChain(root, [first, second, ...others])
}

function compileChain(root: Variable, steps: readonly Access[]): Evaluate {
  const cost = steps.length >> 2
  return (rendering, scope) => {
    let value = scope.get(root)
    if (cost > 0) rendering.spend(cost)
    for (const step of steps) {
      if (value === undefined || value === null) return undefined
      value = step(rendering, scope, value)
    }
    return value
  }
}

/** Velocity 1.7, ASTReference.render. */
function compileRender(compiler: Compiler, node: ReferenceNode, evaluate: Evaluate): Render {
  const { nullText, morePrefix, escapePrefix } = node
  if (node.style === 'runt') return (rendering) => rendering.write(node.root)
  if (node.escaped) return compileEscaped(node, evaluate)
  const isUndefinedPrinted = compiler.settings.dialect === 'velocity'
  const prefix = escapePrefix + morePrefix
  const nullPrefix = escapePrefix + prefix
  return (rendering, scope) => {
    rendering.spend(1)
    const value = evaluate(rendering, scope)
    if (typeof value === 'string') {
      rendering.write(prefix === '' ? value : prefix + value)
    } else if (value === undefined || value === null) {
      const text = isUndefinedPrinted ? (scope.argumentText(nullText) ?? nullText) : ''
      rendering.write(nullPrefix + text)
    } else if (value instanceof DefinedBlock) {
      if (!value.write(scope)) rendering.write(nullPrefix + (isUndefinedPrinted ? nullText : ''))
    } else {
      rendering.write(prefix + rendering.print(value))
    }
  }
}

/** `\$x`: prints as it is written, with one backslash less where the reference has a value. */
function compileEscaped({ nullText, escapePrefix }: ReferenceNode, evaluate: Evaluate): Render {
  return (rendering, scope) => {
    rendering.spend(1)
    const value = evaluate(rendering, scope)
    const text = scope.argumentText(nullText) ?? nullText
    const backslash = value === undefined || value === null ? '\\' : ''
    rendering.write(escapePrefix + backslash + text)
  }
}

/** False are null and the boolean false alone (Velocity 1.7, ASTReference.evaluate). */
function compileTest(evaluate: Evaluate): Test {
  return (rendering, scope) => {
    const value = evaluate(rendering, scope)
    if (value === undefined || value === null || value === false) return false
    if (value instanceof DefinedBlock) return value.text() !== undefined
    return !(value instanceof NullLike)
  }
}

type Set = (rendering: Rendering, scope: Scope, value: unknown) => void

/** Velocity 1.7, ASTSetDirective.render and ASTReference.setValue. */
function compileSet(compiler: Compiler, node: ReferenceNode): Set {
  const last: Step | undefined = node.steps.at(-1)
  // The name is what follows the dollar: `$!a` and `${a}` set variables that no reference reads.
  const variable = compiler.variable(node.image.slice(1))
  if (last === undefined) return (_rendering, scope, value) => scope.put(variable, value)
  const steps = node.steps.slice(0, -1).map((step) => compileStep(compiler, step))
  const path = compileChain(compiler.variable(node.root), steps)
  const store = compileStore(compiler, last)
  return (rendering, scope, value) => {
    const target = path(rendering, scope)
    if (target !== undefined && target !== null) store(rendering, scope, target, value)
  }
}
