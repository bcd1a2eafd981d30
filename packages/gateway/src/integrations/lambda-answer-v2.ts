import { isJsonObject } from '../model/json-object.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { headerBytes } from './event-text.ts'
import { MalformedAnswer, member, parseAnswer, structuredAnswer } from './lambda-answer.ts'

/**
 * An answer of payload format 2.0 (spec/http-api.md section 5.6). What has no top-level `statusCode` is the body of a
 * 200 itself, byte for byte, and is not parsed where that can be seen from outside. Throws MalformedAnswer.
 */
export function readAnswerV2(payload: Uint8Array): HttpResponse {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length)
  const first = firstByte(bytes)
  if (first === QUOTE) return inferred(textOf(bytes))
  if (first !== BRACE || !mayHaveStatus(bytes)) return inferred(bytes)
  const answer = parseAnswer(bytes)
  // Invalid JSON is a body, too.
  if (!isJsonObject(answer) || !Object.hasOwn(answer, 'statusCode')) return inferred(bytes)
  return structuredAnswer(answer, cookieLines(member(answer, 'cookies')), [])
}

function inferred(body: string | Uint8Array): HttpResponse {
  return { status: 200, headers: ['Content-Type', 'application/json'], body }
}

const QUOTE = 34
const BRACE = 123
const STATUS = 'statusCode'

/** The first byte that is no white space of JSON (RFC 8259 2). */
function firstByte(bytes: Buffer): number | undefined {
  let index = 0
  while (bytes[index] === 32 || bytes[index] === 10 || bytes[index] === 13 || bytes[index] === 9) index++
  return bytes[index]
}

/** Whether the name stands in the text, or might, spelt with escapes. */
function mayHaveStatus(bytes: Buffer): boolean {
  return bytes.includes(STATUS) || bytes.includes('\\u')
}

/** A JSON string is sent without its quotes and escapes. */
function textOf(bytes: Buffer): string | Uint8Array {
  const text = parseAnswer(bytes)
  return typeof text === 'string' ? text : bytes
}

/** Before a `set-cookie` of `headers`. */
function cookieLines(cookies: unknown): string[] {
  if (cookies === undefined) return []
  if (!Array.isArray(cookies)) throw MalformedAnswer.inField('cookies')
  return cookies.flatMap((cookie: unknown) => {
    if (typeof cookie !== 'string') throw MalformedAnswer.inField('cookies')
    return ['Set-Cookie', headerBytes(cookie)]
  })
}
