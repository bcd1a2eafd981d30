/** What happened to one event of an API, step by step. Plain data: it is shown as JSON. */
export interface Trace {
  readonly apiId: string
  readonly stage: string
  readonly [member: string]: unknown
}

/** Whose traces are wanted; `stage` undefined: those of all stages. */
export interface TraceFilter {
  readonly apiId: string
  readonly stage: string | undefined
}

/** One that follows traces: it gets each as a line of JSON. */
export interface TraceFollower extends TraceFilter {
  readonly take: (line: string) => void
  /** There are no more: the server stops. */
  readonly end: () => void
}

interface Kept extends TraceFilter {
  readonly line: string
}

/** Characters of kept traces all together. */
const MOST_KEPT = 16_777_216
/** Followers at a time: each costs every event of its API. */
const MOST_FOLLOWERS = 16

/**
 * Where traces go: to those who follow an API, and into a bounded memory where the configuration asks for one. Off unless
 * asked for: an event of an API that nobody looks at costs one look-up.
 */
export class Traces {
  readonly #mostKept: number
  readonly #kept: Kept[] = []
  #keptCharacters = 0
  readonly #followers = new Set<TraceFollower>()
  #isClosed = false

  /** `mostKept`: how many traces are kept for later; 0: none. */
  constructor(mostKept: number) {
    this.#mostKept = mostKept
  }

  /** Whether traces are kept at all. */
  get areKept(): boolean {
    return this.#mostKept > 0
  }

  /** Whether anybody wants a trace of an event of that API and stage. */
  isWanted(apiId: string, stage: string): boolean {
    if (this.#mostKept > 0) return true
    for (const follower of this.#followers) if (isOf(follower, apiId, stage)) return true
    return false
  }

  publish(trace: Trace): void {
    const { apiId, stage } = trace
    const line = JSON.stringify(trace)
    for (const follower of this.#followers) if (isOf(follower, apiId, stage)) follower.take(line)
    if (this.#mostKept === 0) return
    this.#kept.push({ apiId, stage, line })
    this.#keptCharacters += line.length
    while (this.#kept.length > this.#mostKept || this.#keptCharacters > MOST_KEPT) {
      this.#keptCharacters -= this.#kept.shift()?.line.length ?? 0
    }
  }

  /** Lines of JSON, the oldest first. */
  kept({ apiId, stage }: TraceFilter): string[] {
    const isWanted = (kept: Kept) => kept.apiId === apiId && (stage === undefined || kept.stage === stage)
    return this.#kept.filter(isWanted).map(({ line }) => line)
  }

  /** Ends all followers; there are no further ones. */
  close(): void {
    this.#isClosed = true
    for (const follower of this.#followers) follower.end()
  }

  /** Answers what ends it; undefined where too many follow already. */
  follow(follower: TraceFollower): (() => void) | undefined {
    if (this.#isClosed || this.#followers.size === MOST_FOLLOWERS) return undefined
    this.#followers.add(follower)
    return () => void this.#followers.delete(follower)
  }
}

function isOf(filter: TraceFilter, apiId: string, stage: string): boolean {
  return filter.apiId === apiId && (filter.stage === undefined || filter.stage === stage)
}
