import { collectionOf, itemsOf, JavaArray, MapView, mapSize } from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { indexIn, javaEquals, mapHas } from '../values/java-equals.ts'
import { JavaException, nullPointer } from '../values/java-exception.ts'
import { iteratorOf } from '../values/java-iterator.ts'
import { mapClear, mapDelete } from '../values/map-changes.ts'
import type { Meter } from '../values/meter.ts'
import { type Calling, type MethodTable, method } from './method.ts'

/** What all of Java's collections have, here for those that only show a map: its keys, values and entries. */
export const viewMethods: MethodTable<MapView> = new Map([
  ['size', [method([], (view, _args, { meter }) => mapSize(view.map, meter))]],
  ['isEmpty', [method([], (view, _args, { meter }) => mapSize(view.map, meter) === 0)]],
  ['contains', [method(['Object'], (view, [item], { meter }) => contains(view, item, meter))]],
  ['containsAll', [method(['Collection'], (view, [items], { meter }) => containsAll(view.items(meter), items, meter))]],
  ['iterator', [method([], (view, _args, { meter }) => iteratorOf(view, meter))]],
  ['toArray', [method([], (view, _args, { meter }) => new JavaArray(view.items(meter), '[Ljava.lang.Object;'))]],
  ['remove', [method(['Object'], removeFromView)]],
  ['removeAll', [method(['Collection'], (view, [items], { meter }) => dropFromView(view, items, true, meter))]],
  ['retainAll', [method(['Collection'], (view, [items], { meter }) => dropFromView(view, items, false, meter))]],
  [
    'clear',
    [
      method([], (view, _args, { meter }) => {
        mapClear(view.map, meter)
        return ''
      }),
    ],
  ],
  ['add', [method(['Object'], unsupported)]],
  ['addAll', [method(['Collection'], unsupported)]],
  ['equals', [method(['Object'], (view, [other], { meter }) => javaEquals(view, other, meter))]],
  ['hashCode', [method([], (view, _args, { meter }) => hashCode(view, meter))]],
  ['toString', [method([], (view, _args, { print }) => print(view))]],
])

function unsupported(): never {
  throw new JavaException('UnsupportedOperationException', 'the view of a map takes no new items')
}

function contains(view: MapView, item: unknown, meter: Meter): boolean {
  return view.shows === 'keys' ? mapHas(view.map, item, meter) : indexIn(view.items(meter), item, meter) >= 0
}

export function collectionArgument(value: unknown, meter: Meter): readonly unknown[] {
  const items = collectionOf(value, meter)
  if (items === undefined) throw nullPointer('the collection')
  return items
}

export function containsAll(items: readonly unknown[], wanted: unknown, meter: Meter): boolean {
  return collectionArgument(wanted, meter).every((item) => indexIn(items, item, meter) >= 0)
}

function removeFromView(view: MapView, [item]: readonly unknown[], { meter }: Calling): boolean {
  const index = indexIn(view.items(meter), item, meter)
  if (index < 0) return false
  mapDelete(view.map, keysOf(view, meter)[index], meter)
  return true
}

function dropFromView(view: MapView, wanted: unknown, ifFound: boolean, meter: Meter): boolean {
  const listed = collectionArgument(wanted, meter)
  const keys = keysOf(view, meter)
  const dropped = view.items(meter).map((item) => indexIn(listed, item, meter) >= 0 === ifFound)
  for (const [i, isDropped] of dropped.entries()) if (isDropped) mapDelete(view.map, keys[i], meter)
  return dropped.includes(true)
}

function keysOf(view: MapView, meter: Meter): readonly unknown[] {
  return itemsOf(new MapView(view.map, 'keys'), meter) ?? []
}
