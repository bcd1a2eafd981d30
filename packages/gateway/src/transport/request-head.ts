import type { IncomingMessage } from 'node:http'
import type { ListenerLimits } from './listener.ts'
import type { RefusalStatus } from './refusal.ts'

/** What the head of a request says about the rest of the message, or why it is refused. */
export interface RequestHead {
  /** 0: nothing is wrong with it. */
  readonly refusal: RefusalStatus | 0
  /** In origin form, or `*`. */
  readonly target: string
  /** Bytes of the body: 0 none, undefined unknown (chunked). */
  readonly bodyLength: number | undefined
  /**
   * It asks for an upgrade. Where none is made, node:http loses what its parser had not read of the segment, and takes
   * up reading in the middle of a later message: nothing behind this request may be taken for one.
   */
  readonly last: boolean
}

const malformed: RequestHead = { refusal: 400, target: '', bodyLength: 0, last: true }
const oversized: RequestHead = { refusal: 431, target: '', bodyLength: 0, last: true }

/** `SP HTTP/1.1 CRLF` after the target, one SP before it, and the empty line. */
const lineOverhead = 1 + 1 + 8 + 2 + 2
/** The colon with its space, and CRLF. */
const fieldOverhead = 4

/** A registered name, an IPv4 address, or an IPv6 one in brackets; then a port (RFC 9110 section 7.2, RFC 3986 3.2). */
const hostForm = /^(?:[\w.~!$&'()*+;=%-]+|\[[\da-fA-F:.]+\])(?::\d{0,5})?$/
/** Leading zeros included: 15 digits always fit a safe integer. */
const lengthForm = /^\d{1,15}$/
const absoluteForm = /^https?:\/\/([^/?#]*)(.*)$/i

/**
 * Checks what node's parser lets through. Strict llhttp already refuses (request-smuggling.test.ts shows each): bare
 * CR or LF, obs-fold, space before a colon, control characters, unknown methods, repeated or malformed Content-Length,
 * Content-Length beside Transfer-Encoding, a Transfer-Encoding that does not end in chunked, broken chunks. It accepts
 * the following, which RFC 9112 sections 2.3, 3.2, 3.2.2 and 6.1 have a server refuse or which two parsers could read
 * differently: HTTP/0.9 and 2.0, missing or repeated Host, Transfer-Encoding in HTTP/1.0, codings before chunked, an
 * absolute target for another host, `*` without OPTIONS, a fragment, Content-Length beyond what a number holds.
 */
export function readRequestHead(message: IncomingMessage, limits: ListenerLimits): RequestHead {
  const fields = message.rawHeaders
  if (fields.length > limits.headerCount * 2) return oversized
  const method = message.method as string
  let bytes = method.length + (message.url as string).length + lineOverhead
  let host: string | undefined
  let bodyLength: number | undefined = 0
  let last = false
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] as string
    const value = fields[index + 1] as string
    bytes += name.length + value.length + fieldOverhead
    if (name.length === 4) {
      if (name === 'Host' || name.toLowerCase() === 'host') {
        if (host !== undefined || !hostForm.test(value)) return malformed
        host = value
      }
    } else if (name.length === 7) {
      if (name.toLowerCase() === 'upgrade') last = true
    } else if (name.length === 14) {
      if (name.toLowerCase() === 'content-length') {
        if (!lengthForm.test(value)) return malformed
        bodyLength = Number(value)
      }
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') {
      if (message.httpVersion !== '1.1' || value.toLowerCase() !== 'chunked') return malformed
      bodyLength = undefined
    }
  }
  if (bytes > limits.headerBytes) return oversized
  if (message.httpVersion === '1.1' ? host === undefined : message.httpVersion !== '1.0') return malformed
  const target = originForm(method, message.url as string, host)
  return target === undefined ? malformed : { refusal: 0, target, bodyLength, last }
}

/** The target in origin form (RFC 9112 section 3.2), or undefined where it is not one that a server may act on. */
function originForm(method: string, target: string, host: string | undefined): string | undefined {
  if (target.includes('#')) return undefined
  if (target.charCodeAt(0) === 0x2f) return target
  if (target === '*') return method === 'OPTIONS' ? target : undefined
  const [, authority, rest] = absoluteForm.exec(target) ?? []
  // RFC 9112 lets the target win over Host. Two that differ are two opinions of where the request goes: refused.
  if (authority === undefined || rest === undefined || authority.toLowerCase() !== host?.toLowerCase()) return undefined
  return rest.startsWith('/') ? rest : `/${rest}`
}
