import { JsonArray } from '../json/json-array.ts'
import { doubleOf, JavaDouble, JavaFloat, type JavaNumber } from '../values/java-number.ts'
import { intValue } from './decimal.ts'
import { isList, isNumber, isObject, KeySet, keysOf } from './document.ts'
import type { Run } from './evaluation.ts'
import { doubleValue } from './java-class.ts'
import { javaText } from './java-text.ts'
import { JsonLiteral } from './json-literal.ts'
import { JavaFailure } from './json-path-error.ts'

/** The value of a path, or a JsonLiteral that has yet to be read. */
export type Argument = unknown

/** `value` is what stands before the function. MISSING ends the run, which has been told why. */
export type PathFunction = (value: unknown, args: readonly Argument[], run: Run) => unknown

/** All but length() and its other name size(). */
export const functions: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['avg', aggregation((numbers) => sum(numbers) / numbers.length)],
  ['stddev', aggregation(standardDeviation)],
  ['sum', aggregation(sum)],
  // Java's Double.MIN_VALUE is the least positive number, so that is the maximum of negative ones.
  [
    'max',
    aggregation((numbers) => numbers.reduce((most, number) => (number > most ? number : most), Number.MIN_VALUE)),
  ],
  [
    'min',
    aggregation((numbers) => numbers.reduce((least, number) => (number < least ? number : least), Number.MAX_VALUE)),
  ],
  ['concat', concat],
  ['append', append],
  ['keys', (value) => (isObject(value) ? KeySet.from(keysOf(value)) : null)],
  ['first', (value) => itemAt(value, () => 0)],
  ['last', (value) => itemAt(value, () => -1)],
  ['index', (value, args) => itemAt(value, () => indexOf(args))],
])

const NOTHING = 'Aggregation function attempted to calculate value using empty array'

/** A function of all numbers in the list before it and in its arguments. */
function aggregation(aggregate: (numbers: readonly number[]) => number): PathFunction {
  return (value, args, { budget }) => {
    const numbers: number[] = []
    for (const source of isList(value) ? [value, ...args] : args) {
      for (const item of itemsOf(read(source))) {
        budget.visit(1)
        if (isNumber(item)) numbers.push(doubleValue(item))
      }
    }
    if (numbers.length === 0) throw new JavaFailure('JsonPathException', NOTHING)
    return doubleOf(aggregate(numbers))
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function standardDeviation(numbers: readonly number[]): number {
  const count = numbers.length
  const total = sum(numbers)
  const squares = numbers.reduce((squared, number) => squared + number * number, 0)
  return Math.sqrt(squares / count - (total * total) / count / count)
}

/** The strings of the list before it, then all that is in the arguments as text, null left out. */
function concat(value: unknown, args: readonly Argument[], { budget }: Run): string {
  let text = ''
  const write = (part: string): void => {
    budget.visit(1)
    budget.write(part.length)
    text += part
  }
  for (const item of isList(value) ? value : []) {
    if (typeof item === 'string') write(item)
  }
  for (const argument of args) {
    for (const item of itemsOf(read(argument))) {
      if (item !== null && item !== undefined) write(javaText(item))
    }
  }
  return text
}

/** Jayway's function adds to the list in the document itself; here the document stays as it is. */
function append(value: unknown, args: readonly Argument[], { budget }: Run): unknown {
  if (!isList(value) || args.length === 0) return value
  budget.visit(value.length)
  const appended = new JsonArray()
  for (const item of value) appended.push(item)
  for (const argument of args) appended.push(read(argument))
  return appended
}

/** A negative index counts from the end, but never reaches the first item. */
function itemAt(value: unknown, indexToTake: () => number): unknown {
  if (!isList(value)) throw new JavaFailure('JsonPathException', NOTHING)
  const index = indexToTake()
  if (index >= 0) return checkedItem(value, index)
  const at = value.length + index
  if (at > 0) return value[at] ?? null
  throw new JavaFailure('JsonPathException', `Target index:${index} larger than object count:${value.length}`)
}

function indexOf(args: readonly Argument[]): number {
  const numbers: JavaNumber[] = []
  for (const argument of args) {
    for (const item of itemsOf(read(argument))) if (isNumber(item)) numbers.push(item)
  }
  return toInt(checkedItem(numbers, 0) as JavaNumber)
}

function checkedItem(list: readonly unknown[], index: number): unknown {
  if (index < list.length) return list[index] ?? null
  throw new JavaFailure('IndexOutOfBoundsException', `Index ${index} out of bounds for length ${list.length}`)
}

/** Number.intValue: a double stops at the bounds of an int, other numbers lose their high bits. */
function toInt(number: JavaNumber): number {
  const isDouble = number instanceof JavaDouble || number instanceof JavaFloat || typeof number === 'number'
  if (!isDouble || Number.isSafeInteger(number)) return intValue(number)
  const value = doubleValue(number)
  return Number.isNaN(value) ? 0 : Math.trunc(Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value)))
}

function itemsOf(value: unknown): readonly unknown[] {
  return isList(value) ? value : [value]
}

function read(argument: Argument): unknown {
  return argument instanceof JsonLiteral ? argument.read('InvalidJsonException') : argument
}
