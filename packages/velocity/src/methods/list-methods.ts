import { JavaArray } from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { indexIn, javaEquals } from '../values/java-equals.ts'
import { indexOutOfBounds, JavaException } from '../values/java-exception.ts'
import { iteratorOf } from '../values/java-iterator.ts'
import type { Meter } from '../values/meter.ts'
import { changing } from '../values/unsupported.ts'
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
  if (items.length === 0) return false
  const behind = list.length - at
  meter.spend(items.length + (items.length > 1 ? behind : behind >>> 4))
  if (items.length === 1) {
    changing(() => list.splice(at, 0, items[0] ?? null))
    return true
  }
  // The list may be put into itself.
  const added = items.slice()
  const rest = changing(() => list.splice(at))
  for (const item of added) list.push(item ?? null)
  for (const item of rest) list.push(item)
  return true
}

function addAll(list: List, items: readonly unknown[], { meter }: Calling): boolean {
  meter.spend(items.length)
  // Read by its length beforehand: the list may be added to itself.
  const { length } = items
  changing(() => {
    for (let i = 0; i < length; i++) list.push(items[i] ?? null)
  })
  return length > 0
}

function lastIndexIn(list: readonly unknown[], wanted: unknown, meter: Meter): number {
  meter.spend(1 + (list.length >>> 4))
  for (let i = list.length - 1; i >= 0; i--) if (javaEquals(list[i], wanted, meter)) return i
  return -1
}

function retain(list: List, wanted: unknown, isKept: boolean, { meter }: Calling): boolean {
  const listed = collectionArgument(wanted, meter)
  meter.spend(list.length)
  const kept = list.filter((item) => indexIn(listed, item, meter) >= 0 === isKept)
  const isChanged = kept.length < list.length
  if (isChanged) clear(list)
  if (isChanged) for (const item of kept) list.push(item)
  return isChanged
}

function clear(list: List): string {
  changing(() => {
    list.length = 0
  })
  return ''
}

function subList(list: readonly unknown[], from: number, to: number, { meter }: Calling): List {
  if (from < 0) throw new JavaException('IndexOutOfBoundsException', `fromIndex = ${from}`)
  if (to > list.length) throw new JavaException('IndexOutOfBoundsException', `toIndex = ${to}`)
  if (from > to) throw new JavaException('IllegalArgumentException', `fromIndex(${from}) > toIndex(${to})`)
  return copied(list, from, to, { meter })
}

/** A plain array of some of the items, whatever kind of array the list is. */
function copied(list: readonly unknown[], from: number, to: number, { meter }: Pick<Calling, 'meter'>): List {
  meter.spend(to - from)
  const items: unknown[] = []
  for (let i = from; i < to; i++) items.push(list[i])
  return items
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
        changing(() => {
          list[at] = item ?? null
        })
        return before
      }),
    ],
  ],
  ['contains', [method(['Object'], (list, [item], { meter }) => indexIn(list, item, meter) >= 0)]],
  ['containsAll', [method(['Collection'], (list, [items], { meter }) => containsAll(list, items, meter))]],
  ['indexOf', [method(['Object'], (list, [item], { meter }) => indexIn(list, item, meter))]],
  ['lastIndexOf', [method(['Object'], (list, [item], { meter }) => lastIndexIn(list, item, meter))]],
  [
    'subList',
    [method(['int', 'int'], (list, [from, to], calling) => subList(list, from as number, to as number, calling))],
  ],
  ['iterator', [method([], (list, _args, { meter }) => iteratorOf(list, meter))]],
  [
    'toArray',
    [method([], (list, _args, calling) => new JavaArray(copied(list, 0, list.length, calling), '[Ljava.lang.Object;'))],
  ],
  ['equals', [method(['Object'], (list, [other], { meter }) => javaEquals(list, other, meter))]],
  ['hashCode', [method([], (list, _args, { meter }) => hashCode(list, meter))]],
  ['toString', [method([], (list, _args, { print }) => print(list))]],
]

const writing: readonly (readonly [string, readonly Method<List>[]])[] = [
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
      method(['Collection'], (list, [items], calling) =>
        addAll(list, collectionArgument(items, calling.meter), calling),
      ),
      method(['int', 'Collection'], (list, [index, items], calling) =>
        insert(list, placeOf(index, list.length), collectionArgument(items, calling.meter), calling),
      ),
    ],
  ],
  [
    'remove',
    [
      method(['int'], (list, [index], { meter }) => {
        meter.spend(list.length >>> 4)
        const at = indexOf(index, list.length)
        return changing(() => list.splice(at, 1)[0])
      }),
      method(['Object'], (list, [item], { meter }) => {
        const index = indexIn(list, item, meter)
        if (index >= 0) changing(() => list.splice(index, 1))
        return index >= 0
      }),
    ],
  ],
  ['removeAll', [method(['Collection'], (list, [items], calling) => retain(list, items, false, calling))]],
  ['retainAll', [method(['Collection'], (list, [items], calling) => retain(list, items, true, calling))]],
  ['clear', [method([], clear)]],
  ['clone', [method([], (list, _args, calling) => copied(list, 0, list.length, calling))]],
]

/** java.util.ArrayList, but for what only code can use. */
export const listMethods: MethodTable<List> = new Map([...reading, ...writing])

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
    [
      method<List>(['Collection'], (_list, [items], { meter }) =>
        collectionArgument(items, meter).length === 0 ? false : fixed(),
      ),
    ],
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
  const listed = collectionArgument(wanted, meter)
  return list.some((item) => indexIn(listed, item, meter) >= 0 === ifFound) ? fixed() : false
}
