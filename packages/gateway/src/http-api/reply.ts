import type { CallContext } from '../data-plane/call-context.ts'
import { REQUEST_ID_HEADER } from '../data-plane/fault-response.ts'
import { isFieldName, isFieldValue } from '../data-plane/field-syntax.ts'
import { isHopByHop, namedByConnection, removeNamed } from '../data-plane/hop-by-hop.ts'
import { type HttpResponse, isBodySource } from '../transport/http-message.ts'

/** Bytes of an unwanted body that are read to its end, to keep the backend's connection; a larger one is cancelled. */
const CHEAP_BODY = 65_536

/**
 * Makes a backend's answer fit for the client (E27): hop-by-hop fields and fields that may not be written are left out,
 * repeated ones stay, bodies pass untouched, and the request id is added in the place of any that the backend sent.
 */
export function reply(answer: HttpResponse, context: CallContext): HttpResponse {
  const { status } = answer
  const isHead = context.request.method === 'HEAD'
  const body = isHead || status === 204 || status === 304 ? dropped(answer.body) : answer.body
  // Without a body a length is true only of a HEAD or 304 answer (RFC 9110 8.6); a backend asked with HEAD sends one.
  const keepsLength = body !== undefined || isHead || status === 304
  const lines: string[] = []
  let named: ReadonlySet<string> | undefined
  for (let index = 0; index < answer.headers.length; index += 2) {
    const name = answer.headers[index] as string
    const value = answer.headers[index + 1] as string
    if (name.length === 10 && name.toLowerCase() === 'connection') {
      const more = namedByConnection(value)
      named = named === undefined ? more : named.union(more ?? new Set())
    } else if (!isHopByHop(name) && (keepsLength || !isNamed(name, 'content-length')) && !isNamed(name, REQUEST_ID)) {
      if (isFieldName(name) && isFieldValue(value)) lines.push(name, value)
    }
  }
  if (named !== undefined) removeNamed(lines, named)
  lines.push(REQUEST_ID_HEADER, context.requestId)
  return { status, headers: lines, body }
}

const REQUEST_ID = REQUEST_ID_HEADER.toLowerCase()

function isNamed(name: string, lowerName: string): boolean {
  return name.length === lowerName.length && name.toLowerCase() === lowerName
}

const nowhere = { write: () => true, end: () => {}, fail: () => {} }

/** A body that the client must not get: the backend of a HEAD request may have been asked with another method. */
function dropped(body: HttpResponse['body']): undefined {
  if (!isBodySource(body)) return
  if (body.length !== undefined && body.length <= CHEAP_BODY) body.start(nowhere)
  else body.cancel(new Error('the answer goes out without a body'))
}
