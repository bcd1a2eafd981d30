import { JsonArray } from '../json/json-array.ts'
import { TextLength } from '../json/text-length.ts'
import { writeJson } from '../json/to-json.ts'
import { shortened } from '../shortened.ts'
import { heldValue, isMap, itemsOf, JavaArray, MapEntry, type MapLike, mapKeys } from './collections.ts'
import { HostObject, NullLike } from './host-object.ts'
import { JavaCharacter } from './java-character.ts'
import { JavaClass } from './java-class.ts'
import { JavaException } from './java-exception.ts'
import { isIterator } from './java-iterator.ts'
import type { JavaNumber } from './java-number.ts'
import { isNumber } from './number-kind.ts'
import { bounded, digitsOf, isBig, spendOnNumber } from './number-size.ts'
import { printNumber } from './print-number.ts'
import { Printable, type Printing } from './printable.ts'

const MOST_DEPTH = 200

/**
 * A value as Java's toString prints it. Undefined and null are `null`: who prints a reference asks for them before. All of
 * its text is paid for, within `printing`.
 */
export function printValue(value: unknown, printing: Printing): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'number') return printNumber(value)
  if (isNumber(value)) return isBig(value) ? printBig(value, printing) : printNumber(value)
  if (typeof value !== 'object') throw unknownValue(value)
  return new ValuePrinter(printing).print(value)
}

/** A context may hold numbers that take too long to be printed. */
function printBig(value: JavaNumber, printing: Printing): string {
  spendOnNumber(printing, value)
  bounded(digitsOf(value))
  return printNumber(value)
}

class ValuePrinter {
  readonly #printing: Printing
  readonly #length: TextLength

  constructor(printing: Printing) {
    this.#printing = printing
    this.#length = new TextLength(printing)
  }

  print(value: object): string {
    const text = this.#object(value, 0)
    this.#length.end()
    return text
  }

  #member(value: unknown, depth: number): string {
    if (typeof value === 'object' && value !== null && !isNumber(value)) return this.#object(value, depth + 1)
    return this.#counted(printValue(value, this.#printing))
  }

  #object(value: object, depth: number): string {
    if (depth > MOST_DEPTH) {
      throw new JavaException('StackOverflowError', 'collections nested too deeply to be printed')
    }
    this.#length.container()
    // Both are counted where they are made.
    if (value instanceof JsonArray && this.#printing.isJsonPrintedAsJson) {
      return this.#included(writeJson(value, this.#printing))
    }
    if (value instanceof Printable) return this.#included(value.printWith(this.#printing))
    if (value instanceof JavaArray) return this.#counted(`${value.typeName}@0`)
    const items = itemsOf(value, this.#printing)
    if (items !== undefined) return this.#items(value, items, depth)
    if (isMap(value)) return this.#map(value, depth)
    if (value instanceof MapEntry) return this.#entry(value.key, value.value, depth)
    if (value instanceof JavaCharacter || value instanceof JavaClass) return this.#counted(value.toString())
    if (value instanceof HostObject || value instanceof NullLike) return this.#counted(value.print())
    if (isIterator(value)) return this.#counted('java.util.Iterator@0')
    throw unknownValue(value)
  }

  #entry(key: unknown, value: unknown, depth: number): string {
    this.#length.add(1)
    return `${this.#member(key, depth)}=${this.#member(value, depth)}`
  }

  #items(list: unknown, items: readonly unknown[], depth: number): string {
    let text = '['
    this.#length.add(2)
    for (let i = 0; i < items.length; i++) {
      if (i > 0) {
        text += ', '
        this.#length.add(2)
      }
      const item = items[i]
      text += item === list ? this.#counted('(this Collection)') : this.#member(item, depth)
    }
    return `${text}]`
  }

  #map(map: MapLike, depth: number): string {
    let text = '{'
    this.#length.add(2)
    for (const key of mapKeys(map, this.#printing)) {
      if (text.length > 1) {
        text += ', '
        this.#length.add(2)
      }
      const value = heldValue(map, key)
      if (value === map) text += `${this.#member(key, depth)}=${this.#counted('(this Map)')}`
      else text += this.#entry(key, value, depth)
    }
    return `${text}}`
  }

  #included(text: string): string {
    this.#length.include(text.length)
    return text
  }

  #counted(text: string): string {
    this.#length.add(text.length)
    return text
  }
}

export function unknownValue(value: unknown): TypeError {
  return new TypeError(
    `a template cannot use ${describe(value)}: give it a string, a number, a boolean, a list or a map`,
  )
}

/** What somebody put into a context, in words; not what it holds. */
function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`
  const prototype: unknown = Object.getPrototypeOf(value)
  const constructor: unknown =
    typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, 'constructor') : undefined
  return typeof constructor === 'function' ? `an instance of ${shortened(constructor.name)}` : 'an object'
}
