import { isFieldName } from '../data-plane/field-syntax.ts'
import { isHopByHop } from '../data-plane/hop-by-hop.ts'

/** A header name in the forms that functions' events and answers need. Made once for the names that are in use. */
export interface HeaderName {
  /** What an event does with such a header. */
  readonly role: HeaderRole
  readonly lower: string
  /** As HTTP/1.1 answers of AWS, and events 1.0, write it: `X-Amzn-Trace-Id` (spec/http-api.md sections 5.5, 5.6). */
  readonly canonical: string
  /** As a member name of a JSON object, with quotes and colon. */
  readonly lowerMember: string
  readonly canonicalMember: string
}

const roles = [
  'connection',
  'content-encoding',
  'content-type',
  'cookie',
  'host',
  'user-agent',
  'x-amzn-trace-id',
  'x-forwarded-for',
] as const

/**
 * Headers that are looked at bear their own names; `dropped` ones are hop-by-hop, or are set anew; `plain` ones pass.
 */
type HeaderRole = (typeof roles)[number] | 'dropped' | 'plain'

/** The gateway's own words take the place of what a client says about how it is connected. */
const replaced: ReadonlySet<string> = new Set(['content-length', 'expect', 'x-forwarded-port', 'x-forwarded-proto'])

/** How many names, in all the cases that clients write them, and of which length, are remembered. */
const MOST_NAMES = 1_000
const LONGEST_NAME = 64

const names = new Map<string, HeaderName>()

/** `name` must be a field name (RFC 9110 5.1), as those of requests are: then nothing in it needs an escape in JSON. */
export function headerName(name: string): HeaderName {
  return names.get(name) ?? make(name)
}

/** A name of an answer, which may be no field name at all. */
export function canonicalName(name: string): string {
  return isFieldName(name) ? headerName(name).canonical : name
}

function make(name: string): HeaderName {
  const lower = name.toLowerCase()
  const canonical = lower.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())
  const made: HeaderName = {
    role: roleOf(lower),
    lower,
    canonical,
    lowerMember: `"${lower}":`,
    canonicalMember: `"${canonical}":`,
  }
  if (names.size < MOST_NAMES && name.length <= LONGEST_NAME) names.set(name, made)
  return made
}

function roleOf(lower: string): HeaderRole {
  const role = roles.find((known) => known === lower)
  if (role !== undefined) return role
  return replaced.has(lower) || isHopByHop(lower) ? 'dropped' : 'plain'
}
