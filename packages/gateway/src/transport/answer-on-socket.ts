import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { endSocket } from './end-socket.ts'
import { GrowingBytes } from './growing-bytes.ts'
import { type HttpResponse, isBodySource } from './http-message.ts'

/** Answers of HTTP on a connection that asked for an upgrade are small; a larger one is cut off with the connection. */
const MOST_ANSWER_BYTES = 10_485_760

/** Writes an HTTP answer on a connection that node:http has let go of, and ends it. */
export function answerOnSocket(socket: Duplex, answer: HttpResponse): void {
  const { body } = answer
  if (!isBodySource(body)) {
    write(socket, answer, body === undefined ? Buffer.alloc(0) : Buffer.from(body))
    return
  }
  const bytes = new GrowingBytes(MOST_ANSWER_BYTES)
  body.start({
    write: (chunk) => {
      if (!bytes.add(chunk)) {
        body.cancel(new Error('the answer is too large'))
        socket.destroy()
      }
      return true
    },
    end: () => write(socket, answer, bytes.get()),
    fail: () => socket.destroy(),
  })
}

function write(socket: Duplex, { status, headers }: HttpResponse, body: Uint8Array): void {
  if (!socket.writable) return
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nDate: ${new Date().toUTCString()}\r\n`
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    // This answer's own framing goes out instead.
    if (!/^(?:connection|content-length|transfer-encoding|date)$/i.test(name)) head += `${name}: ${headers[i + 1]}\r\n`
  }
  const length = status === 204 || status === 304 ? '' : `Content-Length: ${body.length}\r\n`
  const hasBody = length !== ''
  const lines = Buffer.from(`${head}${length}Connection: close\r\n\r\n`, 'latin1')
  endSocket(socket, hasBody ? Buffer.concat([lines, body]) : lines)
}
