import type { HttpRequest, HttpResponse } from './http-message.ts'

/** An open WebSocket connection, as the rooms above see it. */
export interface WebSocketSession {
  /** Sends one text or binary message. Does nothing once the connection is closing. */
  send(data: string | Uint8Array): void
  /** Neither side has begun to close it. */
  readonly isOpen: boolean
  /** Bytes that were sent and wait for the client to take them. */
  readonly bufferedBytes: number
  /** Reads no more of the client, until `resume`. */
  pause(): void
  resume(): void
  /** Begins the closing handshake; a client that does not answer it is dropped after a while. */
  close(code: number, reason: string): void
  /** Drops the connection at once. */
  drop(): void
}

/** What happens on a connection. `closed` comes once, last. */
export interface WebSocketListener {
  text(message: string): void
  /** A binary message began, whatever is in it. */
  binary(): void
  /** A frame larger than `WebSocketLimits.frameBytes`, or a message larger than `messageBytes`. */
  tooLarge(): void
  /** Frames that RFC 6455 does not allow: the connection is being closed with that code. */
  malformed(code: number): void
  /** `code` is 1005 where the client's close frame had none, and 1006 where there was no close frame (RFC 6455 7.1.5). */
  closed(code: number, reason: string): void
}

/** Bounds of what a client may send. */
interface WebSocketLimits {
  readonly frameBytes: number
  readonly messageBytes: number
}

/** The upgrade is granted. */
export interface UpgradeGrant {
  /** For `Sec-WebSocket-Protocol` of the answer; left out where the client offered none. */
  readonly protocol: string | undefined
  readonly limits: WebSocketLimits
  /** Called once, when the answer has gone out. */
  open(session: WebSocketSession): WebSocketListener
  /** Called instead of `open` where the client left before. */
  gone(): void
}

/** Answers a request for an upgrade to WebSocket: grants it, or answers it as HTTP. Must not reject. */
export type UpgradeHandler = (request: HttpRequest) => Promise<UpgradeGrant | HttpResponse>

export function isGrant(answer: UpgradeGrant | HttpResponse): answer is UpgradeGrant {
  return 'open' in answer
}
