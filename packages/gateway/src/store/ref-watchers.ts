import type { RefChange } from './store.ts'

type Watcher = (change: RefChange) => void

/** Who wants to hear of which refs. */
export class RefWatchers {
  readonly #watchers = new Map<Watcher, string>()

  add(prefix: string, listener: Watcher): () => void {
    // A wrapper of its own, so that one listener may watch two prefixes.
    const watcher: Watcher = (change) => listener(change)
    this.#watchers.set(watcher, prefix)
    return () => void this.#watchers.delete(watcher)
  }

  tell(change: RefChange): void {
    for (const [watcher, prefix] of this.#watchers) if (change.name.startsWith(prefix)) watcher(change)
  }

  clear(): void {
    this.#watchers.clear()
  }
}
