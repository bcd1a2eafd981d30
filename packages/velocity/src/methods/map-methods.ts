import {
  isMap,
  javaEquals,
  type MapEntry,
  type MapLike,
  MapView,
  mapClear,
  mapDelete,
  mapGet,
  mapHas,
  mapKeys,
  mapPut,
  mapSize,
} from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { nullPointer } from '../values/java-exception.ts'
import { type MethodTable, method } from './method.ts'

function mapArgument(value: unknown): MapLike {
  if (!isMap(value)) throw nullPointer('the map')
  return value
}

function put(map: MapLike, key: unknown, value: unknown): unknown {
  const before = mapGet(map, key)
  mapPut(map, key, value)
  return before
}

/** java.util.LinkedHashMap, but for what takes functions. */
export const mapMethods: MethodTable<MapLike> = new Map([
  ['size', [method<MapLike>([], (map) => mapSize(map))]],
  ['isEmpty', [method<MapLike>([], (map) => mapSize(map) === 0)]],
  ['get', [method<MapLike>(['Object'], (map, [key]) => mapGet(map, key))]],
  [
    'getOrDefault',
    [method<MapLike>(['Object', 'Object'], (map, [key, other]) => (mapHas(map, key) ? mapGet(map, key) : other))],
  ],
  [
    'put',
    [
      method<MapLike>(['Object', 'Object'], (map, [key, value], { meter }) => {
        meter.spend(1)
        return put(map, key, value)
      }),
    ],
  ],
  [
    'putIfAbsent',
    [
      method<MapLike>(['Object', 'Object'], (map, [key, value]) => {
        const before = mapGet(map, key)
        if (before === undefined || before === null) mapPut(map, key, value)
        return before
      }),
    ],
  ],
  [
    'putAll',
    [
      method<MapLike>(['Map'], (map, [other], { meter }) => {
        const from = mapArgument(other)
        meter.spend(mapSize(from))
        for (const key of mapKeys(from)) mapPut(map, key, mapGet(from, key))
        return ''
      }),
    ],
  ],
  [
    'remove',
    [
      method<MapLike>(['Object'], (map, [key]) => {
        const before = mapGet(map, key)
        mapDelete(map, key)
        return before
      }),
      method<MapLike>(['Object', 'Object'], (map, [key, value], { meter }) => {
        if (!mapHas(map, key) || !javaEquals(mapGet(map, key), value, meter)) return false
        mapDelete(map, key)
        return true
      }),
    ],
  ],
  [
    'replace',
    [
      method<MapLike>(['Object', 'Object'], (map, [key, value]) => (mapHas(map, key) ? put(map, key, value) : null)),
      method<MapLike>(['Object', 'Object', 'Object'], (map, [key, old, value], { meter }) => {
        if (!mapHas(map, key) || !javaEquals(mapGet(map, key), old, meter)) return false
        mapPut(map, key, value)
        return true
      }),
    ],
  ],
  ['containsKey', [method<MapLike>(['Object'], (map, [key]) => mapHas(map, key))]],
  [
    'containsValue',
    [
      method<MapLike>(['Object'], (map, [value], { meter }) =>
        mapKeys(map).some((key) => javaEquals(mapGet(map, key), value, meter)),
      ),
    ],
  ],
  ['keySet', [method<MapLike>([], (map) => new MapView(map, 'keys'))]],
  ['values', [method<MapLike>([], (map) => new MapView(map, 'values'))]],
  ['entrySet', [method<MapLike>([], (map) => new MapView(map, 'entries'))]],
  [
    'clear',
    [
      method<MapLike>([], (map) => {
        mapClear(map)
        return ''
      }),
    ],
  ],
  ['clone', [method<MapLike>([], (map) => new Map(mapKeys(map).map((key) => [key, mapGet(map, key)])))]],
  ['equals', [method<MapLike>(['Object'], (map, [other], { meter }) => javaEquals(map, other, meter))]],
  ['hashCode', [method<MapLike>([], (map, _args, { meter }) => hashCode(map, meter))]],
  ['toString', [method<MapLike>([], (map, _args, { print }) => print(map))]],
])

/** java.util.Map.Entry. */
export const entryMethods: MethodTable<MapEntry> = new Map([
  ['getKey', [method<MapEntry>([], (entry) => entry.key)]],
  ['getValue', [method<MapEntry>([], (entry) => entry.value)]],
  ['setValue', [method<MapEntry>(['Object'], (entry, [value]) => put(entry.map, entry.key, value))]],
  ['equals', [method<MapEntry>(['Object'], (entry, [other], { meter }) => javaEquals(entry, other, meter))]],
  ['hashCode', [method<MapEntry>([], (entry, _args, { meter }) => hashCode(entry, meter))]],
  ['toString', [method<MapEntry>([], (entry, _args, { print }) => print(entry))]],
])
