import { isJsonObject } from '../model/json-object.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { addLine, MalformedAnswer, member, parseAnswer, structuredAnswer } from './lambda-answer.ts'

/**
 * An answer of payload format 1.0, which must be structured (spec/http-api.md section 5.6). Throws MalformedAnswer.
 * The values of `multiValueHeaders` go after that of `headers`.
 */
export function readAnswerV1(payload: Uint8Array): HttpResponse {
  const answer = parseAnswer(Buffer.from(payload.buffer, payload.byteOffset, payload.length))
  if (answer === undefined) throw new MalformedAnswer('Lambda body is no JSON')
  if (!isJsonObject(answer)) throw new MalformedAnswer('Lambda body is no JSON object')
  return structuredAnswer(answer, [], multiValueLines(member(answer, 'multiValueHeaders')))
}

const FIELD = 'multiValueHeaders'

function multiValueLines(headers: unknown): string[] {
  if (headers === undefined) return []
  if (!isJsonObject(headers)) throw MalformedAnswer.inField(FIELD)
  const lines: string[] = []
  for (const [name, values] of Object.entries(headers)) {
    if (values === null) continue
    if (!Array.isArray(values)) throw MalformedAnswer.inField(FIELD)
    for (const value of values) addLine(lines, name, value, FIELD)
  }
  return lines
}
