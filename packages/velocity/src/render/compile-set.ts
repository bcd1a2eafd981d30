import type { SetNode } from '../parse/ast.ts'
import type { Render } from './closures.ts'
import type { Compiler } from './compiler.ts'

/** `#set`: a right side without a value changes nothing (Velocity 1.7, `directive.set.null.allowed` is false). */
export function compileSet(compiler: Compiler, node: SetNode): Render {
  const right = compiler.evaluate(node.right)
  const { set } = compiler.reference(node.left)
  return (rendering, scope) => {
    rendering.spend(1)
    const value = right(rendering, scope)
    if (value !== undefined && value !== null) set(rendering, scope, value)
  }
}
