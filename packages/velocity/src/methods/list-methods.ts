import { indexIn, JavaArray, javaEquals } from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { indexOutOfBounds, JavaException } from '../values/java-exception.ts'
import { iteratorOf } from '../values/java-iterator.ts'
import type { Meter } from '../values/meter.ts'
import { collectionArgument, containsAll } from './collection-methods.ts'
import { type Calling, type Method, type MethodTable, method } from './method.ts'

type List = unknown[]

function indexOf(value: unknown, length: number): number {
  const index = value as number
  if (index < 0 || index >= length) throw indexOutOfBounds(index, length)
  return index
}

/** Where something may be put in: up to and with the end. */
function placeOf(value: unknown, length: number): number {
  const index = value as number
  if (index < 0 || index > length) {
    throw new JavaException('IndexOutOfBoundsException', `Index: ${index}, Size: ${length}`)
  }
  return index
}

function insert(list: List, at: number, items: readonly unknown[], { meter }: Calling): boolean {
  meter.spend(items.length + ((list.length - at) >> 4))
  list.splice(at, 0, ...items.map((item) => item ?? null))
  return items.length > 0
}

function addAll(list: List, items: readonly unknown[], calling: Calling): boolean {
  calling.meter.spend(items.length)
  for (const item of items.slice()) list.push(item ?? null)
  return items.length > 0
}

function lastIndexIn(list: readonly unknown[], wanted: unknown, meter: Meter): number {
  for (let i = list.length - 1; i >= 0; i--) if (javaEquals(list[i], wanted, meter)) return i
  return -1
}

function retain(list: List, wanted: unknown, isKept: boolean, { meter }: Calling): boolean {
  const listed = collectionArgument(wanted)
  const kept = list.filter((item) => indexIn(listed, item, meter) >= 0 === isKept)
  const isChanged = kept.length < list.length
  list.length = 0
  for (const item of kept) list.push(item)
  return isChanged
}

function subList(list: readonly unknown[], from: number, to: number): List {
  if (from < 0) throw new JavaException('IndexOutOfBoundsException', `fromIndex = ${from}`)
  if (to > list.length) throw new JavaException('IndexOutOfBoundsException', `toIndex = ${to}`)
  if (from > to) throw new JavaException('IllegalArgumentException', `fromIndex(${from}) > toIndex(${to})`)
  return Array.from({ length: to - from }, (_, i) => list[from + i])
}

/** Methods that do not change a list's length: what Velocity lends to arrays, too (ArrayListWrapper). */
const reading: readonly (readonly [string, readonly Method<List>[]])[] = [
  ['size', [method([], (list) => list.length)]],
  ['isEmpty', [method([], (list) => list.length === 0)]],
  ['get', [method(['int'], (list, [index]) => list[indexOf(index, list.length)])]],
  [
    'set',
    [
      method(['int', 'Object'], (list, [index, item]) => {
        const at = indexOf(index, list.length)
        const before = list[at]
        list[at] = item ?? null
        return before
      }),
    ],
  ],
  ['contains', [method(['Object'], (list, [item], { meter }) => indexIn(list, item, meter) >= 0)]],
  ['containsAll', [method(['Collection'], (list, [items], { meter }) => containsAll(list, items, meter))]],
  ['indexOf', [method(['Object'], (list, [item], { meter }) => indexIn(list, item, meter))]],
  ['lastIndexOf', [method(['Object'], (list, [item], { meter }) => lastIndexIn(list, item, meter))]],
  ['subList', [method(['int', 'int'], (list, [from, to]) => subList(list, from as number, to as number))]],
  ['iterator', [method([], (list) => iteratorOf(list))]],
  ['toArray', [method([], (list) => new JavaArray([...list], '[Ljava.lang.Object;'))]],
  ['equals', [method(['Object'], (list, [other], { meter }) => javaEquals(list, other, meter))]],
  ['hashCode', [method([], (list, _args, { meter }) => hashCode(list, meter))]],
  ['toString', [method([], (list, _args, { print }) => print(list))]],
]

const changing: readonly (readonly [string, readonly Method<List>[]])[] = [
  [
    'add',
    [
      method(['Object'], (list, [item], calling) => addAll(list, [item], calling)),
      method(['int', 'Object'], (list, [index, item], calling) => {
        insert(list, placeOf(index, list.length), [item], calling)
        return ''
      }),
    ],
  ],
  [
    'addAll',
    [
      method(['Collection'], (list, [items], calling) => addAll(list, collectionArgument(items), calling)),
      method(['int', 'Collection'], (list, [index, items], calling) =>
        insert(list, placeOf(index, list.length), collectionArgument(items), calling),
      ),
    ],
  ],
  [
    'remove',
    [
      method(['int'], (list, [index], { meter }) => {
        meter.spend(list.length >> 4)
        return list.splice(indexOf(index, list.length), 1)[0]
      }),
      method(['Object'], (list, [item], { meter }) => {
        const index = indexIn(list, item, meter)
        if (index >= 0) list.splice(index, 1)
        return index >= 0
      }),
    ],
  ],
  ['removeAll', [method(['Collection'], (list, [items], calling) => retain(list, items, false, calling))]],
  ['retainAll', [method(['Collection'], (list, [items], calling) => retain(list, items, true, calling))]],
  [
    'clear',
    [
      method([], (list) => {
        list.length = 0
        return ''
      }),
    ],
  ],
  ['clone', [method([], (list) => [...list])]],
]

/** java.util.ArrayList, but for what only code can use. */
export const listMethods: MethodTable<List> = new Map([...reading, ...changing])

function fixed(): never {
  throw new JavaException('UnsupportedOperationException', 'the length of an array is fixed')
}

/**
 * Arrays have the methods of java.util.AbstractList (Velocity 1.7, ArrayListWrapper): what would change their length fails,
 * unless there is nothing to change.
 */
export const arrayMethods: MethodTable<List> = new Map<string, readonly Method<List>[]>([
  ...reading.filter(([name]) => name !== 'toString' && name !== 'equals' && name !== 'hashCode'),
  ['equals', [method<List>(['Object'], (list, [other]) => other instanceof JavaArray && other.items === list)]],
  ['add', [method<List>(['Object'], fixed), method<List>(['int', 'Object'], fixed)]],
  [
    'addAll',
    [method<List>(['Collection'], (_list, [items]) => (collectionArgument(items).length === 0 ? false : fixed()))],
  ],
  [
    'remove',
    [
      method<List>(['int'], fixed),
      method<List>(['Object'], (list, [item], { meter }) => (indexIn(list, item, meter) < 0 ? false : fixed())),
    ],
  ],
  ['removeAll', [method<List>(['Collection'], (list, [items], { meter }) => dropNothing(list, items, true, meter))]],
  ['retainAll', [method<List>(['Collection'], (list, [items], { meter }) => dropNothing(list, items, false, meter))]],
  ['clear', [method<List>([], (list) => (list.length === 0 ? '' : fixed()))]],
])

function dropNothing(list: List, wanted: unknown, ifFound: boolean, meter: Meter): boolean {
  const listed = collectionArgument(wanted)
  return list.some((item) => indexIn(listed, item, meter) >= 0 === ifFound) ? fixed() : false
}
