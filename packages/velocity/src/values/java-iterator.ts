import { isMap, JavaArray, type MapLike, MapView } from './collections.ts'
import { JavaException } from './java-exception.ts'
import { grownBy } from './map-changes.ts'
import type { Spending } from './meter.ts'

/** java.util.Iterator. */
export interface JavaIterator {
  hasNext(): boolean
  next(): unknown
}

/** Of an array or a list that nothing changes meanwhile. */
class ArrayIterator implements JavaIterator {
  readonly #items: readonly unknown[]
  #at = 0

  constructor(items: readonly unknown[]) {
    this.#items = items
  }

  hasNext(): boolean {
    return this.#at < this.#items.length
  }

  next(): unknown {
    if (!this.hasNext()) throw noSuchElement()
    return this.#items[this.#at++]
  }
}

/**
 * Of a list, which fails where the list has grown or shrunk since: and has a next item wherever the list is not exactly as
 * long as it has come (java.util.ArrayList.Itr).
 */
class ListIterator implements JavaIterator {
  readonly #list: readonly unknown[]
  readonly #length: number
  #at = 0

  constructor(list: readonly unknown[]) {
    this.#list = list
    this.#length = list.length
  }

  hasNext(): boolean {
    return this.#at !== this.#list.length
  }

  next(): unknown {
    if (this.#list.length !== this.#length) throw concurrentModification()
    if (this.#at >= this.#length) throw noSuchElement()
    return this.#list[this.#at++]
  }
}

/** Of what a map holds: it knows its next item beforehand, and fails where the map has grown or shrunk since. */
class MapIterator implements JavaIterator {
  readonly #map: MapLike
  readonly #items: readonly unknown[]
  readonly #grown: number
  #at = 0

  constructor(view: MapView, meter: Spending) {
    this.#map = view.map
    this.#items = view.items(meter)
    this.#grown = grownBy(view.map)
  }

  hasNext(): boolean {
    return this.#at < this.#items.length
  }

  next(): unknown {
    if (grownBy(this.#map) !== this.#grown) throw concurrentModification()
    if (!this.hasNext()) throw noSuchElement()
    return this.#items[this.#at++]
  }
}

function concurrentModification(): JavaException {
  return new JavaException('ConcurrentModificationException', 'what is being looped over has changed in size')
}

function noSuchElement(): JavaException {
  return new JavaException('NoSuchElementException', 'the iterator has no more items')
}

export function isIterator(value: unknown): value is JavaIterator {
  return value instanceof ListIterator || value instanceof ArrayIterator || value instanceof MapIterator
}

/** Over lists, arrays, views and the values of maps; undefined for what cannot be looped over. */
export function iteratorOf(value: unknown, meter: Spending): JavaIterator | undefined {
  if (Array.isArray(value)) return new ListIterator(value)
  if (value instanceof JavaArray) return new ArrayIterator(value.items)
  if (value instanceof MapView) return new MapIterator(value, meter)
  if (isMap(value)) return new MapIterator(new MapView(value, 'values'), meter)
  return isIterator(value) ? value : undefined
}
