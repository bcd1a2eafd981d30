import type { Printable, Printing } from '../values/print-value.ts'
import { printValue } from '../values/print-value.ts'

/** `$foreach`: where a loop is, and a map for what the template puts there (Velocity 1.7, ForeachScope). */
export class LoopScope implements Printable {
  /** The loop that it belongs to: what `#break($foreach)` ends. */
  readonly owner: object
  readonly parent: LoopScope | undefined
  /** The value of `$foreach` that it stands before. */
  readonly replaced: unknown
  readonly storage = new Map<unknown, unknown>()
  index = -1
  hasNext = false

  constructor(owner: object, previous: unknown) {
    this.owner = owner
    this.parent = previous instanceof LoopScope ? previous : undefined
    this.replaced = previous instanceof LoopScope ? undefined : previous
  }

  get topmost(): LoopScope {
    return this.parent?.topmost ?? this
  }

  /** Members by the names that a template uses, those of outer loops included. */
  member(name: string): unknown {
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
        return this.#replacedOrOuter()
      default:
        return isCapitalized(name) ? this.member(name[0]?.toLowerCase() + name.slice(1)) : this.get(name)
    }
  }

  #replacedOrOuter(): unknown {
    return this.replaced ?? this.parent?.member('replaced')
  }

  get(key: unknown): unknown {
    if (this.storage.has(key) || this.parent === undefined) return this.storage.get(key)
    return this.parent.get(key)
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
