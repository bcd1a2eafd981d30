import { compareNumbers, decimalText, parseDecimal } from './decimal.ts'
import { isNumber } from './document.ts'
import { JsonLiteral } from './json-literal.ts'
import { PatternLiteral } from './pattern-literal.ts'

// The sides of a comparison as Jayway classes them. They are the values themselves: to box each would cost more than
// the comparison.

/** A path that found nothing. It equals nothing. */
export const UNDEFINED: unique symbol = Symbol('undefined')

/** A string in a list that reads as a path. It equals nothing. */
export const PATH: unique symbol = Symbol('path')

export type NodeKind = 'string' | 'number' | 'boolean' | 'null' | 'undefined' | 'json' | 'pattern' | 'path'

export function kindOf(node: unknown): NodeKind {
  switch (typeof node) {
    case 'string':
      return 'string'
    case 'number':
    case 'bigint':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'symbol':
      return node === PATH ? 'path' : 'undefined'
    default:
      if (node === null || node === undefined) return 'null'
      if (node instanceof PatternLiteral) return 'pattern'
      return isNumber(node) ? 'number' : 'json'
  }
}

/** What a node of the kind `json` holds. Throws JavaFailure for a literal that json-smart cannot read. */
export function jsonOf(node: unknown): unknown {
  return node instanceof JsonLiteral ? node.read('IllegalArgumentException') : node
}

/** Whether the left node equals the right one by Jayway's ValueNode.equals; JSON only equals the same JSON text. */
export function nodesEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'string') return left === right || (isNumber(right) && left === decimalText(right))
  if (isNumber(left)) {
    // Here 1 equals '1.0', whereas '1.0' does not equal 1.
    const number = typeof right === 'string' ? parseDecimal(right) : right
    return isNumber(number) && compareNumbers(left, number) === 0
  }
  if (typeof left === 'boolean') return left === right
  if (left === null || left === undefined) return right === null || right === undefined
  return left instanceof JsonLiteral && right instanceof JsonLiteral && left.text === right.text
}
