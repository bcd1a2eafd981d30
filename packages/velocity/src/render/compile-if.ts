import type { IfNode } from '../parse/ast.ts'
import type { Render } from './closures.ts'
import type { Compiler } from './compiler.ts'

export function compileIf(compiler: Compiler, node: IfNode): Render {
  const branches = node.branches.map(({ condition, body }) => ({
    test: compiler.test(condition),
    body: compiler.block(body),
  }))
  const otherwise = node.otherwise === undefined ? undefined : compiler.block(node.otherwise)
  return (rendering, scope) => {
    rendering.enter()
    for (const { test, body } of branches) {
      rendering.spend(1)
      if (test(rendering, scope)) {
        body(rendering, scope)
        rendering.leave()
        return
      }
    }
    otherwise?.(rendering, scope)
    rendering.leave()
  }
}
