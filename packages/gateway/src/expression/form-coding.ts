import { BindingError } from './binding-error.ts'
import { encodableText } from './java-utf8.ts'

/** What java.net.URLEncoder writes otherwise than encodeURIComponent. */
const FORM: readonly (readonly [uriText: string, formText: string])[] = [
  ['%20', '+'],
  ['!', '%21'],
  ["'", '%27'],
  ['(', '%28'],
  [')', '%29'],
  ['~', '%7E'],
]
const BAD_ESCAPE = /%(?![0-9a-f]{2})/i
const ESCAPES = /(?:%[0-9a-f]{2})+/gi

/** `URLEncoder.encode(text, UTF_8)`: form encoding. Letters, digits and `*-._` are kept, a space is `+`. */
export function encodeForm(text: string): string {
  let encoded = encodeURIComponent(encodableText(text))
  for (const [uriText, formText] of FORM) encoded = encoded.replaceAll(uriText, formText)
  return encoded
}

/**
 * `URLDecoder.decode(text, UTF_8)`: bytes that are no UTF-8 become U+FFFD, `+` is a space. Throws a BindingError where a
 * `%` has no two hexadecimal digits behind it.
 */
export function decodeForm(text: string): string {
  const bad = BAD_ESCAPE.exec(text)
  if (bad !== null) {
    throw new BindingError(`character ${bad.index + 1} of the text is a % without two hexadecimal digits behind it`)
  }
  return text
    .replaceAll('+', ' ')
    .replace(ESCAPES, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'))
}
