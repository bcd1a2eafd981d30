import { isHopByHop, namedByConnection, removeNamed } from '../data-plane/hop-by-hop.ts'
import type { HttpRequest } from '../transport/http-message.ts'
import { forwardedElement } from './forwarded.ts'

/** What AWS names itself in `Via` (spec/http-api.md section 5.2). */
const VIA = 'HTTP/1.1 AmazonAPIGateway'

/**
 * The header lines that a backend gets (spec/http-api.md section 5.2): the client's in their order, without hop-by-hop
 * ones and without `Expect`, which the listener has met already; `Host` names the backend; `Forwarded` continues the
 * client's own; `Via` is added after any that came.
 */
export function upstreamHeaders(request: HttpRequest, host: string, gatewayAddress: string | undefined): string[] {
  const lines: string[] = ['Host', host]
  const { headers } = request
  let clientHost = ''
  let forwarded = ''
  let named: ReadonlySet<string> | undefined
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string
    const value = headers[index + 1] as string
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') {
          clientHost = value
          continue
        }
        break
      case 6:
        if (name.toLowerCase() === 'expect') continue
        break
      case 9:
        if (name.toLowerCase() === 'forwarded') {
          // An open quoted string would swallow the element that is added here, the only one to be trusted.
          if (hasWholeQuotes(value)) forwarded += `${value}, `
          continue
        }
        break
      case 10:
        if (name.toLowerCase() === 'connection') {
          named = union(named, namedByConnection(value))
          continue
        }
    }
    if (!isHopByHop(name)) lines.push(name, value)
  }
  if (named !== undefined) {
    removeNamed(lines, named)
    if (named.has('forwarded')) forwarded = ''
  }
  lines.push('Forwarded', forwarded + forwardedElement(request, clientHost, gatewayAddress), 'Via', VIA)
  return lines
}

function union(
  first: ReadonlySet<string> | undefined,
  second: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  return first === undefined || second === undefined ? (first ?? second) : first.union(second)
}

/** Whether every quoted string of a field value ends (RFC 9110 5.6.4). */
function hasWholeQuotes(value: string): boolean {
  let open = false
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code === QUOTE) open = !open
    else if (code === BACKSLASH && open) index++
  }
  return !open
}

const QUOTE = 34
const BACKSLASH = 92
