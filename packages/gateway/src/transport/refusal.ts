import { STATUS_CODES } from 'node:http'
import type { HeaderList } from './http-message.ts'

/**
 * What the listener answers by itself, without asking the handler: 400 malformed, 408 too slow, 417 an expectation
 * that nobody knows, 431 head too large, 500 the handler failed, 503 too many requests pipelined.
 */
export type RefusalStatus = 400 | 408 | 417 | 431 | 500 | 503

/** The body that API Gateway gives all its own errors: `{"message":"..."}`, no space (spec/http-api.md section 12). */
export function refusalBody(status: RefusalStatus): string {
  return `{"message":"${STATUS_CODES[status]}"}`
}

export function refusalHeaders(status: RefusalStatus): HeaderList {
  return ['Content-Type', 'application/json', 'Content-Length', `${refusalBody(status).length}`, 'Connection', 'close']
}

/** A whole refusal as bytes, for a connection on which node:http has no response object: its parser gave up. */
export function refusalBytes(status: RefusalStatus): Buffer {
  const body = refusalBody(status)
  return Buffer.from(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nDate: ${new Date().toUTCString()}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    'latin1',
  )
}
