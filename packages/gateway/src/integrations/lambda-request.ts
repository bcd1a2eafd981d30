import type { CallContext } from '../data-plane/call-context.ts'
import { namedByConnection } from '../data-plane/hop-by-hop.ts'
import { traceIdOf } from '../data-plane/trace-id.ts'
import { headerText } from './event-text.ts'
import { type HeaderName, headerName } from './header-name.ts'

/** What events of both formats tell of a request: its headers in order of their names, and what stands in some of them. */
export interface LambdaRequest {
  /** Repeated ones stand together, in the order in which they came. Cookies are among them. */
  readonly names: readonly HeaderName[]
  /** Decoded; one for each name. */
  readonly values: readonly string[]
  readonly domainName: string
  /** Of the client's connection. */
  readonly sourceIp: string
  /** Empty where the client sent none. */
  readonly userAgent: string
  /** Empty where the client sent none, as the next one. */
  readonly contentType: string
  readonly contentEncoding: string
  /** `X-Amzn-Trace-Id` */
  readonly traceId: string
}

const CONTENT_LENGTH = headerName('content-length')
const HOST = headerName('host')
const TRACE_ID = headerName('x-amzn-trace-id')
const FORWARDED_FOR = headerName('x-forwarded-for')
const FORWARDED_PORT = headerName('x-forwarded-port')
const FORWARDED_PROTO = headerName('x-forwarded-proto')

/**
 * Reads a request for an event (spec/http-api.md sections 5.4, 5.5). Hop-by-hop headers are left out; Content-Length is
 * the body's own; the gateway adds itself to X-Forwarded-For, and says the rest of X-Forwarded anew.
 */
export function readLambdaRequest(context: CallContext, bodyLength: number): LambdaRequest {
  const { request, host } = context
  const { headers } = request
  const sourceIp = plainAddress(request.remoteAddress)
  const names: HeaderName[] = []
  const values: string[] = []
  let userAgent = ''
  let contentType = ''
  let contentEncoding = ''
  let givenTrace: string | undefined
  let forwardedFor = ''
  let connection: string | undefined
  for (let index = 0; index < headers.length; index += 2) {
    const name = headerName(headers[index] as string)
    const value = headerText(headers[index + 1] as string)
    switch (name.role) {
      case 'dropped':
      case 'host':
        continue
      case 'connection':
        connection = connection === undefined ? value : `${connection},${value}`
        continue
      case 'x-amzn-trace-id':
        givenTrace ??= value
        continue
      case 'x-forwarded-for':
        if (value !== '') forwardedFor += `${value}, `
        continue
      case 'user-agent':
        if (userAgent === '') userAgent = value
        break
      case 'content-type':
        if (contentType === '') contentType = value
        break
      case 'content-encoding':
        contentEncoding = contentEncoding === '' ? value : `${contentEncoding},${value}`
        break
      default:
    }
    insert(names, values, name, value)
  }
  const dropped = connection === undefined ? undefined : namedByConnection(connection)
  if (dropped !== undefined) remove(names, values, dropped)
  const traceId = traceIdOf(givenTrace, context.timeEpoch)
  insert(names, values, CONTENT_LENGTH, `${bodyLength}`)
  insert(names, values, HOST, host)
  insert(names, values, TRACE_ID, traceId)
  insert(names, values, FORWARDED_FOR, forwardedFor + sourceIp)
  insert(names, values, FORWARDED_PORT, portOf(host, request.secure))
  insert(names, values, FORWARDED_PROTO, request.secure ? 'https' : 'http')
  return { names, values, domainName: context.domainName, sourceIp, userAgent, contentType, contentEncoding, traceId }
}

/**
 * Keeps the lists in order of the lower-case names, as AWS's events are. One step at a time: a request has few headers,
 * and many of them come in order.
 */
function insert(names: HeaderName[], values: string[], name: HeaderName, value: string): void {
  let at = names.length
  while (at > 0 && (names[at - 1] as HeaderName).lower > name.lower) {
    names[at] = names[at - 1] as HeaderName
    values[at] = values[at - 1] as string
    at--
  }
  names[at] = name
  values[at] = value
}

function remove(names: HeaderName[], values: string[], dropped: ReadonlySet<string>): void {
  let to = 0
  for (let from = 0; from < names.length; from++) {
    const name = names[from] as HeaderName
    if (dropped.has(name.lower)) continue
    names[to] = name
    values[to] = values[from] as string
    to++
  }
  names.length = to
  values.length = to
}

/** Prefix of an IPv4 address that a dual-stack socket tells as IPv6. */
const MAPPED = '::ffff:'

function plainAddress(address: string): string {
  return address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address
}

/** The port that the client called: its Host has it where it is not the scheme's own. */
function portOf(host: string, secure: boolean): string {
  const colon = host.lastIndexOf(':')
  if (colon !== -1 && !host.endsWith(']') && colon < host.length - 1) return host.slice(colon + 1)
  return secure ? '443' : '80'
}
