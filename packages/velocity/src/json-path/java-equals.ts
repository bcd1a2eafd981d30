import { JavaDecimal, JavaLong, type JavaNumber } from '../values/java-number.ts'
import { isList, isNumber, isObject, keysOf, MISSING, memberOf, sizeOf } from './document.ts'
import type { Budget } from './evaluation.ts'
import { doubleValue, numberClass } from './java-class.ts'
import { LimitExceeded } from './json-path-error.ts'
import { MAX_SCAN_DEPTH } from './limits.ts'

/** Object.equals of JSON values: numbers are only equal if their classes are, so 1 is not 1.0. */
export function javaEquals(left: unknown, right: unknown, budget: Budget): boolean {
  return equal(left, right, budget, 0)
}

function equal(left: unknown, right: unknown, budget: Budget, depth: number): boolean {
  budget.visit(1)
  if (depth > MAX_SCAN_DEPTH) throw new LimitExceeded(`The document nests more than ${MAX_SCAN_DEPTH} deep.`)
  if (isNumber(left)) return isNumber(right) && numbersEqual(left, right)
  if (isList(left)) {
    if (!isList(right) || left.length !== right.length) return false
    return left.every((item, index) => equal(item, right[index], budget, depth + 1))
  }
  if (!isObject(left)) return (left ?? null) === (right ?? null)
  if (!isObject(right) || sizeOf(left) !== sizeOf(right)) return false
  return keysOf(left).every((key) => {
    const other = memberOf(right, key)
    return other !== MISSING && equal(memberOf(left, key), other, budget, depth + 1)
  })
}

function numbersEqual(left: JavaNumber, right: JavaNumber): boolean {
  const javaClass = numberClass(left)
  if (javaClass !== numberClass(right)) return false
  if (left instanceof JavaDecimal && right instanceof JavaDecimal) {
    return left.unscaled === right.unscaled && left.scale === right.scale
  }
  if (left instanceof JavaLong && right instanceof JavaLong) return left.value === right.value
  // Double.equals tells 0.0 from -0.0, and finds NaN equal to itself.
  if (javaClass === 'Double' || javaClass === 'Float') return Object.is(doubleValue(left), doubleValue(right))
  return left === right
}
