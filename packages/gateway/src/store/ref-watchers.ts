import type { RefChange } from './store.ts'

interface Watcher {
  readonly prefix: string
  readonly listener: (change: RefChange) => void
}

/** Who wants to hear of which refs. Every watcher hears of all moves in the order in which they were made. */
export class RefWatchers {
  readonly #watchers = new Set<Watcher>()
  /** Moves to be told still, each with those who watched when it was made. Only a listener that moves a ref queues one. */
  readonly #untold: [RefChange, Watcher[]][] = []
  #isTelling = false

  add(prefix: string, listener: (change: RefChange) => void): () => void {
    // An object of its own, so that one listener may watch two prefixes.
    const watcher: Watcher = { prefix, listener }
    this.#watchers.add(watcher)
    return () => void this.#watchers.delete(watcher)
  }

  /**
   * Tells all watchers of a move that is durable. A listener that moves a ref in its turn must not make the watchers
   * after it hear of the second move before the first: such a move waits until the one being told is through.
   */
  tell(change: RefChange): void {
    this.#untold.push([change, [...this.#watchers].filter((watcher) => change.name.startsWith(watcher.prefix))])
    if (this.#isTelling) return
    this.#isTelling = true
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
      for (const watcher of next[1]) if (this.#watchers.has(watcher)) tellOne(watcher, next[0])
    }
    this.#isTelling = false
  }

  clear(): void {
    this.#watchers.clear()
  }
}

/** A listener's failure must neither fail the move, which is durable, nor keep the news from the other listeners. */
function tellOne(watcher: Watcher, change: RefChange): void {
  try {
    watcher.listener(change)
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : new Error(String(error)))
  }
}
