import type { ApiDefinition } from './api-snapshot.ts'
import { readDefinition } from './api-snapshot.ts'
import type { Frozen } from './documents.ts'
import type { Store } from './store.ts'

/**
 * Definitions that deployments froze, in memory for as long as somebody serves them. What is asked for next after a
 * freeze is what was frozen, so the last of each API stays: it shares its documents with the API's state.
 */
export class FrozenDefinitions {
  readonly #known = new Map<string, WeakRef<ApiDefinition>>()
  readonly #last = new Map<string, ApiDefinition>()

  /** Reads it from the store where it is not known. */
  async get(store: Store, frozen: Frozen): Promise<ApiDefinition> {
    const known = this.#known.get(keyOf(frozen))?.deref()
    if (known !== undefined) return known
    const definition = await readDefinition(store, frozen)
    // Two callers may have read it at once. One object for both, since callers compare by identity.
    const other = this.#known.get(keyOf(frozen))?.deref()
    if (other !== undefined) return other
    this.#keep(frozen, definition)
    return definition
  }

  /** Remembers what was frozen just now. */
  add(frozen: Frozen, definition: ApiDefinition): void {
    if (this.#known.get(keyOf(frozen))?.deref() === undefined) this.#keep(frozen, definition)
    this.#last.set(definition.api.ApiId, definition)
  }

  /** Of an API that is gone. */
  forget(apiId: string): void {
    this.#last.delete(apiId)
  }

  #keep(frozen: Frozen, definition: ApiDefinition): void {
    this.#known.set(keyOf(frozen), new WeakRef(definition))
    for (const [key, reference] of this.#known) if (reference.deref() === undefined) this.#known.delete(key)
  }
}

function keyOf({ api, definition }: Frozen): string {
  return `${api} ${definition}`
}
