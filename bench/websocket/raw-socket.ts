import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Linux gives an address 28,232 ports for clients; the more of them are taken, or rest, the longer it looks for one. */
const PORTS = 1000

/** The address from which the nth connection goes out: each of loopback's has ports of its own. */
export function sourceOf(index: number): string {
  return `127.0.0.${2 + (Math.floor(index / PORTS) % 250)}`
}

/**
 * A WebSocket connection without a library, so that the load costs less than what it measures. Rejects where the
 * handshake is refused.
 */
export async function openRaw(url: string, localAddress: string): Promise<Socket> {
  const { hostname, port, pathname, host } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), localAddress, noDelay: true })
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
