const HOST = 'a1b2c3d4e5.execute-api.localhost'

/** The head of a handshake, for clients that say exactly what a test wants them to say. */
export function handshakeText(path = '/prod', more: readonly string[] = [], host = HOST): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...more,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** A client's frame. */
export function frame(opcode: number, payload: string | Uint8Array, { fin = true, masked = true } = {}): Buffer {
  const bytes = Buffer.from(payload)
  const head = [(fin ? 0x80 : 0) | opcode]
  const mask = masked ? 0x80 : 0
  if (bytes.length < 126) head.push(mask | bytes.length)
  else if (bytes.length < 65_536) head.push(mask | 126, bytes.length >> 8, bytes.length & 0xff)
  else head.push(mask | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (bytes.length >> shift) & 0xff))
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([Buffer.from(head), Buffer.alloc(masked ? 4 : 0), bytes])
}
