import { closings } from './close-codes.ts'
import type { Connection } from './connection.ts'

export interface ConnectionTimes {
  /** Milliseconds without a data message after which a connection is closed. AWS: 10 minutes. */
  readonly idle: number
  /** Milliseconds after which a connection is closed, whatever it does. AWS: 2 hours. */
  readonly age: number
}

/** Often enough for either time, and rarely enough for many connections. */
const SWEEP_MS = 1000

/** All open connections, by id. Closes those that are idle or old. */
export class Connections {
  readonly #open = new Map<string, Connection>()
  readonly #times: ConnectionTimes
  readonly #sweeper: NodeJS.Timeout
  #whenEmpty: (() => void) | undefined
  #isClosed = false

  constructor(times: ConnectionTimes) {
    this.#times = times
    this.#sweeper = setInterval(() => this.sweep(Date.now()), Math.min(SWEEP_MS, times.idle, times.age)).unref()
  }

  get size(): number {
    return this.#open.size
  }

  add(connection: Connection): void {
    this.#open.set(connection.facts.connectionId, connection)
    // Its handshake was under way when all were closed.
    if (this.#isClosed) connection.close(closings.goingAway)
  }

  remove(connection: Connection): void {
    this.#open.delete(connection.facts.connectionId)
    if (this.#open.size === 0) this.#whenEmpty?.()
  }

  /** A connection of that API and stage, unless it is being closed. */
  find(apiId: string, stage: string, connectionId: string): Connection | undefined {
    const connection = this.#open.get(connectionId)
    const isThere = connection?.facts.apiId === apiId && connection.facts.stage === stage && connection.isOpen
    return isThere ? connection : undefined
  }

  /** `now` in milliseconds since 1970. */
  sweep(now: number): void {
    for (const connection of this.#open.values()) {
      const isOld = now - connection.facts.connectedAt >= this.#times.age
      const isIdle = now - connection.lastActiveAt >= this.#times.idle
      if (isOld || isIdle) connection.close(closings.goingAway)
    }
  }

  /** Closes all, and resolves when they are gone, or have been dropped after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#sweeper)
    if (this.#open.size === 0) return
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve
    })
    for (const connection of this.#open.values()) connection.close(closings.goingAway)
    const timer = setTimeout(() => {
      for (const connection of this.#open.values()) connection.drop()
    }, graceMs)
    await empty
    clearTimeout(timer)
  }
}
