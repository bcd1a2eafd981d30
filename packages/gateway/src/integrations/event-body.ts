import { isUtf8 } from 'node:buffer'

/** A request's body as an event has it. */
export interface EventBody {
  /** A JSON string, or undefined where there is no body. */
  readonly json: string | undefined
  readonly isBase64Encoded: boolean
}

const none: EventBody = { json: undefined, isBase64Encoded: false }

/**
 * Text for the media types that AWS takes for text, base64 for all others, no type at all included (spec/http-api.md
 * section 5.4). Also base64, because nothing else keeps it whole: text that is compressed, or is no UTF-8.
 */
export function eventBody(bytes: Uint8Array, contentType: string, contentEncoding: string): EventBody {
  if (bytes.length === 0) return none
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (isTextType(contentType) && isIdentity(contentEncoding) && isUtf8(buffer)) {
    return { json: JSON.stringify(buffer.toString()), isBase64Encoded: false }
  }
  return { json: `"${buffer.toString('base64')}"`, isBase64Encoded: true }
}

const textTypes: ReadonlySet<string> = new Set(['application/json', 'application/javascript', 'application/xml'])

function isTextType(contentType: string): boolean {
  if (contentType === 'application/json') return true
  const end = contentType.indexOf(';')
  const type = (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
  return textTypes.has(type) || (type.startsWith('text/') && type.length > 5)
}

function isIdentity(contentEncoding: string): boolean {
  return contentEncoding === '' || contentEncoding.trim().toLowerCase() === 'identity'
}
