import type { BlockNode, DirectiveNode, Expression } from '../parse/ast.ts'
import { JavaException } from '../values/java-exception.ts'
import { iteratorOf, type JavaIterator } from '../values/java-iterator.ts'
import type { Evaluate, Render } from './closures.ts'
import type { Compiler } from './compiler.ts'
import { LoopScope } from './loop-scope.ts'
import type { Rendering } from './rendering.ts'
import { NullItemScope, type Scope } from './scope.ts'
import { StopSignal } from './stop-signal.ts'
import type { Variable } from './variables.ts'

/** `#foreach($item in $list)`. What stands where is decided by position alone, so `#foreach($x $l)` renders nothing. */
export function compileForeach(compiler: Compiler, node: DirectiveNode): Render {
  const [variable, , list, body] = node.children
  if (variable === undefined) {
    compiler.report(node, '#foreach needs "(", a reference, "in" and a list: #foreach($item in $list)')
    return () => undefined
  }
  if (list === undefined) return failing(compiler, node)
  const name = variable.type === 'reference' ? variable.root : compiler.imageOf(variable.first).slice(1)
  const { countsLoops } = compiler
  const evaluateList = compileArgument(compiler, list)
  const loop: Loop = {
    item: compiler.variable(name),
    scope: compiler.variable('foreach'),
    counters: countsLoops
      ? { count: compiler.variable('velocityCount'), hasNext: compiler.variable('velocityHasNext') }
      : undefined,
    body: body === undefined ? () => undefined : compileBody(compiler, body),
    maxRounds: compiler.settings.maxRounds,
  }
  const at = compiler.offset(node)
  return (rendering, scope) => {
    rendering.spend(1)
    const value = evaluateList(rendering, scope)
    rendering.at = at
    const iterator = iteratorOf(value instanceof LoopScope ? value.storage : value, rendering)
    if (iterator !== undefined) runLoop(loop, iterator, rendering, scope)
  }
}

/** Where Velocity fails only when it comes there. */
function failing(compiler: Compiler, node: DirectiveNode): Render {
  const at = compiler.offset(node)
  return (rendering) => {
    rendering.at = at
    throw new JavaException(
      'ArrayIndexOutOfBoundsException',
      '#foreach needs three arguments: #foreach($item in $list)',
    )
  }
}

function compileArgument(compiler: Compiler, node: Expression | BlockNode): Evaluate {
  if (node.type !== 'block') return compiler.evaluate(node)
  // It has no value; what is wrong with it is told all the same.
  compiler.block(node)
  return () => undefined
}

/** With more arguments than three, Velocity renders the fourth in the place of the block. */
function compileBody(compiler: Compiler, node: Expression | BlockNode): Render {
  if (node.type === 'block') return compiler.block(node)
  return node.type === 'reference' ? compiler.reference(node).render : () => undefined
}

interface Loop {
  readonly item: Variable
  /** `$foreach`. */
  readonly scope: Variable
  /** `$velocityCount` and `$velocityHasNext`, where they are kept. */
  readonly counters: { readonly count: Variable; readonly hasNext: Variable } | undefined
  readonly body: Render
  readonly maxRounds: number
}

/** Velocity 1.7, Foreach.render. */
function runLoop(loop: Loop, iterator: JavaIterator, rendering: Rendering, scope: Scope): void {
  const { counters } = loop
  const item = scope.get(loop.item)
  const count = counters === undefined ? undefined : scope.get(counters.count)
  const hasNext = counters === undefined ? undefined : scope.get(counters.hasNext)
  const foreach = new LoopScope(loop, scope.get(loop.scope))
  const end = () => {
    restore(scope, loop.item, item)
    if (counters !== undefined) {
      restore(scope, counters.count, count)
      restore(scope, counters.hasNext, hasNext)
    }
    leaveScope(scope, loop.scope)
  }
  scope.put(loop.scope, foreach)
  const { depth } = rendering
  rendering.enter()
  try {
    runRounds(loop, iterator, foreach, rendering, scope)
  } catch (error) {
    if (!(error instanceof StopSignal)) throw error
    if (!error.isFor(loop)) {
      end()
      throw error
    }
  }
  rendering.returnTo(depth)
  end()
}

function runRounds(
  { item, body, counters, maxRounds }: Loop,
  iterator: JavaIterator,
  foreach: LoopScope,
  rendering: Rendering,
  scope: Scope,
): void {
  let nullScope: NullItemScope | undefined
  for (let i = 0; i < maxRounds && iterator.hasNext(); i++) {
    rendering.spend(1)
    const value = iterator.next()
    const hasNext = iterator.hasNext()
    if (counters !== undefined) {
      scope.put(counters.count, i + 1)
      scope.put(counters.hasNext, hasNext)
    }
    scope.put(item, value)
    foreach.index++
    foreach.hasNext = hasNext
    if (value === undefined || value === null) {
      nullScope ??= new NullItemScope(scope, item, rendering)
      body(rendering, nullScope)
    } else {
      body(rendering, scope)
    }
  }
}

function restore(scope: Scope, variable: Variable, value: unknown): void {
  if (value === undefined || value === null) scope.remove(variable)
  else scope.put(variable, value)
}

/** The loop's `$foreach` makes room for the one that it stood before; what the template put there itself stays. */
function leaveScope(scope: Scope, variable: Variable): void {
  const present = scope.get(variable)
  if (present instanceof LoopScope) restore(scope, variable, present.parent ?? present.replaced)
  else if (present === undefined || present === null) {
    // Where the loop's own variable is called so.
    throw new JavaException('NullPointerException', '$foreach is gone')
  }
}
