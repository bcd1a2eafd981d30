import { shortened } from '../shortened.ts'
import { doubleOf, type JavaNumber, longOf } from '../values/java-number.ts'
import type { NumberNode } from './ast.ts'
import { MOST_INTEGER_DIGITS } from './parse-bounds.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import type { Token } from './token.ts'

/** Integer, Long or BigInteger, whichever is the first that holds it (Velocity 1.7, ASTIntegerLiteral.init). */
export function integerOf(token: Token, index: number): NumberNode {
  checkDigits(token)
  const { image, start, end } = token
  if (image.length > MOST_INTEGER_DIGITS) {
    throw new SyntaxProblem(start, end, `a whole number of more than ${MOST_INTEGER_DIGITS} digits`)
  }
  return { type: 'number', first: index, last: index, value: integerValue(token.image), isFloat: false }
}

function integerValue(image: string): JavaNumber {
  const small = Number(image)
  if ((small | 0) === small) return small | 0
  const exact = BigInt(image)
  return BigInt.asIntN(64, exact) === exact ? longOf(exact) : exact
}

export function floatOf(token: Token, index: number): NumberNode {
  checkDigits(token)
  return { type: 'number', first: index, last: index, value: doubleOf(Number(token.image)), isFloat: true }
}

/** The lexer leaves `#`, `$` and their like before a number where it has nothing else to do with them. */
function checkDigits({ image, start, end }: Token): void {
  if (/^-?[\d.]/.test(image)) return
  throw new SyntaxProblem(start, end, `${JSON.stringify(shortened(image))} is not a number`)
}
