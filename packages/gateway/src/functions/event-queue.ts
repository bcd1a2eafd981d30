import { channel } from 'node:diagnostics_channel'
import type { StartedInvocation } from './function-invoker.ts'
import type { InvocationResult } from './function-runtime.ts'

/** Told on `postern:functions:event-dropped`: an event that nobody waits for came to nothing. */
export interface DroppedEvent {
  readonly functionArn: string
  readonly requestId: string
  readonly reason: 'failed' | 'too-old' | 'function-gone' | 'server-stopped'
  /** How often the function was run. */
  readonly attempts: number
}

const dropped = channel('postern:functions:event-dropped')

/** An event for a function, whose caller has gone. */
export interface QueuedEvent {
  /** As invoked, with its qualifier. */
  readonly functionArn: string
  readonly requestId: string
  /** Bytes of the payload. */
  readonly bytes: number
  /**
   * Runs the function once, as it is now. `gone` where it is there no longer; undefined where its reserved concurrency
   * is used up.
   */
  start(): StartedInvocation | 'gone' | undefined
}

export interface EventQueueOptions {
  /** Events that may wait or run at once, and their bytes. */
  readonly most: number
  readonly mostBytes: number
  /** Milliseconds since some moment: a clock that nobody sets. */
  readonly now: () => number
  /** Calls back after that many milliseconds, without keeping the process; answers what ends the wait. */
  readonly wait: (milliseconds: number, done: () => void) => () => void
}

/** Lambda's: a minute before the first retry, two before the second. */
const RETRY_DELAYS = [60_000, 120_000] as const
/** Lambda's, for events that were throttled: from a second up to five minutes, for six hours. */
const FIRST_BACKOFF = 1000
const LONGEST_BACKOFF = 300_000
const OLDEST = 21_600_000

const defaults: EventQueueOptions = {
  most: 10_000,
  mostBytes: 268_435_456,
  now: () => performance.now(),
  wait(milliseconds, done) {
    const timer = setTimeout(done, milliseconds).unref()
    return () => clearTimeout(timer)
  },
}

/**
 * Asynchronous invocations, in memory: they are lost when the server stops.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class EventQueue {
  readonly #options: EventQueueOptions
  readonly #waits = new Map<QueuedEvent, { end: () => void; attempts: number }>()
  #count = 0
  #bytes = 0
  #isClosed = false

  constructor(options: Partial<EventQueueOptions> = {}) {
    this.#options = { ...defaults, ...options }
  }

  /** Takes an event, and begins with it. False where there is no room for it. */
  add(event: QueuedEvent): boolean {
    const { most, mostBytes, now } = this.#options
    if (this.#isClosed || this.#count >= most || this.#bytes + event.bytes > mostBytes) return false
    this.#count++
    this.#bytes += event.bytes
    this.#attempt(event, { since: now(), attempts: 0, backoff: FIRST_BACKOFF })
    return true
  }

  /** Drops what waits for another attempt. What runs, the runtime ends. */
  close(): void {
    this.#isClosed = true
    for (const [event, { end, attempts }] of this.#waits) {
      end()
      this.#drop(event, 'server-stopped', attempts)
    }
  }

  #attempt(event: QueuedEvent, life: Life): void {
    const started = event.start()
    if (started === 'gone') this.#drop(event, 'function-gone', life.attempts)
    else if (started === undefined) this.#throttled(event, life)
    else {
      started.result.then(
        (result) => this.#ended(event, life, result),
        () => this.#drop(event, 'server-stopped', life.attempts),
      )
    }
  }

  #ended(event: QueuedEvent, life: Life, result: InvocationResult): void {
    if (result.kind === 'throttled') return this.#throttled(event, life)
    if (result.functionError === undefined) return this.#forget(event)
    const attempts = life.attempts + 1
    const delay = RETRY_DELAYS[life.attempts]
    if (delay === undefined) this.#drop(event, 'failed', attempts)
    else this.#again(event, delay, { ...life, attempts })
  }

  #throttled(event: QueuedEvent, life: Life): void {
    const backoff = Math.min(life.backoff * 2, LONGEST_BACKOFF)
    this.#again(event, life.backoff, { ...life, backoff })
  }

  #again(event: QueuedEvent, delay: number, life: Life): void {
    if (this.#isClosed) return this.#drop(event, 'server-stopped', life.attempts)
    if (this.#options.now() + delay - life.since > OLDEST) return this.#drop(event, 'too-old', life.attempts)
    const end = this.#options.wait(delay, () => {
      this.#waits.delete(event)
      this.#attempt(event, life)
    })
    this.#waits.set(event, { end, attempts: life.attempts })
  }

  #drop(event: QueuedEvent, reason: DroppedEvent['reason'], attempts: number): void {
    this.#forget(event)
    const { functionArn, requestId } = event
    dropped.publish({ functionArn, requestId, reason, attempts } satisfies DroppedEvent)
  }

  #forget(event: QueuedEvent): void {
    this.#waits.delete(event)
    this.#count--
    this.#bytes -= event.bytes
  }
}

/** What became of an event so far. */
interface Life {
  /** When it came, by the options' clock. */
  readonly since: number
  readonly attempts: number
  /** Milliseconds to wait if it is throttled next. */
  readonly backoff: number
}
