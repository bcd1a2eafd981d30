import { isUtf8 } from 'node:buffer'
import { decodeBase64 } from './base64-bytes.ts'

export type ContentHandling = 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT' | undefined

/** A payload on its way: text, or bytes that a conversion made or a backend sent. `problem`: the conversion failed. */
export type Payload = string | Uint8Array

/** A client's text on its way to the backend (spec/websocket-api.md section 5.3). Undefined: it is no Base64. */
export function convertRequest(text: string, handling: ContentHandling): Payload | undefined {
  return handling === 'CONVERT_TO_BINARY' ? decodeBase64(text) : text
}

/** A backend's bytes on their way to the client. Undefined: they are no Base64. */
export function convertResponse(bytes: Uint8Array, handling: ContentHandling): Payload | undefined {
  const text = textOf(bytes)
  if (text === undefined) {
    return handling === 'CONVERT_TO_TEXT' ? Buffer.from(bytes).toString('base64') : bytes
  }
  return handling === 'CONVERT_TO_BINARY' ? decodeBase64(text) : text
}

/** Bytes as text, or undefined where they are no UTF-8. */
export function textOf(payload: Payload): string | undefined {
  if (typeof payload === 'string') return payload
  return isUtf8(payload) ? Buffer.from(payload).toString() : undefined
}
