import { ResourceError } from '../framework/diagnostics.ts'

interface Waiting {
  /** How long at most, in seconds. */
  readonly seconds: number
  /** Terraform was told to stop, by Ctrl-C. */
  readonly stopped: AbortSignal
  /** What is thrown when the time is over. */
  readonly tooLate: () => Error
}

/** As terraform-plugin-sdk waits, so that AWS sees calls as often as from hashicorp/aws. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

/** Asks, at once and then less and less often, until there is an answer. What asking throws ends it. */
export async function waitFor<T>(ask: () => Promise<T | undefined>, waiting: Waiting): Promise<T> {
  const end = performance.now() + waiting.seconds * 1000
  for (let next = FIRST_PAUSE_MS; ; next = Math.min(2 * next, LONGEST_PAUSE_MS)) {
    const answer = await ask()
    if (answer !== undefined) return answer
    const left = end - performance.now()
    if (left <= 0) throw waiting.tooLate()
    await pause(Math.min(next, left), waiting.stopped)
  }
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new ResourceError('Stopped', 'Terraform was told to stop while this was waited for.'))
    }
    const timer = setTimeout(() => {
      stopped.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (stopped.aborted) stop()
    else stopped.addEventListener('abort', stop, { once: true })
  })
}
