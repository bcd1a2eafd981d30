import { JavaCharacter } from './java-character.ts'
import { JavaException } from './java-exception.ts'
import { JavaDecimal, JavaDouble, JavaFloat, JavaLong } from './java-number.ts'
import type { Meter } from './meter.ts'

/**
 * Java's collections in JavaScript. A List is an array, a Map is a `Map` or a plain object (whose own enumerable
 * members are its entries: what `JSON.parse` yields is taken as it is). The views and entries that Java's collections
 * hand out have a class each.
 */
export type PlainObject = Readonly<Record<string, unknown>>
export type MapLike = Map<unknown, unknown> | PlainObject

/** A Java array, such as String.split makes: like a list, but fixed in length and printed otherwise. */
export class JavaArray {
  readonly items: unknown[]
  /** Java's name of the items' class, in arrays' notation: `[Ljava.lang.String;`. */
  readonly typeName: string

  constructor(items: unknown[], typeName = '[Ljava.lang.String;') {
    this.items = items
    this.typeName = typeName
  }
}

/** Map.Entry: live, as Java's are. */
export class MapEntry {
  readonly map: MapLike
  readonly key: unknown

  constructor(map: MapLike, key: unknown) {
    this.map = map
    this.key = key
  }

  get value(): unknown {
    return mapGet(this.map, this.key)
  }
}

/** keySet(), values() and entrySet(): they show the map as it is. */
export class MapView {
  readonly map: MapLike
  readonly shows: 'keys' | 'values' | 'entries'

  constructor(map: MapLike, shows: 'keys' | 'values' | 'entries') {
    this.map = map
    this.shows = shows
  }

  items(): unknown[] {
    const keys = mapKeys(this.map)
    if (this.shows === 'keys') return keys
    if (this.shows === 'values') return keys.map((key) => mapGet(this.map, key))
    return keys.map((key) => new MapEntry(this.map, key))
  }
}

export function isMap(value: unknown): value is MapLike {
  return value instanceof Map || isPlainObject(value)
}

/** Objects of `{}` or of `Object.create(null)`; instances of classes are not data. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Keys that a JavaScript Map compares as Java does; numbers of other classes and collections are compared one by one. */
function isSimpleKey(key: unknown): boolean {
  return typeof key !== 'object' || key === null
}

/** The key as the map holds it, or undefined where it has none such. */
function findKey(map: Map<unknown, unknown>, key: unknown): unknown {
  if (isSimpleKey(key)) return key ?? null
  for (const other of map.keys()) if (!isSimpleKey(other) && javaEquals(other, key)) return other
  return key
}

export function mapGet(map: MapLike, key: unknown): unknown {
  if (map instanceof Map) return map.get(findKey(map, key))
  if (typeof key !== 'string' || !Object.hasOwn(map, key)) return undefined
  const value = map[key]
  return typeof value === 'function' ? undefined : value
}

export function mapHas(map: MapLike, key: unknown): boolean {
  if (map instanceof Map) return map.has(findKey(map, key))
  return typeof key === 'string' && Object.hasOwn(map, key) && typeof map[key] !== 'function'
}

export function mapPut(map: MapLike, key: unknown, value: unknown): void {
  if (map instanceof Map) {
    map.set(findKey(map, key), value ?? null)
    return
  }
  // A member of its own, whatever it is called: `__proto__` too. Other keys than strings become strings.
  Object.defineProperty(map, typeof key === 'string' ? key : String(key), {
    value: value ?? null,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

export function mapDelete(map: MapLike, key: unknown): void {
  if (map instanceof Map) map.delete(findKey(map, key))
  else if (typeof key === 'string') Reflect.deleteProperty(map, key)
}

export function mapClear(map: MapLike): void {
  for (const key of mapKeys(map)) mapDelete(map, key)
}

export function mapKeys(map: MapLike): unknown[] {
  if (map instanceof Map) return [...map.keys()]
  return Object.keys(map).filter((key) => typeof map[key] !== 'function')
}

export function mapSize(map: MapLike): number {
  return map instanceof Map ? map.size : mapKeys(map).length
}

/** Items of anything that is a java.util.Collection or an array here; undefined for the rest. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[]
  if (value instanceof JavaArray) return value.items
  return value instanceof MapView ? value.items() : undefined
}

/** As `itemsOf`, without arrays: what methods that take a Collection take. */
export function collectionOf(value: unknown): readonly unknown[] | undefined {
  return value instanceof JavaArray ? undefined : itemsOf(value)
}

/** Index of the first item that equals `wanted`, or -1. */
export function indexIn(items: readonly unknown[], wanted: unknown, meter: Meter, from = 0): number {
  meter.spend(items.length >> 4)
  for (let i = from; i < items.length; i++) if (javaEquals(items[i], wanted, meter)) return i
  return -1
}

/** How deep equality looks; Java would end its stack somewhere. */
const MOST_DEPTH = 200

/** Object.equals: numbers of one class only, collections by what they hold. */
export function javaEquals(a: unknown, b: unknown, meter?: Meter, depth = 0): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return (a ?? null) === (b ?? null)
  if (a === null || b === null) return false
  if (depth > MOST_DEPTH) throw new JavaException('StackOverflowError', 'collections nested too deeply to be compared')
  meter?.spend(1)
  if (a instanceof JavaLong) return b instanceof JavaLong && a.value === b.value
  if (a instanceof JavaDouble) return b instanceof JavaDouble && Object.is(a.value, b.value)
  if (a instanceof JavaFloat) return b instanceof JavaFloat && Object.is(a.value, b.value)
  if (a instanceof JavaDecimal) return b instanceof JavaDecimal && a.unscaled === b.unscaled && a.scale === b.scale
  if (a instanceof JavaCharacter) return b instanceof JavaCharacter && a.code === b.code
  if (Array.isArray(a)) return Array.isArray(b) && itemsEqual(a, b, meter, depth)
  if (a instanceof MapEntry) {
    const isEntry = b instanceof MapEntry
    return isEntry && javaEquals(a.key, b.key, meter, depth + 1) && javaEquals(a.value, b.value, meter, depth + 1)
  }
  if (a instanceof MapView) return b instanceof MapView && viewsEqual(a, b, meter, depth)
  if (a instanceof JavaArray) return false
  return isMap(a) && isMap(b) && mapsEqual(a, b, meter, depth)
}

function itemsEqual(a: readonly unknown[], b: readonly unknown[], meter: Meter | undefined, depth: number): boolean {
  return a.length === b.length && a.every((item, i) => javaEquals(item, b[i], meter, depth + 1))
}

/** Sets are equal by what they hold; Map.values() equals itself alone. */
function viewsEqual(a: MapView, b: MapView, meter: Meter | undefined, depth: number): boolean {
  if (a.shows === 'values' || b.shows === 'values') return a.map === b.map && a.shows === b.shows
  const items = itemsOf(b) ?? []
  const own = a.items()
  if (own.length !== items.length) return false
  return own.every((item) => items.some((other) => javaEquals(item, other, meter, depth + 1)))
}

function mapsEqual(a: MapLike, b: MapLike, meter: Meter | undefined, depth: number): boolean {
  if (mapSize(a) !== mapSize(b)) return false
  return mapKeys(a).every((key) => mapHas(b, key) && javaEquals(mapGet(a, key), mapGet(b, key), meter, depth + 1))
}
