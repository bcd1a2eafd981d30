import type { BinaryNode, Expression, ListNode, MapNode, RangeNode } from '../parse/ast.ts'
import { type ArithmeticOperator, calculate, compareNumbers } from '../values/arithmetic.ts'
import { mapPut } from '../values/map-changes.ts'
import { isNumber, toInt } from '../values/number-kind.ts'
import type { Evaluate, Test } from './closures.ts'
import type { Compiler } from './compiler.ts'
import { looseEquals } from './loose-equals.ts'

export function compileEvaluate(compiler: Compiler, node: Expression): Evaluate {
  switch (node.type) {
    case 'reference':
      return compiler.reference(node).evaluate
    case 'string':
      return compiler.string(node)
    case 'number':
    case 'boolean': {
      const { value } = node
      return () => value
    }
    case 'range':
      return compileRange(compiler, node)
    case 'list':
      return compileList(compiler, node)
    case 'map':
      return compileMap(compiler, node)
    case 'word':
      return () => undefined
    case 'not': {
      const test = compiler.test(node.operand)
      return (rendering, scope) => !test(rendering, scope)
    }
    default:
      return isArithmetic(node.operator)
        ? compileArithmetic(compiler, node, node.operator)
        : compileComparison(compiler, node)
  }
}

/** Only references, comparisons and `true` can be true: a bare string or number is not (Velocity 1.7, SimpleNode.evaluate). */
export function compileTest(compiler: Compiler, node: Expression): Test {
  switch (node.type) {
    case 'reference':
      return compiler.reference(node).test
    case 'boolean': {
      const { value } = node
      return () => value
    }
    case 'not': {
      const test = compiler.test(node.operand)
      return (rendering, scope) => !test(rendering, scope)
    }
    case 'binary':
      if (!isArithmetic(node.operator)) return compileComparison(compiler, node)
      break
    default:
  }
  // What is wrong with it is told all the same.
  compiler.evaluate(node)
  return () => false
}

function isArithmetic(operator: BinaryNode['operator']): operator is ArithmeticOperator {
  return operator === '+' || operator === '-' || operator === '*' || operator === '/' || operator === '%'
}

function compileArithmetic(compiler: Compiler, node: BinaryNode, operator: ArithmeticOperator): Evaluate {
  const left = compiler.evaluate(node.left)
  const right = compiler.evaluate(node.right)
  const at = compiler.offset(node)
  const add = operator === '+' ? compileConcatenation(compiler, node) : undefined
  return (rendering, scope) => {
    const a = left(rendering, scope)
    const b = right(rendering, scope)
    rendering.spend(1)
    rendering.at = at
    if (typeof a === 'number' && typeof b === 'number') return calculate(operator, a, b, rendering)
    if (add !== undefined && (typeof a === 'string' || typeof b === 'string')) return add(rendering, a, b)
    return isNumber(a) && isNumber(b) ? calculate(operator, a, b, rendering) : undefined
  }
}

/** `+` with a text on either side; one without a value counts as the text that it is written as (ASTAddNode). */
function compileConcatenation(compiler: Compiler, { left, right }: BinaryNode) {
  const leftText = compiler.literal(left)
  const rightText = compiler.literal(right)
  return (rendering: Parameters<Evaluate>[0], a: unknown, b: unknown): string => {
    const text = rendering.print(a ?? leftText) + rendering.print(b ?? rightText)
    rendering.spendText(text.length)
    return text
  }
}

function compileComparison(compiler: Compiler, node: BinaryNode): Test {
  const { operator } = node
  if (operator === '&&' || operator === '||') return compileLogical(compiler, node, operator)
  const left = compiler.evaluate(node.left)
  const right = compiler.evaluate(node.right)
  switch (operator) {
    case '==':
      return (rendering, scope) => looseEquals(left(rendering, scope), right(rendering, scope), rendering)
    case '!=':
      return (rendering, scope) => !looseEquals(left(rendering, scope), right(rendering, scope), rendering)
    default: {
      const holds = ORDERS[operator]
      return (rendering, scope) => {
        const a = left(rendering, scope)
        const b = right(rendering, scope)
        rendering.spend(1)
        return isNumber(a) && isNumber(b) && holds?.(compareNumbers(a, b, rendering)) === true
      }
    }
  }
}

const ORDERS: Partial<Record<BinaryNode['operator'], (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

function compileLogical(compiler: Compiler, node: BinaryNode, operator: '&&' | '||'): Test {
  const left = compiler.test(node.left)
  const right = compiler.test(node.right)
  return operator === '&&'
    ? (rendering, scope) => {
        rendering.spend(1)
        return left(rendering, scope) && right(rendering, scope)
      }
    : (rendering, scope) => {
        rendering.spend(1)
        return left(rendering, scope) || right(rendering, scope)
      }
}

function compileRange(compiler: Compiler, { from, to }: RangeNode): Evaluate {
  const first = compiler.evaluate(from)
  const last = compiler.evaluate(to)
  return (rendering, scope) => {
    const a = first(rendering, scope)
    const b = last(rendering, scope)
    if (!isNumber(a) || !isNumber(b)) return undefined
    const start = toInt(a)
    const end = toInt(b)
    const count = Math.abs(start - end) + 1
    // Paid before it is made.
    rendering.spend(count)
    const step = start >= end ? -1 : 1
    const items: number[] = []
    for (let i = 0; i < count; i++) items.push(start + i * step)
    return items
  }
}

function compileList(compiler: Compiler, { items }: ListNode): Evaluate {
  const values = items.map((item) => compiler.evaluate(item))
  return (rendering, scope) => {
    rendering.spend(1 + values.length)
    return values.map((value) => value(rendering, scope) ?? null)
  }
}

function compileMap(compiler: Compiler, { entries }: MapNode): Evaluate {
  const pairs = entries.map(([key, value]) => [compiler.evaluate(key), compiler.evaluate(value)] as const)
  return (rendering, scope) => {
    rendering.spend(1 + 2 * pairs.length)
    const map = new Map<unknown, unknown>()
    for (const [key, value] of pairs) mapPut(map, key(rendering, scope), value(rendering, scope), rendering)
    return map
  }
}
