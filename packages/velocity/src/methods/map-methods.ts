import { heldValue, isMap, type MapEntry, type MapLike, MapView, mapKeys, mapSize } from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { javaEquals, mapGet, mapHas } from '../values/java-equals.ts'
import { nullPointer } from '../values/java-exception.ts'
import { mapClear, mapDelete, mapPut } from '../values/map-changes.ts'
import type { Meter } from '../values/meter.ts'
import { type MethodTable, method } from './method.ts'

function mapArgument(value: unknown): MapLike {
  if (!isMap(value)) throw nullPointer('the map')
  return value
}

function put(map: MapLike, key: unknown, value: unknown, meter: Meter): unknown {
  const before = mapGet(map, key, meter)
  mapPut(map, key, value, meter)
  return before
}

function putIfAbsent(map: MapLike, key: unknown, value: unknown, meter: Meter): unknown {
  const before = mapGet(map, key, meter)
  if (before === undefined || before === null) mapPut(map, key, value, meter)
  return before
}

function putAll(map: MapLike, other: unknown, meter: Meter): string {
  const from = mapArgument(other)
  const keys = mapKeys(from, meter)
  meter.spend(keys.length)
  for (const key of keys) mapPut(map, key, heldValue(from, key), meter)
  return ''
}

function remove(map: MapLike, key: unknown, meter: Meter): unknown {
  const before = mapGet(map, key, meter)
  mapDelete(map, key, meter)
  return before
}

/** Whether the key has this value. */
function holds(map: MapLike, key: unknown, value: unknown, meter: Meter): boolean {
  return mapHas(map, key, meter) && javaEquals(mapGet(map, key, meter), value, meter)
}

function removeIf(map: MapLike, key: unknown, value: unknown, meter: Meter): boolean {
  const isHeld = holds(map, key, value, meter)
  if (isHeld) mapDelete(map, key, meter)
  return isHeld
}

function replaceIf(map: MapLike, key: unknown, [old, value]: readonly unknown[], meter: Meter): boolean {
  const isHeld = holds(map, key, old, meter)
  if (isHeld) mapPut(map, key, value, meter)
  return isHeld
}

function clone(map: MapLike, meter: Meter): MapLike {
  const keys = mapKeys(map, meter)
  meter.spend(keys.length)
  return new Map(keys.map((key) => [key, heldValue(map, key)]))
}

/** A method of a map that may cost. */
function mapMethod(
  parameters: Parameters<typeof method>[0],
  call: (map: MapLike, args: readonly unknown[], meter: Meter) => unknown,
) {
  return method<MapLike>(parameters, (map, args, { meter }) => call(map, args, meter))
}

/** java.util.LinkedHashMap, but for what takes functions. */
export const mapMethods: MethodTable<MapLike> = new Map([
  ['size', [mapMethod([], (map, _args, meter) => mapSize(map, meter))]],
  ['isEmpty', [mapMethod([], (map, _args, meter) => mapSize(map, meter) === 0)]],
  ['get', [mapMethod(['Object'], (map, [key], meter) => mapGet(map, key, meter))]],
  [
    'getOrDefault',
    [
      mapMethod(['Object', 'Object'], (map, [key, other], meter) =>
        mapHas(map, key, meter) ? mapGet(map, key, meter) : other,
      ),
    ],
  ],
  [
    'put',
    [
      mapMethod(['Object', 'Object'], (map, [key, value], meter) => {
        meter.spend(1)
        return put(map, key, value, meter)
      }),
    ],
  ],
  ['putIfAbsent', [mapMethod(['Object', 'Object'], (map, [key, value], meter) => putIfAbsent(map, key, value, meter))]],
  ['putAll', [mapMethod(['Map'], (map, [other], meter) => putAll(map, other, meter))]],
  [
    'remove',
    [
      mapMethod(['Object'], (map, [key], meter) => remove(map, key, meter)),
      mapMethod(['Object', 'Object'], (map, [key, value], meter) => removeIf(map, key, value, meter)),
    ],
  ],
  [
    'replace',
    [
      mapMethod(['Object', 'Object'], (map, [key, value], meter) =>
        mapHas(map, key, meter) ? put(map, key, value, meter) : null,
      ),
      mapMethod(['Object', 'Object', 'Object'], (map, [key, ...values], meter) => replaceIf(map, key, values, meter)),
    ],
  ],
  ['containsKey', [mapMethod(['Object'], (map, [key], meter) => mapHas(map, key, meter))]],
  [
    'containsValue',
    [
      mapMethod(['Object'], (map, [value], meter) =>
        mapKeys(map, meter).some((key) => javaEquals(heldValue(map, key), value, meter)),
      ),
    ],
  ],
  ['keySet', [method<MapLike>([], (map) => new MapView(map, 'keys'))]],
  ['values', [method<MapLike>([], (map) => new MapView(map, 'values'))]],
  ['entrySet', [method<MapLike>([], (map) => new MapView(map, 'entries'))]],
  [
    'clear',
    [
      mapMethod([], (map, _args, meter) => {
        mapClear(map, meter)
        return ''
      }),
    ],
  ],
  ['clone', [mapMethod([], (map, _args, meter) => clone(map, meter))]],
  ['equals', [mapMethod(['Object'], (map, [other], meter) => javaEquals(map, other, meter))]],
  ['hashCode', [mapMethod([], (map, _args, meter) => hashCode(map, meter))]],
  ['toString', [method<MapLike>([], (map, _args, { print }) => print(map))]],
])

/** java.util.Map.Entry. */
export const entryMethods: MethodTable<MapEntry> = new Map([
  ['getKey', [method<MapEntry>([], (entry) => entry.key)]],
  ['getValue', [method<MapEntry>([], (entry) => entry.value)]],
  ['setValue', [method<MapEntry>(['Object'], (entry, [value], { meter }) => put(entry.map, entry.key, value, meter))]],
  ['equals', [method<MapEntry>(['Object'], (entry, [other], { meter }) => javaEquals(entry, other, meter))]],
  ['hashCode', [method<MapEntry>([], (entry, _args, { meter }) => hashCode(entry, meter))]],
  ['toString', [method<MapEntry>([], (entry, _args, { print }) => print(entry))]],
])
