import { RegexBudgetError } from '../regex/regex-budget.ts'
import { compareNumbers, decimalText, intValue } from './decimal.ts'
import { isList, isNumber, isObject } from './document.ts'
import type { Budget } from './evaluation.ts'
import { javaClassName } from './java-class.ts'
import { javaEquals } from './java-equals.ts'
import { JsonLiteral } from './json-literal.ts'
import { JavaFailure, LimitExceeded } from './json-path-error.ts'
import { listNodesOf } from './list-nodes.ts'
import { PatternLiteral } from './pattern-literal.ts'
import { jsonOf, kindOf, nodesEqual } from './value-node.ts'

/**
 * What a comparison says of two nodes. Undefined where Jayway throws an InvalidPathException, as for a side that the
 * operator does not take: then the whole filter takes no value, whatever else it says.
 */
export type Operator = (left: unknown, right: unknown, budget: Budget) => boolean | undefined

/** By the names that parse-condition.ts knows. `ALL`, `TYPE` and `MATCHES` need what no expression can write. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['==', equals],
  ['!=', not(equals)],
  ['===', strictlyEquals],
  ['!==', not(strictlyEquals)],
  ['<', ordered((order) => order < 0)],
  ['<=', ordered((order) => order <= 0)],
  ['>', ordered((order) => order > 0)],
  ['>=', ordered((order) => order >= 0)],
  ['=~', matches],
  ['IN', isIn],
  ['NIN', not(isIn)],
  ['CONTAINS', contains],
  ['SUBSETOF', lists((left, right) => left.every((node) => includes(right, node)))],
  ['ANYOF', lists((left, right) => left.some((node) => right.some((other) => nodesEqual(node, other))))],
  ['NONEOF', lists((left, right) => !left.some((node) => right.some((other) => nodesEqual(node, other))))],
  ['SIZE', hasSize],
  ['EMPTY', isEmpty],
  ['EXISTS', exists],
  ['ALL', () => undefined],
  ['TYPE', () => undefined],
  ['MATCHES', () => undefined],
])

function not(operator: Operator): Operator {
  return (left, right, budget) => {
    const result = operator(left, right, budget)
    return result === undefined ? undefined : !result
  }
}

function equals(left: unknown, right: unknown, budget: Budget): boolean {
  if (typeof left === 'object' && typeof right === 'object' && kindOf(left) === 'json' && kindOf(right) === 'json') {
    const other = jsonOf(right)
    // A literal is compared by its text, which no list or object equals.
    return left instanceof JsonLiteral ? left.text === other : javaEquals(left, other, budget)
  }
  return nodesEqual(left, right)
}

function strictlyEquals(left: unknown, right: unknown, budget: Budget): boolean {
  return kindOf(left) === kindOf(right) && equals(left, right, budget)
}

/** Numbers with numbers, strings with strings; nothing else has an order. */
function ordered(holds: (order: number) => boolean): Operator {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left - right)
    if (typeof left === 'string' && typeof right === 'string') return holds(left < right ? -1 : left > right ? 1 : 0)
    return isNumber(left) && isNumber(right) && holds(compareNumbers(left, right))
  }
}

/** One side must be a pattern; of a list on the other any item will do. Anything but a scalar counts as ''. */
function matches(left: unknown, right: unknown, budget: Budget): boolean {
  const leftIsPattern = left instanceof PatternLiteral
  const literal = leftIsPattern ? left : right
  const node = leftIsPattern ? right : left
  if (!(literal instanceof PatternLiteral) || node instanceof PatternLiteral) return false
  const nodes = kindOf(node) === 'json' ? (listNodesOf(node, budget) ?? [node]) : [node]
  try {
    return nodes.some((item) => literal.pattern.matches(inputOf(item), budget.regex))
  } catch (error) {
    if (error instanceof RegexBudgetError) throw new LimitExceeded(error.message)
    throw error
  }
}

function inputOf(node: unknown): string {
  if (typeof node === 'string') return node
  if (isNumber(node)) return decimalText(node)
  return typeof node === 'boolean' ? String(node) : ''
}

function isIn(left: unknown, right: unknown, budget: Budget): boolean | undefined {
  if (kindOf(right) !== 'json') return undefined
  const nodes = listNodesOf(right, budget)
  return nodes !== undefined && includes(nodes, left)
}

function contains(left: unknown, right: unknown, budget: Budget): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.includes(right)
  if (kindOf(left) !== 'json') return false
  const nodes = listNodesOf(left, budget)
  return nodes !== undefined && includes(nodes, right)
}

/** ArrayList.contains, which asks the sought node whether it equals the list's. */
function includes(nodes: readonly unknown[], sought: unknown): boolean {
  return nodes.some((node) => nodesEqual(sought, node))
}

/** Both sides must be JSON; of a JSON that is no list the answer is no. */
function lists(holds: (left: readonly unknown[], right: readonly unknown[]) => boolean): Operator {
  return (left, right, budget) => {
    if (kindOf(right) !== 'json') return undefined
    const rightNodes = listNodesOf(right, budget)
    if (rightNodes === undefined) return false
    if (kindOf(left) !== 'json') return undefined
    const leftNodes = listNodesOf(left, budget)
    if (leftNodes === undefined) return false
    budget.visit(leftNodes.length * rightNodes.length)
    return holds(leftNodes, rightNodes)
  }
}

/** An object has no size. */
function hasSize(left: unknown, right: unknown): boolean {
  if (!isNumber(right)) return false
  const size = intValue(right)
  if (typeof left === 'string') return left.length === size
  if (kindOf(left) !== 'json') return false
  const json = jsonOf(left)
  return (isList(json) ? json.length : -1) === size
}

function isEmpty(left: unknown, right: unknown): boolean | undefined {
  if (typeof left === 'string') return typeof right === 'boolean' ? (left === '') === right : undefined
  if (kindOf(left) !== 'json') return false
  const json = jsonOf(left)
  if (isObject(json)) throw notACollection(left)
  return typeof right === 'boolean' ? (isList(json) && json.length === 0) === right : undefined
}

/** Jayway takes an object for a collection of its own, and fails. */
function notACollection(left: unknown): JavaFailure {
  const isLiteral = left instanceof JsonLiteral
  const name = isLiteral ? 'net.minidev.json.JSONObject' : javaClassName(left)
  const modules = isLiteral
    ? `${name} is in unnamed module of loader 'app'; java.util.Collection is in module java.base of loader 'bootstrap'`
    : `${name} and java.util.Collection are in module java.base of loader 'bootstrap'`
  return new JavaFailure(
    'ClassCastException',
    `class ${name} cannot be cast to class java.util.Collection (${modules})`,
  )
}

function exists(left: unknown, right: unknown): boolean | undefined {
  if (typeof left === 'boolean' && typeof right === 'boolean') return left === right
  if (typeof left === 'boolean' || typeof right === 'boolean') return undefined
  throw new JavaFailure('JsonPathException', 'Failed to evaluate exists expression')
}
