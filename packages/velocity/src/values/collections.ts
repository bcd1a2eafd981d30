import type { Spending } from './meter.ts'

/**
 * Java's collections in JavaScript. A List is an array, a Map is a `Map` or a plain object (whose own enumerable
 * members are its entries: what `JSON.parse` yields is taken as it is). The views and entries that Java's collections
 * hand out have a class each. Whatever takes longer the more a collection holds is paid for.
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
  /** As the map holds it. */
  readonly key: unknown

  constructor(map: MapLike, key: unknown) {
    this.map = map
    this.key = key
  }

  get value(): unknown {
    return heldValue(this.map, this.key)
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

  items(meter: Spending): unknown[] {
    const keys = mapKeys(this.map, meter)
    if (this.shows === 'keys') return keys
    if (this.shows === 'values') return keys.map((key) => heldValue(this.map, key))
    meter.spend(keys.length)
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

/** The value of a key that the map is known to hold. */
export function heldValue(map: MapLike, key: unknown): unknown {
  if (map instanceof Map) return map.get(key)
  return typeof key === 'string' ? ownValue(map, key) : undefined
}

function ownValue(map: PlainObject, key: string): unknown {
  if (!Object.hasOwn(map, key)) return undefined
  const value = map[key]
  return typeof value === 'function' ? undefined : value
}

export function mapKeys(map: MapLike, meter: Spending): unknown[] {
  if (map instanceof Map) {
    meter.spend(map.size)
    return [...map.keys()]
  }
  const keys = Object.keys(map)
  meter.spend(keys.length)
  return keys.filter((key) => typeof map[key] !== 'function')
}

export function mapSize(map: MapLike, meter: Spending): number {
  return map instanceof Map ? map.size : mapKeys(map, meter).length
}

/** What java.util.Collection is here. */
export function isCollection(value: unknown): value is unknown[] | MapView {
  return Array.isArray(value) || value instanceof MapView
}

/** Items of anything that is a java.util.Collection or an array here; undefined for the rest. */
export function itemsOf(value: unknown, meter: Spending): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[]
  if (value instanceof JavaArray) return value.items
  return value instanceof MapView ? value.items(meter) : undefined
}

/** As `itemsOf`, without arrays: what methods that take a Collection take. */
export function collectionOf(value: unknown, meter: Spending): readonly unknown[] | undefined {
  return value instanceof JavaArray ? undefined : itemsOf(value, meter)
}
