import { isIP, isIPv4 } from 'node:net'

/** A Host header's name or address, in canonical form, and its port. */
export interface HostName {
  /** In lower case, without a final dot; IPv6 without brackets, in its shortest form. */
  readonly name: string
  /** Digits, or undefined where the header has none. */
  readonly port: string | undefined
}

const HOST = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]{1,255}))(?::(\d{1,5}))?$/

/** Reads a Host header (RFC 9110 section 7.2). Undefined for what is none: userinfo, paths, bad addresses. */
export function parseHost(header: string): HostName | undefined {
  const [, ipv6, named, port] = HOST.exec(header) ?? []
  const name = canonicalHostName(ipv6 ?? named ?? '')
  if (name === '' || (ipv6 !== undefined && isIP(name) !== 6)) return undefined
  return { name, port }
}

/** One spelling for each name or address, so that `localhost.` and `LOCALHOST` are one. */
export function canonicalHostName(name: string): string {
  if (isIP(name) === 6) return (URL.parse(`http://[${name}]`)?.hostname ?? '').replace(/^\[|\]$/g, '')
  return name.toLowerCase().replace(/\.$/, '')
}

/** Names that lead to this machine alone: browsers resolve `*.localhost` themselves (RFC 6761 section 6.3). */
export function isLoopbackName(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true
  return isIPv4(name) && name.startsWith('127.')
}
