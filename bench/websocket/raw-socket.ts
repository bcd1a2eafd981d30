import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * A WebSocket connection without a library, so that the load costs less than what it measures. Rejects where the
 * handshake is refused. The address it comes from is not chosen: to bind a port, even on another of loopback's addresses, takes
 * it from all connections that are not bound, and the 28,232 that Linux gives out to one destination are enough here.
 */
export async function openRaw(url: string): Promise<Socket> {
  const { hostname, port, pathname, host } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nUser-Agent: bench\r\n` +
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  if (!head.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(head.toString('latin1'))
  return socket
}

/** A text frame of a client, shorter than 126 bytes, masked with zeros. */
export function textFrame(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.of(0x81, 0x80 | bytes.length, 0, 0, 0, 0), bytes])
}
