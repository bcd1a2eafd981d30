import { setTimeout as wait } from 'node:timers/promises'
import { RefConflict } from './store.ts'

/** How often an attempt is made before the conflict reaches the caller. */
const ATTEMPTS = 20

/** The longest wait before another attempt, in milliseconds. */
const LONGEST_WAIT = 100

/**
 * Runs `attempt` again where another writer moved the ref first. Tasks of this process queue (write-queue.ts), so that
 * means another repository or, on a store of several nodes, another process. From the third attempt on it waits a
 * random time, for two writers that keep step could otherwise let the same one win each time.
 */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof RefConflict) || made >= ATTEMPTS) throw error
    }
    if (made > 1) await wait(Math.random() * Math.min(2 ** made, LONGEST_WAIT))
  }
}
