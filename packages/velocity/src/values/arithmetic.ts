import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
  toBigInteger,
  toDecimal,
} from './decimal.ts'
import { JavaException } from './java-exception.ts'
import { doubleOf, JavaFloat, type JavaNumber, longOf } from './java-number.ts'
import type { Spending } from './meter.ts'
import { NumberKind, numberKindOf, toDouble, toLong } from './number-kind.ts'
import { bounded, spendOnNumbers } from './number-size.ts'

/** Velocity 1.7's MathUtils: int, long and BigInteger widen by need; a float, double or BigDecimal decides. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'

/** Undefined where the result is null: division by zero. Throws a JavaException where Java throws an ArithmeticException. */
export function calculate(
  operator: ArithmeticOperator,
  left: JavaNumber,
  right: JavaNumber,
  meter: Spending,
): JavaNumber | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const fast = calculateInts(operator, left, right)
    if (fast !== undefined) return fast
  }
  spendOnNumbers(meter, left, right)
  if ((operator === '/' || operator === '%') && isZero(right)) return undefined
  switch (baseOf(left, right)) {
    case NumberKind.BIG_INTEGER:
      return calculateBig(operator, toBigInteger(left), toBigInteger(right))
    case NumberKind.FLOAT:
      return new JavaFloat(calculateDoubles(operator, toFloat(left), toFloat(right)))
    case NumberKind.DOUBLE:
      return doubleOf(calculateDoubles(operator, toDouble(left), toDouble(right)))
    case NumberKind.BIG_DECIMAL:
      return calculateDecimals(operator, left, right)
    default:
      return calculateLongs(operator, left, right)
  }
}

/** Two ints, where the result is one that a plain number can be. */
function calculateInts(operator: ArithmeticOperator, left: number, right: number): number | undefined {
  if ((left | 0) !== left || (right | 0) !== right) return undefined
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*': {
      const product = left * right
      return Number.isSafeInteger(product) ? product + 0 : undefined
    }
    case '/':
      // Adding zero makes -0 the int 0.
      return right === 0 ? undefined : Math.trunc(left / right) + 0
    default:
      return right === 0 ? undefined : (left % right) + 0
  }
}

function isZero(value: JavaNumber): boolean {
  switch (numberKindOf(value)) {
    case NumberKind.BIG_DECIMAL:
      return toDecimal(value).unscaled === 0n
    case NumberKind.BIG_INTEGER:
      return value === 0n
    default:
      return toDouble(value) === 0
  }
}

/** The class in which an operation is done (MathUtils.findCalculationBase); INTEGER and LONG are both done in longs. */
function baseOf(left: JavaNumber, right: JavaNumber): NumberKind {
  const a = numberKindOf(left) ?? NumberKind.INTEGER
  const b = numberKindOf(right) ?? NumberKind.INTEGER
  const widest = Math.max(a, b) as NumberKind
  if (widest <= NumberKind.LONG || widest === NumberKind.BIG_DECIMAL) return widest
  const hasBig = a === NumberKind.BIG_INTEGER || b === NumberKind.BIG_INTEGER
  return hasBig && widest > NumberKind.BIG_INTEGER ? NumberKind.BIG_DECIMAL : widest
}

function calculateLongs(operator: ArithmeticOperator, left: JavaNumber, right: JavaNumber): JavaNumber {
  const a = toLong(left)
  const b = toLong(right)
  const exact = calculateBig(operator, a, b, true)
  const wrapped = BigInt.asIntN(64, exact)
  if (wrapped !== exact && isOverflow(operator, wrapped, a, b)) return exact
  const isInteger = numberKindOf(left) === NumberKind.INTEGER && numberKindOf(right) === NumberKind.INTEGER
  const small = Number(wrapped)
  return isInteger && (small | 0) === small ? small | 0 : longOf(wrapped)
}

/** Velocity's own test of a product misses MIN_VALUE * -1, and a quotient it does not test at all. */
function isOverflow(operator: ArithmeticOperator, wrapped: bigint, a: bigint, b: bigint): boolean {
  if (operator === '/') return false
  return operator !== '*' || BigInt.asIntN(64, wrapped / b) !== a
}

function calculateBig(operator: ArithmeticOperator, a: bigint, b: bigint, isLong = false): bigint {
  switch (operator) {
    case '+':
      return bounded(a + b)
    case '-':
      return bounded(a - b)
    case '*':
      return bounded(a * b)
    case '/':
      return a / b
    default:
      if (isLong) return a % b
      // BigInteger.mod is never negative.
      if (b < 0n) throw new JavaException('ArithmeticException', 'BigInteger: modulus not positive')
      return ((a % b) + b) % b
  }
}

function toFloat(value: JavaNumber): number {
  return Math.fround(toDouble(value))
}

function calculateDoubles(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    default:
      return a % b
  }
}

function calculateDecimals(operator: ArithmeticOperator, left: JavaNumber, right: JavaNumber): JavaNumber {
  const a = toDecimal(left)
  const b = toDecimal(right)
  switch (operator) {
    case '+':
      return addDecimals(a, b)
    case '-':
      return subtractDecimals(a, b)
    case '*':
      return multiplyDecimals(a, b)
    case '/':
      return divideDecimals(a, b)
    default:
      throw new JavaException('ArithmeticException', 'Cannot calculate the modulo of BigDecimals.')
  }
}

/** Negative, zero or positive (MathUtils.compare): where one is NaN, zero. */
export function compareNumbers(left: JavaNumber, right: JavaNumber, meter: Spending): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0
  spendOnNumbers(meter, left, right)
  switch (baseOf(left, right)) {
    case NumberKind.FLOAT:
      return order(toFloat(left), toFloat(right))
    case NumberKind.DOUBLE:
      return order(toDouble(left), toDouble(right))
    case NumberKind.BIG_DECIMAL:
      return compareDecimals(toDecimal(left), toDecimal(right))
    default:
      return order(toBigInteger(left), toBigInteger(right))
  }
}

function order<Ordered extends number | bigint>(a: Ordered, b: Ordered): number {
  return a < b ? -1 : a > b ? 1 : 0
}
