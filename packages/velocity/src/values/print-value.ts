import { JsonArray } from '../json/json-array.ts'
import { toJson } from '../json/to-json.ts'
import { isMap, itemsOf, JavaArray, MapEntry, type MapLike, mapGet, mapKeys } from './collections.ts'
import { HostObject, NullLike } from './host-object.ts'
import { JavaCharacter } from './java-character.ts'
import { JavaClass } from './java-class.ts'
import { JavaException } from './java-exception.ts'
import { isIterator } from './java-iterator.ts'
import { isNumber } from './number-kind.ts'
import { printNumber } from './print-number.ts'

export interface Printing {
  /** Lists that come of JSON text print as JSON: what API Gateway does with what `$input.path` found. */
  readonly isJsonPrintedAsJson: boolean
  /** The longest text that may come of it; a longer one throws `tooLong`. */
  readonly mostCharacters: number
  readonly tooLong: () => Error
}

/** Values that know how to print themselves: the scope of a loop, a block of `#define`. */
export interface Printable {
  printWith(printing: Printing): string
}

const MOST_DEPTH = 200

/** A value as Java's toString prints it. Undefined and null are `null`: who prints a reference asks for them before. */
export function printValue(value: unknown, printing: Printing): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value === undefined || value === null) return 'null'
  if (isNumber(value)) return printNumber(value)
  return printObject(value, printing, 0)
}

function printObject(value: unknown, printing: Printing, depth: number): string {
  if (depth > MOST_DEPTH) throw new JavaException('StackOverflowError', 'collections nested too deeply to be printed')
  if (value instanceof JsonArray && printing.isJsonPrintedAsJson) return checked(toJson(value), printing)
  if (value instanceof JavaArray) return `${value.typeName}@0`
  const items = itemsOf(value)
  if (items !== undefined) return printItems(value, items, printing, depth)
  if (isMap(value)) return printMap(value, printing, depth)
  if (value instanceof MapEntry) {
    return `${printMember(value.key, printing, depth)}=${printMember(value.value, printing, depth)}`
  }
  if (value instanceof JavaCharacter || value instanceof JavaClass) return value.toString()
  if (value instanceof HostObject || value instanceof NullLike) return checked(value.print(), printing)
  if (isIterator(value)) return 'java.util.Iterator@0'
  if (isPrintable(value)) return checked(value.printWith(printing), printing)
  throw new TypeError(
    `a template cannot use ${describe(value)}: give it a string, a number, a boolean, a list or a map`,
  )
}

function printMember(value: unknown, printing: Printing, depth: number): string {
  return typeof value === 'object' && value !== null && !isNumber(value)
    ? printObject(value, printing, depth + 1)
    : printValue(value, printing)
}

function printItems(list: unknown, items: readonly unknown[], printing: Printing, depth: number): string {
  let text = '['
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text += ', '
    const item = items[i]
    text += item === list ? '(this Collection)' : printMember(item, printing, depth)
    if (text.length > printing.mostCharacters) throw printing.tooLong()
  }
  return `${text}]`
}

function printMap(map: MapLike, printing: Printing, depth: number): string {
  let text = '{'
  for (const key of mapKeys(map)) {
    if (text.length > 1) text += ', '
    const value = mapGet(map, key)
    const shown = value === map ? '(this Map)' : printMember(value, printing, depth)
    text += `${printMember(key, printing, depth)}=${shown}`
    if (text.length > printing.mostCharacters) throw printing.tooLong()
  }
  return `${text}}`
}

function checked(text: string, printing: Printing): string {
  if (text.length > printing.mostCharacters) throw printing.tooLong()
  return text
}

function isPrintable(value: unknown): value is Printable {
  return typeof value === 'object' && value !== null && 'printWith' in value
}

/** What somebody put into a context, in words; not what it holds. */
export function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`
  const prototype: unknown = Object.getPrototypeOf(value)
  const constructor: unknown =
    typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, 'constructor') : undefined
  return typeof constructor === 'function' ? `an instance of ${constructor.name}` : 'an object'
}
