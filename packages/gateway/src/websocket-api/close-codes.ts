/** Why the gateway closes a connection, and what its $disconnect event says of it (spec/websocket-api.md 11.3, 13.3). */
export interface Closing {
  readonly code: number
  /** Of the close frame. */
  readonly reason: string
  /** `disconnectReason` of the event. */
  readonly disconnectReason: string
}

export const closings = {
  deleted: { code: 1000, reason: 'Connection Closed Normally', disconnectReason: 'Connection Closed Normally' },
  goingAway: { code: 1001, reason: 'Going away', disconnectReason: 'Going away' },
  binary: { code: 1003, reason: '', disconnectReason: 'Binary frames are not supported' },
  tooLarge: { code: 1009, reason: '', disconnectReason: 'Frame or message is too large' },
  slowReader: { code: 1008, reason: '', disconnectReason: 'The client does not take its frames' },
} as const satisfies Record<string, Closing>

/** Frames that RFC 6455 does not allow: 1002, 1007 for text that is no UTF-8, 1008 for too many pieces. */
export function malformedFrames(code: number): Closing {
  return { code, reason: '', disconnectReason: 'The client sent frames that RFC 6455 does not allow' }
}

const NO_CODE = 1005
const ABNORMAL = 1006

/** What a close that the client began, or the loss of the connection, is told as. */
export function closedByClient(code: number, reason: string): { readonly code: number; readonly reason: string } {
  if (code === NO_CODE) return { code, reason: 'Client-side close frame status not set' }
  if (code === ABNORMAL) return { code, reason: 'Connection closed abnormally' }
  return { code, reason }
}
