import { isUtf8 } from 'node:buffer'

/**
 * Texts of a request as functions see them. On the wire they are bytes, and one character of a raw target or header is
 * one byte; where those bytes are UTF-8, they are read as that.
 */

const BEYOND_ASCII = /[\u0080-\uffff]/
const RAW_BYTES = /[\x80-\xff]/g

/** A header's value. Bytes that are no UTF-8 stay Latin-1 characters. */
export function headerText(raw: string): string {
  if (!BEYOND_ASCII.test(raw)) return raw
  const bytes = Buffer.from(raw, 'latin1')
  return isUtf8(bytes) ? bytes.toString() : raw
}

/** The reverse, for the wire: a text as its UTF-8 bytes, one character for each. */
export function headerBytes(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text).toString('latin1') : text
}

/** A raw piece of a target with escapes in the place of bytes beyond ASCII: an encoded text is encoded throughout. */
export function escapedBytes(raw: string): string {
  if (!BEYOND_ASCII.test(raw)) return raw
  return raw.replace(RAW_BYTES, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** A piece of a path, percent-decoded. */
export function decodedPath(raw: string): string {
  return raw.includes('%') || BEYOND_ASCII.test(raw) ? decoded(escapedBytes(raw)) : raw
}

const PLUSES = /\+/g

/** A name or a value of a query, decoded as a form's: a plus is a blank (WHATWG URL 5.1). */
export function decodedQuery(raw: string): string {
  return decodedPath(raw.includes('+') ? raw.replace(PLUSES, ' ') : raw)
}

/** Never fails: what is no escape stays as it is, and bytes that are no UTF-8 become U+FFFD. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    const bytes = text.replace(/%([\da-f]{2})/gi, (_escape, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
    return Buffer.from(bytes, 'latin1').toString()
  }
}
