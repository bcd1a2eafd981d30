import type { HeaderList } from './http-message.ts'

/**
 * The header lines of an answer with the framing that the listener decides: `length` becomes its Content-Length, and
 * Connection, Keep-Alive and Transfer-Encoding of the handler are dropped, because they speak of another connection.
 * Gives back `given` itself where nothing has to change, which is the usual case of a proxied answer.
 */
export function framedHeaders(given: HeaderList, length: number | undefined, close: boolean): string[] {
  let lengthAt = -1
  let rewrite = close
  for (let index = 0; index < given.length; index += 2) {
    const name = given[index] as string
    if (name.length === 14) {
      if (name.toLowerCase() === 'content-length') {
        rewrite ||= lengthAt >= 0 || given[index + 1] !== `${length}`
        lengthAt = index
      }
    } else if (name.length === 10 || name.length === 17) {
      rewrite ||= isConnectionHeader(name)
    } else if (name.length === 19) {
      // node:http turns a Content-Disposition that follows a Content-Length into UTF-8 and then refuses its own
      // replacement characters (ERR_INVALID_CHAR for any `filename="é"` in Latin-1): the length has to come last.
      rewrite ||= lengthAt >= 0
    }
  }
  if (!rewrite && (lengthAt >= 0 || length === undefined)) return given as string[]
  const lines: string[] = []
  for (let index = 0; index < given.length; index += 2) {
    const name = given[index] as string
    if (name.length === 14 ? name.toLowerCase() !== 'content-length' : !isConnectionHeader(name)) {
      lines.push(name, given[index + 1] as string)
    }
  }
  if (length !== undefined) lines.push('Content-Length', `${length}`)
  if (close) lines.push('Connection', 'close')
  return lines
}

/** The Content-Length that the handler gave, or undefined where there is none or it is no number. */
export function announcedLength(headers: HeaderList): number | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      const value = headers[index + 1] as string
      return /^\d{1,15}$/.test(value) ? Number(value) : undefined
    }
  }
  return undefined
}

function isConnectionHeader(name: string): boolean {
  if (name.length !== 10 && name.length !== 17) return false
  const lower = name.toLowerCase()
  return lower === 'connection' || lower === 'keep-alive' || lower === 'transfer-encoding'
}
