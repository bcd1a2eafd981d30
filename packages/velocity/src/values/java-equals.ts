import { heldValue, isMap, JavaArray, MapEntry, type MapLike, MapView, mapKeys, mapSize } from './collections.ts'
import { JavaCharacter } from './java-character.ts'
import { JavaException } from './java-exception.ts'
import { JavaDecimal, JavaDouble, JavaFloat, JavaLong } from './java-number.ts'
import type { Meter } from './meter.ts'
import { spendOnNumbers } from './number-size.ts'

/** How deep equality looks; Java would end its stack somewhere. */
const MOST_DEPTH = 200

/** Object.equals: numbers of one class only, collections by what they hold. */
export function javaEquals(a: unknown, b: unknown, meter: Meter, depth = 0): boolean {
  if (typeof a === 'string') return typeof b === 'string' && textsEqual(a, b, meter)
  if (typeof a === 'bigint') return typeof b === 'bigint' && bigsEqual(a, b, meter)
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return (a ?? null) === (b ?? null)
  if (a === null || b === null) return false
  if (depth > MOST_DEPTH) throw new JavaException('StackOverflowError', 'collections nested too deeply to be compared')
  meter.spend(1)
  if (a instanceof JavaLong) return b instanceof JavaLong && a.value === b.value
  if (a instanceof JavaDouble) return b instanceof JavaDouble && Object.is(a.value, b.value)
  if (a instanceof JavaFloat) return b instanceof JavaFloat && Object.is(a.value, b.value)
  if (a instanceof JavaDecimal) {
    return b instanceof JavaDecimal && a.scale === b.scale && bigsEqual(a.unscaled, b.unscaled, meter)
  }
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

/** Texts of one length are compared character by character. */
export function textsEqual(a: string, b: string, meter: Meter): boolean {
  if (a.length !== b.length) return false
  meter.spend(a.length >> 4)
  return a === b
}

function bigsEqual(a: bigint, b: bigint, meter: Meter): boolean {
  spendOnNumbers(meter, a, b)
  return a === b
}

function itemsEqual(a: readonly unknown[], b: readonly unknown[], meter: Meter, depth: number): boolean {
  if (a.length !== b.length) return false
  meter.spend(a.length >>> 4)
  for (let i = 0; i < a.length; i++) if (!javaEquals(a[i], b[i], meter, depth + 1)) return false
  return true
}

/** Sets are equal by what they hold; Map.values() equals itself alone. */
function viewsEqual(a: MapView, b: MapView, meter: Meter, depth: number): boolean {
  if (a.shows === 'values' || b.shows === 'values') return a.map === b.map && a.shows === b.shows
  if (mapSize(a.map, meter) !== mapSize(b.map, meter)) return false
  if (a.shows === b.shows) {
    const isWithValues = a.shows === 'entries'
    return mapKeys(a.map, meter).every((key) => hasEntry(key, a.map, b.map, isWithValues, meter, depth))
  }
  const others = b.items(meter)
  return a.items(meter).every((item) => {
    meter.spend(1 + (others.length >> 4))
    return others.some((other) => javaEquals(item, other, meter, depth + 1))
  })
}

function mapsEqual(a: MapLike, b: MapLike, meter: Meter, depth: number): boolean {
  if (mapSize(a, meter) !== mapSize(b, meter)) return false
  return mapKeys(a, meter).every((key) => hasEntry(key, a, b, true, meter, depth))
}

function hasEntry(key: unknown, a: MapLike, b: MapLike, isWithValue: boolean, meter: Meter, depth: number): boolean {
  if (!mapHas(b, key, meter)) return false
  return !isWithValue || javaEquals(mapGet(a, key, meter), mapGet(b, key, meter), meter, depth + 1)
}

/** The key as the map holds it, or undefined where it has none such. */
export function keyIn(map: Map<unknown, unknown>, key: unknown, meter: Meter): unknown {
  if (typeof key !== 'object' || key === null) {
    // Big integers are told apart by their last digits alone: a map of them may have to look at each.
    if (typeof key === 'bigint') meter.spend(1 + (map.size >> 4))
    return key ?? null
  }
  // Numbers of other classes and collections are compared one by one.
  meter.spend(1 + (map.size >> 4))
  for (const other of map.keys()) {
    if (typeof other === 'object' && other !== null && javaEquals(other, key, meter)) return other
  }
  return key
}

export function mapGet(map: MapLike, key: unknown, meter: Meter): unknown {
  return map instanceof Map ? map.get(keyIn(map, key, meter)) : heldValue(map, key)
}

export function mapHas(map: MapLike, key: unknown, meter: Meter): boolean {
  if (map instanceof Map) return map.has(keyIn(map, key, meter))
  return typeof key === 'string' && Object.hasOwn(map, key) && typeof map[key] !== 'function'
}

/** Index of the first item that equals `wanted`, or -1. */
export function indexIn(items: readonly unknown[], wanted: unknown, meter: Meter, from = 0): number {
  meter.spend(1 + ((items.length - from) >>> 4))
  for (let i = from; i < items.length; i++) if (javaEquals(items[i], wanted, meter)) return i
  return -1
}
