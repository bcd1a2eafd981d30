import { isDeeperThan } from '../aws-protocol/json-depth.ts'
import { isJsonObject, type JsonObject } from '../model/json-object.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { headerBytes } from './event-text.ts'
import { canonicalName } from './header-name.ts'

/** What a function returned is no answer; `problem` says why, for the API's owner. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer'

  static inField(field: string): MalformedAnswer {
    return new MalformedAnswer(`Lambda body contains the wrong type for field "${field}"`)
  }
}

/** Bytes of an answer up to which its depth does no harm. */
const SMALL = 65_536
/** Brackets in brackets. */
const DEEPEST = 1000

/** Undefined where it is no JSON, or so deep that parsing it would hold up all other calls for seconds. */
export function parseAnswer(bytes: Buffer): unknown {
  const text = bytes.toString()
  if (bytes.length > SMALL && isDeeperThan(text, DEEPEST)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * A structured answer (spec/http-api.md section 5.6): `statusCode`, `headers`, `body`, `isBase64Encoded`. `first` are
 * header lines that go before those of `headers`, `last` those after. Throws MalformedAnswer.
 */
export function structuredAnswer(answer: JsonObject, first: readonly string[], last: readonly string[]): HttpResponse {
  const status = statusOf(member(answer, 'statusCode'))
  const lines = [...first, ...headerLines(member(answer, 'headers')), ...last]
  const body = bodyOf(member(answer, 'body'), member(answer, 'isBase64Encoded'))
  // A status without content has nothing of which this could be the type.
  if (status !== 204 && status !== 304 && !hasContentType(lines)) lines.push('Content-Type', DEFAULT_TYPE)
  return { status, headers: lines, body }
}

/** AWS looks into the body for some types; nobody knows for which, and this is what it says of most. */
const DEFAULT_TYPE = 'text/plain; charset=utf-8'

/** An own member; null is as good as none. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? (object[name] ?? undefined) : undefined
}

const STATUS_DIGITS = /^[2-5]\d\d$/

/** A final status. Numbers in quotes are what AWS's own blueprints of functions return. */
function statusOf(value: unknown): number {
  const status = typeof value === 'string' && STATUS_DIGITS.test(value) ? Number(value) : value
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw MalformedAnswer.inField('statusCode')
  }
  return status
}

function headerLines(headers: unknown): string[] {
  if (headers === undefined) return []
  if (!isJsonObject(headers)) throw MalformedAnswer.inField('headers')
  const lines: string[] = []
  for (const [name, value] of Object.entries(headers)) addLine(lines, name, value, 'headers')
  return lines
}

/** Numbers and truth values are written as texts, null is no header; anything else is malformed. */
export function addLine(lines: string[], name: string, value: unknown, field: string): void {
  if (value === null) return
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw MalformedAnswer.inField(field)
  }
  lines.push(canonicalName(name), headerBytes(String(value)))
}

function hasContentType(lines: readonly string[]): boolean {
  for (let index = 0; index < lines.length; index += 2) if (lines[index] === 'Content-Type') return true
  return false
}

function bodyOf(body: unknown, isBase64Encoded: unknown): HttpResponse['body'] {
  if (isBase64Encoded !== undefined && typeof isBase64Encoded !== 'boolean') {
    throw MalformedAnswer.inField('isBase64Encoded')
  }
  if (body === undefined) return undefined
  if (typeof body !== 'string') throw MalformedAnswer.inField('body')
  return isBase64Encoded === true ? decodeBase64(body) : body
}

const LINE_BREAKS = /[\r\n]/g

/** Base64 of RFC 4648 4, with padding; line breaks, which MIME encoders make, are left out. */
function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(LINE_BREAKS, '')
  const padding = digits.endsWith('==') ? 2 : digits.endsWith('=') ? 1 : 0
  const bytes = Buffer.from(digits, 'base64')
  // The decoder skips what it does not know, and takes the URL alphabet as well.
  const isWhole = digits.length % 4 === 0 && bytes.length === (digits.length / 4) * 3 - padding
  if (!isWhole || digits.includes('-') || digits.includes('_')) {
    throw new MalformedAnswer('Lambda body is not base64, though isBase64Encoded is true')
  }
  return bytes
}
