import type { Meter } from '../values/meter.ts'
import { printValue } from '../values/print-value.ts'
import { Printable, type Printing } from '../values/printable.ts'

/** `$foreach`: where a loop is, and a map for what the template puts there (Velocity 1.7, ForeachScope). */
export class LoopScope extends Printable {
  /** The loop that it belongs to: what `#break($foreach)` ends. */
  readonly owner: object
  readonly parent: LoopScope | undefined
  readonly topmost: LoopScope
  /** The value of `$foreach` that it stands before. */
  readonly replaced: unknown
  /** As `replaced`, or that of an outer loop. */
  readonly #anyReplaced: unknown
  readonly storage = new Map<unknown, unknown>()
  index = -1
  hasNext = false

  constructor(owner: object, previous: unknown) {
    super()
    this.owner = owner
    this.parent = previous instanceof LoopScope ? previous : undefined
    this.topmost = this.parent?.topmost ?? this
    this.replaced = previous instanceof LoopScope ? undefined : previous
    this.#anyReplaced = previous instanceof LoopScope ? previous.#anyReplaced : previous
  }

  /** Members by the names that a template uses, those of outer loops included. */
  member(name: string, meter: Meter): unknown {
    switch (name) {
      case 'index':
        return this.index
      case 'count':
        return this.index + 1
      case 'hasNext':
        return this.hasNext
      case 'first':
        return this.index < 1
      case 'last':
        return !this.hasNext
      case 'parent':
        return this.parent
      case 'topmost':
        return this.topmost
      case 'replaced':
        return this.#anyReplaced
      default:
        return isCapitalized(name) ? this.member(name[0]?.toLowerCase() + name.slice(1), meter) : this.get(name, meter)
    }
  }

  /** What this loop or an outer one has; each that is asked costs. There are no more of them than blocks may be nested. */
  get(key: unknown, meter: Meter): unknown {
    if (this.storage.has(key) || this.parent === undefined) return this.storage.get(key)
    meter.spend(1)
    return this.parent.get(key, meter)
  }

  printWith(printing: Printing): string {
    return printValue(this.storage, printing)
  }
}

/** Velocity tries a getter with the first letter in both cases, before it asks the map. */
function isCapitalized(name: string): boolean {
  return GETTERS.has(name)
}

const GETTERS: ReadonlySet<string> = new Set([
  'Index',
  'Count',
  'HasNext',
  'First',
  'Last',
  'Parent',
  'Topmost',
  'Replaced',
])
