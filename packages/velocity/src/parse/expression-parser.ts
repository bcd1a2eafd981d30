import type { BinaryOperator, Expression, ListNode, MapNode, RangeNode, ReferenceNode, Step } from './ast.ts'
import type { Nesting } from './nesting.ts'
import { floatOf, integerOf } from './number-node.ts'
import { MOST_STEPS } from './parse-bounds.ts'
import { referenceOf } from './reference-node.ts'
import { stringOf } from './string-node.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import { Kind, type Token } from './token.ts'
import type { TokenStream } from './token-stream.ts'

const VALUE = 'a value: a reference, a string, a number, true, false, a list, a map or a range'

/** Operators by how tightly they bind, loosest first; all of one row bind from left to right. */
const LEVELS: readonly ReadonlyMap<Kind, BinaryOperator>[] = [
  new Map<Kind, BinaryOperator>([[Kind.LOGICAL_OR, '||']]),
  new Map<Kind, BinaryOperator>([[Kind.LOGICAL_AND, '&&']]),
  new Map<Kind, BinaryOperator>([
    [Kind.LOGICAL_EQUALS, '=='],
    [Kind.LOGICAL_NOT_EQUALS, '!='],
  ]),
  new Map<Kind, BinaryOperator>([
    [Kind.LOGICAL_LT, '<'],
    [Kind.LOGICAL_GT, '>'],
    [Kind.LOGICAL_LE, '<='],
    [Kind.LOGICAL_GE, '>='],
  ]),
  new Map<Kind, BinaryOperator>([
    [Kind.PLUS, '+'],
    [Kind.MINUS, '-'],
  ]),
  new Map<Kind, BinaryOperator>([
    [Kind.MULTIPLY, '*'],
    [Kind.DIVIDE, '/'],
    [Kind.MODULUS, '%'],
  ]),
]

/** What `#if(…)` and the right side of `#set(…)` hold. */
export function parseExpression(tokens: TokenStream, nesting: Nesting, level = 0): Expression {
  const operators = LEVELS[level]
  if (operators === undefined) return parseUnary(tokens, nesting)
  const first = tokens.at
  let left = parseExpression(tokens, nesting, level + 1)
  let chained = 0
  for (;;) {
    const operator = operators.get(tokens.kind())
    if (operator === undefined) break
    // A chain is a tree that leans to the left: each link is a level deeper.
    nesting.enter(tokens.take().start)
    chained++
    const right = parseExpression(tokens, nesting, level + 1)
    left = { type: 'binary', operator, left, right, first, last: tokens.at - 1 }
  }
  nesting.leave(chained)
  return left
}

function parseUnary(tokens: TokenStream, nesting: Nesting): Expression {
  const first = tokens.at
  const isNot = tokens.is(Kind.LOGICAL_NOT) || (tokens.is(Kind.WHITESPACE) && tokens.kind(1) === Kind.LOGICAL_NOT)
  if (!isNot) return parsePrimary(tokens, nesting)
  tokens.skipWhiteSpace()
  nesting.enter(tokens.take().start)
  const operand = parseUnary(tokens, nesting)
  nesting.leave()
  return { type: 'not', operand, first, last: tokens.at - 1 }
}

function parsePrimary(tokens: TokenStream, nesting: Nesting): Expression {
  tokens.skipWhiteSpace()
  let value: Expression
  if (tokens.is(Kind.LPAREN)) {
    nesting.enter(tokens.take().start)
    value = parseExpression(tokens, nesting)
    tokens.expect(Kind.RPAREN, 'an operator or ")"')
    nesting.leave()
  } else {
    value = parseValue(tokens, nesting) ?? tokens.fail(VALUE)
  }
  tokens.skipWhiteSpace()
  return value
}

/** An argument of a method, an item of a list, a key or value of a map: no operators there. */
function parseParameter(tokens: TokenStream, nesting: Nesting): Expression {
  tokens.skipWhiteSpace()
  const value = parseValue(tokens, nesting) ?? tokens.fail(VALUE)
  tokens.skipWhiteSpace()
  return value
}

function parseIndexArgument(tokens: TokenStream, nesting: Nesting): Expression {
  tokens.skipWhiteSpace()
  const value =
    parseLiteral(tokens, nesting, false) ??
    tokens.fail('an index: a whole number, a string, true, false or a reference')
  tokens.skipWhiteSpace()
  return value
}

/** A value, or undefined where none is next. */
export function parseValue(tokens: TokenStream, nesting: Nesting): Expression | undefined {
  const open = tokens.peek()
  if (open.kind !== Kind.LBRACKET && open.kind !== Kind.LEFT_CURLEY) return parseLiteral(tokens, nesting, true)
  nesting.enter(open.start)
  const value = open.kind === Kind.LEFT_CURLEY ? parseMap(tokens, nesting) : parseListOrRange(tokens, nesting)
  nesting.leave()
  return value
}

function parseLiteral(tokens: TokenStream, nesting: Nesting, isFloatAllowed: boolean): Expression | undefined {
  const at = tokens.at
  switch (tokens.kind()) {
    case Kind.STRING_LITERAL:
      return stringOf(tokens.take(), at)
    case Kind.INTEGER_LITERAL:
      return integerOf(tokens.take(), at)
    case Kind.FLOATING_POINT_LITERAL:
      return isFloatAllowed ? floatOf(tokens.take(), at) : undefined
    case Kind.TRUE:
    case Kind.FALSE:
      return { type: 'boolean', value: tokens.take().kind === Kind.TRUE, first: at, last: at }
    case Kind.IDENTIFIER:
    case Kind.LCURLY:
      return parseReference(tokens, nesting)
    default:
      return undefined
  }
}

function parseListOrRange(tokens: TokenStream, nesting: Nesting): ListNode | RangeNode {
  const first = tokens.at
  tokens.take()
  tokens.skipWhiteSpace()
  if (tokens.is(Kind.RBRACKET) && tokens.at === first + 1) {
    tokens.take()
    return { type: 'list', items: [], first, last: tokens.at - 1 }
  }
  const from = parseValue(tokens, nesting) ?? tokens.fail(VALUE)
  tokens.skipWhiteSpace()
  const isEnd = from.type === 'reference' || (from.type === 'number' && !from.isFloat)
  if (isEnd && tokens.takeIf(Kind.DOUBLEDOT) !== undefined) {
    tokens.skipWhiteSpace()
    const to = parseRangeEnd(tokens, nesting)
    tokens.skipWhiteSpace()
    tokens.expect(Kind.RBRACKET, '"]", which ends the range')
    return { type: 'range', from, to, first, last: tokens.at - 1 }
  }
  const items = [from]
  while (tokens.takeIf(Kind.COMMA) !== undefined) items.push(parseParameter(tokens, nesting))
  tokens.expect(Kind.RBRACKET, '"," or "]"')
  return { type: 'list', items, first, last: tokens.at - 1 }
}

function parseRangeEnd(tokens: TokenStream, nesting: Nesting): Expression {
  const at = tokens.at
  if (tokens.is(Kind.INTEGER_LITERAL)) return integerOf(tokens.take(), at)
  if (tokens.is(Kind.IDENTIFIER) || tokens.is(Kind.LCURLY)) return parseReference(tokens, nesting)
  return tokens.fail('the end of the range: a whole number or a reference')
}

function parseMap(tokens: TokenStream, nesting: Nesting): MapNode {
  const first = tokens.at
  tokens.take()
  const entries: (readonly [Expression, Expression])[] = []
  tokens.skipWhiteSpace()
  if (!isCurlyClose(tokens)) {
    do {
      const key = parseParameter(tokens, nesting)
      tokens.expect(Kind.COLON)
      entries.push([key, parseParameter(tokens, nesting)])
    } while (tokens.takeIf(Kind.COMMA) !== undefined)
  }
  if (!isCurlyClose(tokens)) tokens.fail('"," or "}"')
  tokens.take()
  return { type: 'map', entries, first, last: tokens.at - 1 }
}

function isCurlyClose(tokens: TokenStream): boolean {
  return tokens.is(Kind.RIGHT_CURLEY) || tokens.is(Kind.RCURLY)
}

/** Whether a reference is next: `$x` or `${x`. Looks at the second token only behind `${`. */
export function isReferenceNext(tokens: TokenStream): boolean {
  const kind = tokens.kind()
  return kind === Kind.IDENTIFIER || (kind === Kind.LCURLY && tokens.kind(1) === Kind.IDENTIFIER)
}

export function parseReference(tokens: TokenStream, nesting: Nesting): ReferenceNode {
  const first = tokens.at
  const isFormal = tokens.takeIf(Kind.LCURLY) !== undefined
  const name = tokens.expect(Kind.IDENTIFIER, 'the name of a reference')
  const steps: Step[] = []
  parseIndexes(tokens, nesting, steps)
  // A dot without a name behind it is text.
  while (tokens.is(Kind.DOT) && tokens.kind(1) === Kind.IDENTIFIER) {
    checkSteps(steps, tokens.take())
    steps.push(parseMember(tokens, nesting))
    parseIndexes(tokens, nesting, steps)
  }
  if (isFormal) tokens.expect(Kind.RCURLY, '"}", which ends the reference')
  return referenceOf(tokens.tokens, { first, last: tokens.at - 1 }, name, steps)
}

function checkSteps(steps: readonly Step[], { start, end }: Token): void {
  if (steps.length < MOST_STEPS) return
  throw new SyntaxProblem(start, end, `a reference of more than ${MOST_STEPS} members and indexes`)
}

function parseMember(tokens: TokenStream, nesting: Nesting): Step {
  const first = tokens.at
  const { image: name } = tokens.take()
  // `$a.b(` is a call only if an argument or the end of the arguments follows; otherwise the rest is text.
  if (!tokens.is(Kind.LPAREN) || !ARGUMENT_STARTS.has(tokens.kind(1))) {
    return { type: 'property', name, first, last: first }
  }
  const open = tokens.take()
  nesting.enter(open.start)
  const args: Expression[] = []
  if (!tokens.is(Kind.REFMOD2_RPAREN)) {
    args.push(parseParameter(tokens, nesting))
    while (tokens.takeIf(Kind.COMMA) !== undefined) args.push(parseParameter(tokens, nesting))
  }
  tokens.expect(Kind.REFMOD2_RPAREN, '"," or ")"')
  nesting.leave()
  return { type: 'method', name, args, first, last: tokens.at - 1 }
}

const ARGUMENT_STARTS: ReadonlySet<Kind> = new Set<Kind>([
  Kind.REFMOD2_RPAREN,
  Kind.WHITESPACE,
  Kind.STRING_LITERAL,
  Kind.INTEGER_LITERAL,
  Kind.FLOATING_POINT_LITERAL,
  Kind.LBRACKET,
  Kind.LEFT_CURLEY,
  Kind.TRUE,
  Kind.FALSE,
  Kind.IDENTIFIER,
  Kind.LCURLY,
])

function parseIndexes(tokens: TokenStream, nesting: Nesting, steps: Step[]): void {
  while (tokens.is(Kind.INDEX_LBRACKET)) {
    const first = tokens.at
    const open = tokens.take()
    checkSteps(steps, open)
    nesting.enter(open.start)
    const argument = parseIndexArgument(tokens, nesting)
    tokens.expect(Kind.INDEX_RBRACKET)
    nesting.leave()
    steps.push({ type: 'index', argument, first, last: tokens.at - 1 })
  }
}
