import { type MapLike, mapKeys, type PlainObject } from './collections.ts'
import { keyIn } from './java-equals.ts'
import type { Meter } from './meter.ts'
import { changing, unmodifiable } from './unsupported.ts'

export function mapPut(map: MapLike, key: unknown, value: unknown, meter: Meter): void {
  if (map instanceof Map) {
    map.set(keyIn(map, key, meter), value ?? null)
    return
  }
  // A member of its own, whatever it is called: `__proto__` too. Other keys than strings become their texts.
  const name = typeof key === 'string' ? key : meter.print(key)
  const isNew = !Object.hasOwn(map, name)
  const member = { value: value ?? null, enumerable: true, configurable: true, writable: true }
  changing(() => Object.defineProperty(map, name, member))
  if (isNew) growth.set(map, grownBy(map) + 1)
}

export function mapDelete(map: MapLike, key: unknown, meter: Meter): void {
  if (map instanceof Map) map.delete(keyIn(map, key, meter))
  else if (typeof key === 'string' && Object.hasOwn(map, key)) {
    if (!Reflect.deleteProperty(map, key)) throw unmodifiable()
    growth.set(map, grownBy(map) - 1)
  }
}

export function mapClear(map: MapLike, meter: Meter): void {
  if (map instanceof Map) map.clear()
  else for (const key of mapKeys(map, meter)) mapDelete(map, key, meter)
}

/** How many members templates have added to plain objects, whose own count takes as long as there are members. */
const growth = new WeakMap<PlainObject, number>()

/** Tells, of two moments, whether the map has another size than before. */
export function grownBy(map: MapLike): number {
  return map instanceof Map ? map.size : (growth.get(map) ?? 0)
}
