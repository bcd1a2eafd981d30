import { BindingError } from './binding-error.ts'
import { encodableText } from './java-utf8.ts'

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** `Base64.getEncoder()`: of the text's UTF-8, with padding. */
export function encodeBase64(text: string): string {
  return Buffer.from(encodableText(text), 'utf8').toString('base64')
}

/**
 * `Base64.getDecoder()`: the padding may be left out, nothing else is let pass: no line ends, no alphabet for URLs. Bytes
 * that are no UTF-8 become U+FFFD. Throws a BindingError for what is not Base64.
 */
export function decodeBase64(text: string): string {
  if (!isBase64(text)) throw new BindingError('the text is not Base64')
  return Buffer.from(text, 'base64').toString('utf8')
}

function isBase64(text: string): boolean {
  if (!BASE64.test(text)) return false
  if (text.endsWith('=')) return text.length % 4 === 0
  return text.length % 4 !== 1
}
