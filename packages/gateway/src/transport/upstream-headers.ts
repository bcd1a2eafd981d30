import { type HeaderList, isBodySource } from './http-message.ts'
import type { UpstreamRequest } from './upstream.ts'

/**
 * The header lines for undici, which refuses those that are the connection's own affair: they go, and the length is
 * that of the body at hand. `Expect` goes too: the gateway's own client has been answered `100 Continue` already.
 */
export function sendableHeaders({ headers, body }: UpstreamRequest): HeaderList {
  let rewrite = false
  for (let index = 0; index < headers.length; index += 2) {
    if (isFraming(headers[index] as string)) rewrite = true
  }
  const length = isBodySource(body) ? body.length : undefined
  if (!rewrite && length === undefined) return headers
  const lines: string[] = []
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string
    if (!isFraming(name)) lines.push(name, headers[index + 1] as string)
  }
  // undici counts bytes and text by itself.
  if (length !== undefined) lines.push('content-length', `${length}`)
  return lines
}

function isFraming(name: string): boolean {
  switch (name.length) {
    case 6:
      return name.toLowerCase() === 'expect'
    case 7:
      return name.toLowerCase() === 'upgrade'
    case 10: {
      const lower = name.toLowerCase()
      return lower === 'connection' || lower === 'keep-alive'
    }
    case 14:
      return name.toLowerCase() === 'content-length'
    case 17:
      return name.toLowerCase() === 'transfer-encoding'
    default:
      return false
  }
}
