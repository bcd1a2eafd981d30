import type { BlockNode, DirectiveNode, Expression } from '../parse/ast.ts'
import { JavaException } from '../values/java-exception.ts'
import { iteratorOf, type JavaIterator } from '../values/java-iterator.ts'
import type { Evaluate, Render } from './closures.ts'
import type { Compiler } from './compiler.ts'
import { LoopScope } from './loop-scope.ts'
import type { Rendering } from './rendering.ts'
import { NullItemScope, type Scope } from './scope.ts'
import { StopSignal } from './stop-signal.ts'

const COUNTER = 'velocityCount'
const HAS_NEXT = 'velocityHasNext'
const SCOPE = 'foreach'

/** `#foreach($item in $list)`. What stands where is decided by position alone, so `#foreach($x $l)` renders nothing. */
export function compileForeach(compiler: Compiler, node: DirectiveNode): Render {
  const [variable, , list, body] = node.children
  if (variable === undefined) {
    compiler.report(node, '#foreach needs "(", a reference, "in" and a list: #foreach($item in $list)')
    return () => undefined
  }
  if (list === undefined) return failing(compiler, node)
  const name = variable.type === 'reference' ? variable.root : compiler.imageOf(variable.first).slice(1)
  const evaluateList = compileArgument(compiler, list)
  const loop: Loop = {
    name,
    body: body === undefined ? () => undefined : compileBody(compiler, body),
    countsLoops: compiler.countsLoops,
    maxRounds: compiler.settings.maxRounds,
  }
  const at = compiler.offset(node)
  return (rendering, scope) => {
    rendering.spend(1)
    const value = evaluateList(rendering, scope)
    rendering.at = at
    const iterator = iteratorOf(value instanceof LoopScope ? value.storage : value)
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
  readonly name: string
  readonly body: Render
  readonly countsLoops: boolean
  readonly maxRounds: number
}

/** Velocity 1.7, Foreach.render. */
function runLoop(loop: Loop, iterator: JavaIterator, rendering: Rendering, scope: Scope): void {
  const { name, countsLoops } = loop
  const before = scope.get(name)
  const counterBefore = countsLoops ? scope.get(COUNTER) : undefined
  const hasNextBefore = countsLoops ? scope.get(HAS_NEXT) : undefined
  const foreach = new LoopScope(loop, scope.get(SCOPE))
  scope.put(SCOPE, foreach)
  const { depth } = rendering
  rendering.enter()
  try {
    runRounds(loop, iterator, foreach, rendering, scope)
  } catch (error) {
    if (!(error instanceof StopSignal)) throw error
    if (!error.isFor(loop)) {
      restore(scope, name, before)
      if (countsLoops) restoreCounters(scope, counterBefore, hasNextBefore)
      leaveScope(scope)
      throw error
    }
  }
  rendering.returnTo(depth)
  restore(scope, name, before)
  if (countsLoops) restoreCounters(scope, counterBefore, hasNextBefore)
  leaveScope(scope)
}

function runRounds(
  { name, body, countsLoops, maxRounds }: Loop,
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
    if (countsLoops) {
      scope.put(COUNTER, i + 1)
      scope.put(HAS_NEXT, hasNext)
    }
    scope.put(name, value)
    foreach.index++
    foreach.hasNext = hasNext
    if (value === undefined || value === null) {
      nullScope ??= new NullItemScope(scope, name)
      body(rendering, nullScope)
    } else {
      body(rendering, scope)
    }
  }
}

function restore(scope: Scope, name: string, value: unknown): void {
  if (value === undefined || value === null) scope.remove(name)
  else scope.put(name, value)
}

function restoreCounters(scope: Scope, counter: unknown, hasNext: unknown): void {
  restore(scope, COUNTER, counter)
  restore(scope, HAS_NEXT, hasNext)
}

/** The loop's `$foreach` makes room for the one that it stood before; what the template put there itself stays. */
function leaveScope(scope: Scope): void {
  const present = scope.get(SCOPE)
  if (present instanceof LoopScope) restore(scope, SCOPE, present.parent ?? present.replaced)
  else if (present === undefined || present === null) {
    // Where the loop's own variable is called so.
    throw new JavaException('NullPointerException', '$foreach is gone')
  }
}
