/** What the certificate of a client that names no host has, and of those that name one of these. */
export const STANDARD_NAMES: readonly string[] = [
  'localhost',
  '*.localhost',
  '*.execute-api.localhost',
  '127.0.0.1',
  '::1',
]

/** Labels of letters, digits, hyphens and, as some name their machines, underscores; the last one is no number. */
const NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The name that a TLS client sent (RFC 6066 section 3) in lower case and without a final dot; undefined where it sent
 * none, or what is no name, such as an address.
 */
export function readServerName(sent: string | undefined): string | undefined {
  const name = sent?.toLowerCase().replace(/\.$/, '')
  return name !== undefined && NAME.test(name) ? name : undefined
}

/**
 * Whether the certificate of STANDARD_NAMES will do. Not for `a.localhost`: OpenSSL and Node take no wildcard that stands
 * before a single label.
 */
export function isStandardName(name: string): boolean {
  return name === 'localhost' || /^[^.]+\.execute-api\.localhost$/.test(name)
}

/** RFC 6761 section 6.3: names that are always this machine. */
export function isLocalName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost')
}
