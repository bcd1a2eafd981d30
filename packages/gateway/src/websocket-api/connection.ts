import type { ConnectionFacts } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketListener, WebSocketSession } from '../transport/websocket.ts'
import { type Closing, closedByClient, closings, malformedFrames } from './close-codes.ts'

/** What a connection tells the room of. */
export interface ConnectionEvents {
  /** A promise while it is under way; it never rejects. */
  message(connection: Connection, text: string): Promise<void> | undefined
  /** Once, when the connection has ended, however it did. */
  ended(connection: Connection, disconnect: { readonly code: number; readonly reason: string }): void
}

/** Messages of one connection that may be under way at once; the client's further ones wait in its own buffers. */
const MOST_UNDER_WAY = 64
/** Bytes that may wait for a client to take them. A slow reader cannot fill memory. */
const MOST_BUFFERED = 1_048_576

/** Closings after which no message is handled any more. */
const DROP_WAITING: ReadonlySet<Closing> = new Set([closings.deleted, closings.goingAway, closings.slowReader])

/** One client's open connection. */
export class Connection implements WebSocketListener {
  readonly facts: ConnectionFacts
  readonly #session: WebSocketSession
  readonly #events: ConnectionEvents
  #underWay = 0
  /** Those that came in one piece with the last that may be under way. */
  #waiting: string[] | undefined
  #closing: Closing | undefined
  #isOver = false
  /** Milliseconds since 1970: the last data message of either direction. Pings do not count. */
  lastActiveAt: number

  constructor(facts: ConnectionFacts, session: WebSocketSession, events: ConnectionEvents) {
    this.facts = facts
    this.#session = session
    this.#events = events
    this.lastActiveAt = Date.now()
  }

  /** Whether it can be called by its id: not once either side has begun to close it. */
  get isOpen(): boolean {
    return this.#closing === undefined && this.#session.isOpen
  }

  /** Sends a frame to the client. False: it does not take what was sent before. */
  send(data: string | Uint8Array): boolean {
    if (this.#session.bufferedBytes > MOST_BUFFERED) return false
    this.lastActiveAt = Date.now()
    this.#session.send(data)
    return true
  }

  /** As `send`, for what nobody can be told that it failed: a client that does not read is let go. */
  answer(data: string | Uint8Array): void {
    if (!this.send(data)) this.close(closings.slowReader)
  }

  close(closing: Closing): void {
    if (this.#closing !== undefined) return
    this.#closing = closing
    // They have waited for nothing. What a client sent before a frame that is none counts.
    if (DROP_WAITING.has(closing)) this.#waiting = undefined
    this.#session.close(closing.code, closing.reason)
    // For the client's close frame to be read.
    this.#session.resume()
  }

  /** Drops it without a closing handshake. */
  drop(): void {
    this.#session.drop()
  }

  text(message: string): void {
    if (this.#closing !== undefined) return
    this.lastActiveAt = Date.now()
    // Pausing stops the socket, not the messages that were read from it already.
    if (this.#underWay === MOST_UNDER_WAY) (this.#waiting ??= []).push(message)
    else this.#run(message)
    if (this.#underWay === MOST_UNDER_WAY) this.#session.pause()
  }

  #run(message: string): void {
    const work = this.#events.message(this, message)
    // Answered already.
    if (work === undefined) return
    this.#underWay++
    void work.finally(() => {
      const wasFull = this.#underWay-- === MOST_UNDER_WAY
      while (this.#underWay < MOST_UNDER_WAY) {
        const next = this.#waiting?.shift()
        if (next === undefined) break
        this.#run(next)
      }
      if (wasFull && this.#underWay < MOST_UNDER_WAY) this.#session.resume()
    })
  }

  binary(): void {
    this.close(closings.binary)
  }

  tooLarge(): void {
    this.close(closings.tooLarge)
  }

  malformed(code: number): void {
    this.close(malformedFrames(code))
  }

  closed(code: number, reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    const closing = this.#closing
    const disconnect =
      closing === undefined ? closedByClient(code, reason) : { code: closing.code, reason: closing.disconnectReason }
    this.#events.ended(this, disconnect)
  }
}
