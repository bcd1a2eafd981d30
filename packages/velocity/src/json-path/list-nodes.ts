import { javaTrim } from '../values/character-classes.ts'
import { decimalOf } from './decimal.ts'
import { isList, isObject } from './document.ts'
import type { Budget } from './evaluation.ts'
import { JsonLiteral } from './json-literal.ts'
import { JavaFailure, JsonPathError, LimitExceeded } from './json-path-error.ts'
import { MAX_EXPRESSION_LENGTH } from './limits.ts'
import { parseExpression } from './parse-expression.ts'
import { unescape } from './unescape.ts'
import { jsonOf, PATH } from './value-node.ts'

const literalLists = new WeakMap<JsonLiteral, readonly unknown[]>()

/** The nodes of a list; undefined if the node is JSON of another kind. Only for nodes of the kind `json`. */
export function listNodesOf(node: unknown, budget: Budget): readonly unknown[] | undefined {
  const known = node instanceof JsonLiteral ? literalLists.get(node) : undefined
  if (known !== undefined) return known
  const list = jsonOf(node)
  if (!isList(list)) return undefined
  budget.visit(list.length)
  const nodes = Array.from(list, listNode)
  if (node instanceof JsonLiteral) literalLists.set(node, nodes)
  return nodes
}

/** Jayway takes strings in lists for what they look like: paths, JSON, or literals with quotes and escapes. */
function listNode(value: unknown): unknown {
  if (typeof value === 'string') return textNode(value)
  if (Array.isArray(value) || isObject(value))
    throw new JavaFailure('JsonPathException', 'Could not determine value type')
  // A NaN is no BigDecimal, which only shows here.
  if (typeof value === 'number' && !Number.isFinite(value)) decimalOf(value)
  return value ?? null
}

function textNode(text: string): unknown {
  const trimmed = javaTrim(text)
  const first = trimmed.charAt(0)
  if ((first === '$' || first === '@') && isPath(trimmed)) return PATH
  const last = trimmed.charAt(trimmed.length - 1)
  if (trimmed.length > 1 && ((first === '[' && last === ']') || (first === '{' && last === '}')) && isJson(trimmed)) {
    return new JsonLiteral(text)
  }
  if (text.length < 2) return text
  const isQuoted = (text.startsWith("'") && text.endsWith("'")) || (text.startsWith('"') && text.endsWith('"'))
  return unescape(isQuoted ? text.slice(1, -1) : text)
}

/** Texts beyond the bound of expressions are not looked at. */
function isPath(text: string): boolean {
  if (text.length > MAX_EXPRESSION_LENGTH) return false
  try {
    parseExpression(text)
    return true
  } catch (error) {
    if (error instanceof JsonPathError && !(error instanceof LimitExceeded)) return false
    throw error
  }
}

function isJson(text: string): boolean {
  try {
    new JsonLiteral(text).read('IllegalArgumentException')
    return true
  } catch (error) {
    if (error instanceof JavaFailure) return false
    throw error
  }
}
