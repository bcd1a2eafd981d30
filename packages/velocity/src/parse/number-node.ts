import { doubleOf, type JavaNumber, longOf } from '../values/java-number.ts'
import type { NumberNode } from './ast.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import type { Token } from './token.ts'

/** Integer, Long or BigInteger, whichever is the first that holds it (Velocity 1.7, ASTIntegerLiteral.init). */
export function integerOf(token: Token, index: number): NumberNode {
  checkDigits(token)
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

/** The lexer leaves a `#` before a number where it has nothing else to do with it. */
function checkDigits({ image, start, end }: Token): void {
  if (image.startsWith('#')) throw new SyntaxProblem(start, end, `${JSON.stringify(image)} is not a number`)
}
