import { JavaDecimal, JavaDouble, JavaFloat, JavaLong, type JavaNumber } from '../values/java-number.ts'
import { printNumber } from '../values/print-number.ts'
import { escapeJson } from './escape-json.ts'

/** How deep a value may nest. A cycle is deeper than any number. */
export const MAX_PRINTED_DEPTH = 500

/** A value that has no JSON text. */
export class UnprintableJson extends Error {
  override readonly name = 'UnprintableJson'
}

/**
 * The compact JSON text of a value, as json-smart writes it: numbers as Java prints them, `/` as `\/`. Maps and plain
 * objects (own enumerable members) are objects, arrays are arrays; null, undefined, NaN and infinities are `null`.
 * Anything else, such as a function or a Date, throws UnprintableJson, as do values deeper than MAX_PRINTED_DEPTH.
 */
export function toJson(value: unknown): string {
  return print(value, 0)
}

function print(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      return Number.isFinite(value) ? printNumber(value) : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return value.toString()
    case 'undefined':
      return 'null'
    case 'object':
      return value === null ? 'null' : printObject(value, depth + 1)
    default:
      throw new UnprintableJson(`A ${typeof value} has no JSON text.`)
  }
}

function printObject(value: object, depth: number): string {
  if (isBoxedNumber(value)) return isFiniteNumber(value) ? printNumber(value) : 'null'
  if (depth > MAX_PRINTED_DEPTH) {
    throw new UnprintableJson(`The value nests more than ${MAX_PRINTED_DEPTH} deep, or contains itself.`)
  }
  if (Array.isArray(value)) return printArray(value, depth)
  if (value instanceof Map) return printMap(value, depth)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new UnprintableJson('A host object has no JSON text.')
  return printMembers(value, depth)
}

function printArray(items: readonly unknown[], depth: number): string {
  let text = '['
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ','
    text += print(items[index], depth)
  }
  return `${text}]`
}

function printMap(map: ReadonlyMap<unknown, unknown>, depth: number): string {
  let text = ''
  for (const [key, member] of map) {
    text += `${text === '' ? '{' : ','}${quote(keyText(key, depth))}:${print(member, depth)}`
  }
  return text === '' ? '{}' : `${text}}`
}

function printMembers(object: object, depth: number): string {
  let text = ''
  for (const [key, member] of Object.entries(object)) {
    text += `${text === '' ? '{' : ','}${quote(key)}:${print(member, depth)}`
  }
  return text === '' ? '{}' : `${text}}`
}

/** A key that is no string is the text of its value: 1 is `"1"`, null is `"null"`. */
function keyText(key: unknown, depth: number): string {
  return typeof key === 'string' ? key : print(key, depth)
}

function quote(text: string): string {
  return `"${escapeJson(text)}"`
}

function isBoxedNumber(value: object): value is Exclude<JavaNumber, number | bigint> {
  return (
    value instanceof JavaDouble ||
    value instanceof JavaLong ||
    value instanceof JavaDecimal ||
    value instanceof JavaFloat
  )
}

function isFiniteNumber(value: Exclude<JavaNumber, number | bigint>): boolean {
  return !(value instanceof JavaFloat) || Number.isFinite(value.value)
}
