import { createHash } from 'node:crypto'

/**
 * The canonical request of Signature V4 (IAM user guide, "Create a signed AWS API request"), for every service but S3:
 * the path is normalised and encoded once more, although the client has encoded it already.
 *
 * It starts from the raw request target, and treats strings as the listener delivers them: one character per byte.
 */
export interface CanonicalParts {
  readonly method: string
  readonly path: string
  /** Without `?`, and without X-Amz-Signature. */
  readonly query: string
  /** In lower case, sorted. */
  readonly signedHeaders: readonly string[]
  /** Values of all lines of a header, joined by commas; by name in lower case. */
  readonly headers: ReadonlyMap<string, string>
  /** SHA-256 of the body, hex. */
  readonly payloadHash: string
}

/** SHA-256 of the canonical request, hex; undefined if it holds what cannot have come off the wire. */
export function canonicalRequestHash(parts: CanonicalParts): string | undefined {
  const lines = parts.signedHeaders.map((name) => `${name}:${trimmed(parts.headers.get(name) ?? '')}\n`).join('')
  const names = parts.signedHeaders.join(';')
  const { method, path, query, payloadHash } = parts
  // Higher characters would be cut to a byte, so that two requests could share a hash.
  if (BEYOND_BYTES.test(method + path + query + lines + names)) return undefined
  const text = `${method}\n${canonicalPath(path)}\n${canonicalQuery(query)}\n${lines}\n${names}\n${payloadHash}`
  return createHash('sha256').update(text, 'latin1').digest('hex')
}
const BEYOND_BYTES = /[^\0-\xff]/

/** Dot segments resolved, empty segments dropped, everything outside RFC 3986's unreserved characters encoded again. */
function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment.replace(RESERVED, percentEncoded))
  }
  if (segments.length === 0) return '/'
  return `/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`
}

/** Pairs sorted by encoded name, then by encoded value: sorting whole `name=value` texts would put `a-b=` before `a=`. */
function canonicalQuery(query: string): string {
  const pairs: (readonly [name: string, value: string])[] = []
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    pairs.push(
      equals === -1
        ? [normalEncoding(pair), '']
        : [normalEncoding(pair.slice(0, equals)), normalEncoding(pair.slice(equals + 1))],
    )
  }
  pairs.sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

const RESERVED = /[^A-Za-z0-9\-._~]/g
/** What a query needs re-encoded: escapes (for their case, or because they need none), and bare characters. */
const ESCAPE_OR_RESERVED = /%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~]/g
const UNRESERVED = /^[A-Za-z0-9\-._~]$/

/** One spelling for each byte. A bare `+` is a blank, as the codecs (and the Go SDK, which sends `%20` then) read it. */
function normalEncoding(text: string): string {
  return text.replace(ESCAPE_OR_RESERVED, (found) => {
    if (found === '+') return '%20'
    if (found.length === 1) return percentEncoded(found)
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16))
    return UNRESERVED.test(character) ? character : found.toUpperCase()
  })
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** Blanks around a value and runs of blanks in it do not count. */
function trimmed(value: string): string {
  return value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
