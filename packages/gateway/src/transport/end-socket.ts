import type { Duplex } from 'node:stream'

/** How long a client may go on sending after its last answer; closing at once would reset it before it reads that. */
export const LINGER_MS = 1000

/**
 * Writes the last bytes of a connection that node:http has let go of, and sees to its end. Nobody reads such a connection:
 * unread, it would neither notice that the client left nor ever be closed.
 */
export function endSocket(socket: Duplex, bytes: Uint8Array): void {
  socket.end(bytes)
  socket.resume()
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(timer))
}
