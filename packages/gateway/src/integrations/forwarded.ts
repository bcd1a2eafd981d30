import type { HttpRequest } from '../transport/http-message.ts'

/**
 * The `Forwarded` element of this hop (RFC 7239), in the order that AWS writes (spec/http-api.md section 5.2):
 * `by=<gateway>;for=<client>;host=<host that the client used>;proto=<http or https>`. A host that is not one is left out:
 * it is the client's text, and must not add parameters of its own.
 */
export function forwardedElement(request: HttpRequest, host: string, gatewayAddress: string | undefined): string {
  const by = gatewayAddress === undefined ? '' : `by=${node(gatewayAddress)};`
  const name = quotedHost(host)
  const hostParameter = name === undefined ? '' : `host=${name};`
  return `${by}for=${node(request.remoteAddress)};${hostParameter}proto=${request.secure ? 'https' : 'http'}`
}

/** Prefix of an IPv4 address that a dual-stack socket tells as IPv6. */
const MAPPED = '::ffff:'

/** RFC 7239 6: IPv6 addresses in brackets and quotes. */
function node(address: string): string {
  const plain = address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address
  return plain.includes(':') ? `"[${plain}]"` : plain
}

const COLON = 58

/** A port makes quotes necessary: `:` is not part of a token (RFC 7239 4). */
function quotedHost(host: string): string | undefined {
  let quotes = false
  for (let index = 0; index < host.length; index++) {
    const code = host.charCodeAt(index)
    const lower = code | 32
    // Letters, digits, `-`, `.`, `_`; then `:`, `[` and `]` of ports and IPv6 literals.
    if ((lower >= 97 && lower <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 95)
      continue
    if (code !== COLON && code !== 91 && code !== 93) return undefined
    quotes = true
  }
  if (host === '') return undefined
  return quotes ? `"${host}"` : host
}
