import {
  collectionOf,
  indexIn,
  itemsOf,
  JavaArray,
  javaEquals,
  MapView,
  mapClear,
  mapDelete,
} from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { JavaException, nullPointer } from '../values/java-exception.ts'
import { iteratorOf } from '../values/java-iterator.ts'
import type { Meter } from '../values/meter.ts'
import { type Calling, type MethodTable, method } from './method.ts'

/** What all of Java's collections have, here for those that only show a map: its keys, values and entries. */
export const viewMethods: MethodTable<MapView> = new Map([
  ['size', [method([], (view) => view.items().length)]],
  ['isEmpty', [method([], (view) => view.items().length === 0)]],
  ['contains', [method(['Object'], (view, [item], { meter }) => indexIn(view.items(), item, meter) >= 0)]],
  ['containsAll', [method(['Collection'], (view, [items], { meter }) => containsAll(view.items(), items, meter))]],
  ['iterator', [method([], (view) => iteratorOf(view))]],
  ['toArray', [method([], (view) => new JavaArray(view.items(), '[Ljava.lang.Object;'))]],
  ['remove', [method(['Object'], removeFromView)]],
  ['removeAll', [method(['Collection'], (view, [items], { meter }) => dropFromView(view, items, true, meter))]],
  ['retainAll', [method(['Collection'], (view, [items], { meter }) => dropFromView(view, items, false, meter))]],
  [
    'clear',
    [
      method([], (view) => {
        mapClear(view.map)
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

export function collectionArgument(value: unknown): readonly unknown[] {
  const items = collectionOf(value)
  if (items === undefined) throw nullPointer('the collection')
  return items
}

export function containsAll(items: readonly unknown[], wanted: unknown, meter: Meter): boolean {
  return collectionArgument(wanted).every((item) => indexIn(items, item, meter) >= 0)
}

function removeFromView(view: MapView, [item]: readonly unknown[], { meter }: Calling): boolean {
  const index = indexIn(view.items(), item, meter)
  if (index < 0) return false
  mapDelete(view.map, keysOf(view)[index])
  return true
}

function dropFromView(view: MapView, wanted: unknown, ifFound: boolean, meter: Meter): boolean {
  const listed = collectionArgument(wanted)
  const keys = keysOf(view)
  const dropped = view.items().map((item) => indexIn(listed, item, meter) >= 0 === ifFound)
  for (const [i, isDropped] of dropped.entries()) if (isDropped) mapDelete(view.map, keys[i])
  return dropped.includes(true)
}

function keysOf(view: MapView): readonly unknown[] {
  return itemsOf(new MapView(view.map, 'keys')) ?? []
}
