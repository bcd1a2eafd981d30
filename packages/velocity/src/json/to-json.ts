import { JavaDecimal, JavaDouble, JavaFloat, JavaLong, type JavaNumber } from '../values/java-number.ts'
import { digitsOf, isWithinBounds, MOST_DIGITS } from '../values/number-size.ts'
import { printNumber } from '../values/print-number.ts'
import { escapeJson } from './escape-json.ts'
import type { JsonLimits } from './json-limits.ts'
import { TextLength } from './text-length.ts'

/** How deep a value may nest. A cycle is deeper than any number. */
export const MAX_PRINTED_DEPTH = 500

/** A value that has no JSON text. */
export class UnprintableJson extends Error {
  override readonly name = 'UnprintableJson'
}

/**
 * The compact JSON text of a value, as json-smart writes it: numbers as Java prints them, `/` as `\/`. Maps and plain
 * objects (own enumerable members) are objects, arrays are arrays; null, undefined, NaN and infinities are `null`.
 * Anything else, such as a function or a Date, throws UnprintableJson, as do values deeper than MAX_PRINTED_DEPTH,
 * numbers of more than 2,000 digits and texts of more than MOST_CHARACTERS.
 */
export function toJson(value: unknown): string {
  return writeJson(value, DEFAULT_LIMITS)
}

/** As `toJson`, within limits of its own. */
export function writeJson(value: unknown, limits: JsonLimits): string {
  return new JsonWriter(limits).write(value)
}

const MOST_CHARACTERS = 16_777_216

const DEFAULT_LIMITS: JsonLimits = {
  mostCharacters: MOST_CHARACTERS,
  tooLong: () => new UnprintableJson(`The value has a JSON text of more than ${MOST_CHARACTERS} characters.`),
  spend: () => undefined,
}

class JsonWriter {
  readonly #length: TextLength

  constructor(limits: JsonLimits) {
    this.#length = new TextLength(limits)
  }

  write(value: unknown): string {
    const text = this.#value(value, 0)
    this.#length.end()
    return text
  }

  #value(value: unknown, depth: number): string {
    switch (typeof value) {
      case 'string':
        return this.#quoted(value)
      case 'number':
        return this.#counted(Number.isFinite(value) ? printNumber(value) : 'null')
      case 'boolean':
        return this.#counted(value ? 'true' : 'false')
      case 'bigint':
        return this.#counted(printBounded(value))
      case 'undefined':
        return this.#counted('null')
      case 'object':
        return value === null ? this.#counted('null') : this.#object(value, depth + 1)
      default:
        throw new UnprintableJson(`A ${typeof value} has no JSON text.`)
    }
  }

  #object(value: object, depth: number): string {
    if (isBoxedNumber(value)) return this.#counted(isFiniteNumber(value) ? printBounded(value) : 'null')
    if (depth > MAX_PRINTED_DEPTH) {
      throw new UnprintableJson(`The value nests more than ${MAX_PRINTED_DEPTH} deep, or contains itself.`)
    }
    this.#length.container()
    if (Array.isArray(value)) return this.#array(value, depth)
    if (value instanceof Map) return this.#members(value, depth)
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) {
      throw new UnprintableJson('A host object has no JSON text.')
    }
    return this.#members(Object.entries(value), depth)
  }

  #array(items: readonly unknown[], depth: number): string {
    let text = '['
    // The brackets, and a comma less than there are items.
    this.#length.add(2)
    for (let index = 0; index < items.length; index++) {
      if (index > 0) {
        text += ','
        this.#length.add(1)
      }
      text += this.#value(items[index], depth)
    }
    return `${text}]`
  }

  #members(members: Iterable<readonly [unknown, unknown]>, depth: number): string {
    let text = ''
    this.#length.add(2)
    for (const [key, member] of members) {
      // A comma and a colon.
      this.#length.add(2)
      text += `${text === '' ? '{' : ','}${this.#key(key, depth)}:${this.#value(member, depth)}`
    }
    return text === '' ? '{}' : `${text}}`
  }

  /** A key that is no string is the text of its value: 1 is `"1"`, null is `"null"`. */
  #key(key: unknown, depth: number): string {
    return this.#quoted(typeof key === 'string' ? key : this.#value(key, depth))
  }

  #quoted(text: string): string {
    // A text that is too long as it is need not be escaped.
    this.#length.add(text.length + 2)
    const escaped = escapeJson(text)
    this.#length.add(escaped.length - text.length)
    return `"${escaped}"`
  }

  #counted(text: string): string {
    this.#length.add(text.length)
    return text
  }
}

function printBounded(value: JavaNumber): string {
  if (!isWithinBounds(digitsOf(value))) {
    throw new UnprintableJson(`A number of more than ${MOST_DIGITS} digits has no JSON text.`)
  }
  return printNumber(value)
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
