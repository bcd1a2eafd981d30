import { PatternSyntaxError } from '../regex/pattern-syntax-error.ts'
import { Cursor } from './cursor.ts'
import { InvalidPath, JavaFailure, LimitExceeded } from './json-path-error.ts'
import { MAX_NESTING } from './limits.ts'
import { isRelational, readOperand } from './parse-operand.ts'
import type { Condition, Operand, Path } from './path.ts'

const OPERATORS: ReadonlySet<string> = new Set(
  '>= <= == === != !== < > =~ NIN IN CONTAINS ALL SIZE EXISTS TYPE MATCHES EMPTY SUBSETOF ANYOF NONEOF'.split(' '),
)

/**
 * Reads `[?(…)]`, by this grammar of Jayway's FilterCompiler:
 *
 *     or         = and { '||' and }
 *     and        = operand { '&&' operand }
 *     operand    = comparison | '(' or ')' | '!' operand
 *     comparison = value [ operator value ]
 *
 * Throws InvalidPath with Jayway's text.
 */
export function parseCondition(text: string, readPath: (text: string) => Path): Condition {
  const cursor = new Cursor(text).trim()
  if (!cursor.is('[') || !cursor.is(']', cursor.last)) {
    throw new InvalidPath(`Filter must start with '[' and end with ']'. ${text}`)
  }
  cursor.at++
  cursor.last--
  cursor.trim()
  if (!cursor.is('?')) throw new InvalidPath(`Filter must start with '[?' and end with ']'. ${text}`)
  cursor.at++
  cursor.trim()
  if (!cursor.is('(') || !cursor.is(')', cursor.last)) {
    throw new InvalidPath(`Filter must start with '[?(' and end with ')]'. ${text}`)
  }
  try {
    const condition = new ConditionParser(cursor, readPath).readOr(0)
    if (!cursor.skipBlanks().inBounds()) return condition
    const rest = cursor.slice(cursor.at, cursor.length)
    throw new InvalidPath(`Expected end of filter expression instead of: ${rest}`)
  } catch (error) {
    if (!(error instanceof JavaFailure || error instanceof PatternSyntaxError)) throw error
    throw new InvalidPath(`Failed to parse filter: ${text}, error on position: ${cursor.at}, char: ${cursor.char()}`)
  }
}

class ConditionParser {
  readonly #cursor: Cursor
  readonly #readPath: (text: string) => Path

  constructor(cursor: Cursor, readPath: (text: string) => Path) {
    this.#cursor = cursor
    this.#readPath = readPath
  }

  readOr(nesting: number): Condition {
    return this.#readChain('or', '||', () => this.#readAnd(nesting))
  }

  #readAnd(nesting: number): Condition {
    return this.#readChain('and', '&&', () => this.#readOperand(nesting))
  }

  #readChain(type: 'or' | 'and', sign: string, readOne: () => Condition): Condition {
    const cursor = this.#cursor
    const first = readOne()
    const operands = [first]
    for (;;) {
      const before = cursor.at
      if (!cursor.accept(sign)) {
        cursor.at = before
        return operands.length === 1 ? first : { type, operands }
      }
      operands.push(readOne())
    }
  }

  #readOperand(nesting: number): Condition {
    if (nesting > MAX_NESTING) throw new LimitExceeded(`The filter nests more than ${MAX_NESTING} deep.`)
    const cursor = this.#cursor
    const before = cursor.skipBlanks().at
    if (cursor.is('!')) {
      cursor.at++
      const next = cursor.skipBlanks().char()
      if (next !== '$' && next !== '@') return { type: 'not', operand: this.#readOperand(nesting + 1) }
      cursor.at = before
    }
    if (cursor.is('(')) {
      cursor.at++
      const condition = this.readOr(nesting + 1)
      cursor.expect(')')
      return condition
    }
    return this.#readComparison()
  }

  /** Where no operator and value follow, whatever follows, the left value is asked whether it exists. */
  #readComparison(): Condition {
    const cursor = this.#cursor
    const left = readOperand(cursor, this.#readPath)
    const before = cursor.at
    const comparison = this.#tryRest(left)
    if (comparison !== undefined) return comparison
    cursor.at = before
    if (left.type !== 'path') throw new InvalidPath('Expected path node')
    return { type: 'exists', path: left.path, expected: !left.negated }
  }

  #tryRest(left: Operand): Condition | undefined {
    try {
      const operator = this.#readOperator()
      return { type: 'comparison', operator, left, right: readOperand(this.#cursor, this.#readPath) }
    } catch (error) {
      if (error instanceof InvalidPath) return undefined
      throw error
    }
  }

  #readOperator(): string {
    const cursor = this.#cursor
    const start = cursor.skipBlanks().at
    if (isRelational(cursor.char())) {
      while (cursor.inBounds() && isRelational(cursor.char())) cursor.at++
    } else {
      while (cursor.inBounds() && !cursor.is(' ')) cursor.at++
    }
    const operator = cursor.slice(start, cursor.at)
    const upperCase = operator.toUpperCase()
    if (!OPERATORS.has(upperCase)) throw new InvalidPath(`Filter operator ${operator} is not supported!`)
    return upperCase
  }
}
