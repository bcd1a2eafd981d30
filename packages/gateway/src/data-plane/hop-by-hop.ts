/**
 * Header fields that concern one connection only and are not passed on, in either direction (RFC 9110 7.6.1;
 * spec/http-api.md sections 5.2 and 13, choice 4): `Connection` and what it names, and the fields below. All that begin
 * with `Proxy-` are among them, as the spec has it.
 */
export function isHopByHop(name: string): boolean {
  // By length first: most names are told apart without making a lower-case copy of them.
  switch (name.length) {
    case 2:
      return name.toLowerCase() === 'te'
    case 7:
      return isAnyOf(name, 'trailer', 'upgrade')
    case 8:
      return name.toLowerCase() === 'trailers'
    case 10:
      return isAnyOf(name, 'connection', 'keep-alive')
    case 17:
      return name.toLowerCase() === 'transfer-encoding'
    default:
      return name.length > 6 && name.charCodeAt(5) === HYPHEN && name.slice(0, 5).toLowerCase() === 'proxy'
  }
}

const HYPHEN = 45

function isAnyOf(name: string, first: string, second: string): boolean {
  const lower = name.toLowerCase()
  return lower === first || lower === second
}

/**
 * Fields that `Connection` must not take away, whoever names them: without a length a body could be framed anew, and
 * `Host` is the gateway's own. (A client that strips other fields strips its own; what the gateway adds comes after.)
 */
const kept: ReadonlySet<string> = new Set(['content-length', 'host'])

/** What a `Connection` value names beyond the connection itself: lower-case names, or undefined for none. */
export function namedByConnection(value: string): ReadonlySet<string> | undefined {
  if (value.length === 0 || value === 'keep-alive' || value === 'close') return undefined
  let names: Set<string> | undefined
  for (const option of value.toLowerCase().split(',')) {
    const name = option.trim()
    if (name === '' || name === 'keep-alive' || name === 'close' || kept.has(name)) continue
    names ??= new Set()
    names.add(name)
  }
  return names
}

/** Removes, in place, the lines of a flat header list whose lower-case names are in `names`. */
export function removeNamed(headers: string[], names: ReadonlySet<string>): void {
  let to = 0
  for (let from = 0; from < headers.length; from += 2) {
    const name = headers[from] as string
    if (names.has(name.toLowerCase())) continue
    headers[to] = name
    headers[to + 1] = headers[from + 1] as string
    to += 2
  }
  headers.length = to
}
