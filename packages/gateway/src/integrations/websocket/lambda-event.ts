import { logTime } from '../../data-plane/log-time.ts'
import { multiValueQuery } from '../event-query.ts'
import { headerText } from '../event-text.ts'
import type { ConnectionFacts, WebSocketEvent } from './websocket-event.ts'

/**
 * The event of a proxy function, member by member in AWS's order (spec/websocket-api.md section 11). JSON text.
 * `stageVariables`: of the stage; an empty object leaves them out.
 */
export function lambdaEvent(event: WebSocketEvent, stageVariables: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    ...headersOf(event),
    ...(event.type === 'CONNECT' && Object.keys(stageVariables).length > 0 && { stageVariables }),
    requestContext: requestContext(event),
    ...(event.type === 'MESSAGE' && { body: event.body }),
    isBase64Encoded: false,
  })
}

function headersOf(event: WebSocketEvent): object {
  const { connection } = event
  if (event.type === 'MESSAGE') return {}
  if (event.type === 'DISCONNECT') {
    const headers = { Host: connection.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' }
    return { headers, multiValueHeaders: mapped(headers, (value) => [value]) }
  }
  return handshakeParts(event, handshakeHeaders(event))
}

/** Headers and query of a handshake; the query's members are absent where there is none. */
export function handshakeParts({ connection }: WebSocketEvent, all: ReadonlyMap<string, readonly string[]>): object {
  const query = multiValueQuery(connection.query)
  return {
    headers: Object.fromEntries([...all].map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(all),
    ...(query !== undefined && {
      queryStringParameters: JSON.parse(query.last) as object,
      multiValueQueryStringParameters: JSON.parse(query.all) as object,
    }),
  }
}

function mapped<Value, Result>(record: Record<string, Value>, map: (value: Value) => Result): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
}

const STRIPPED = /^(?:connection|upgrade|content-length)$/i

/** The client's headers with what the gateway adds, and `more`, by name. */
export function handshakeHeaders(
  { connection, traceId }: WebSocketEvent,
  more: readonly (readonly [name: string, value: string])[] = [],
): Map<string, string[]> {
  const { headers } = connection
  const named = new Map<string, string[]>()
  const add = (name: string, value: string) => {
    const values = named.get(name)
    if (values === undefined) named.set(name, [value])
    else values.push(value)
  }
  let forwardedFor = ''
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    const value = headerText(headers[i + 1] as string)
    const lower = name.toLowerCase()
    if (lower === 'x-forwarded-for') forwardedFor += `${value}, `
    else if (lower === 'host') add('Host', connection.domainName)
    else if (!STRIPPED.test(name) && !ADDED.has(lower)) add(name, value)
  }
  for (const [name, value] of more) add(name, value)
  add('X-Amzn-Trace-Id', traceId)
  add('X-Forwarded-For', forwardedFor + connection.sourceIp)
  add('X-Forwarded-Port', portOf(connection))
  add('X-Forwarded-Proto', connection.secure ? 'https' : 'http')
  return new Map([...named].toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
}

const ADDED = new Set(['x-amzn-trace-id', 'x-forwarded-port', 'x-forwarded-proto'])

function portOf({ host, secure }: ConnectionFacts): string {
  return /:(\d+)$/.exec(host)?.[1] ?? (secure ? '443' : '80')
}

export function requestContext(event: WebSocketEvent): object {
  const { connection, disconnect } = event
  const { authorizer, identity, userAgent } = connection
  return {
    routeKey: event.routeKey,
    ...(authorizer !== undefined && { authorizer: Object.fromEntries(authorizer) }),
    ...(disconnect !== undefined && { disconnectStatusCode: disconnect.code }),
    ...(event.messageId !== undefined && { messageId: event.messageId }),
    eventType: event.type,
    extendedRequestId: event.requestId,
    requestTime: logTime(event.timeEpoch),
    messageDirection: 'IN',
    ...(disconnect !== undefined && { disconnectReason: disconnect.reason }),
    stage: connection.stage,
    connectedAt: connection.connectedAt,
    requestTimeEpoch: event.timeEpoch,
    identity: {
      ...(identity !== undefined && Object.fromEntries(identity)),
      ...(userAgent !== undefined && { userAgent }),
      sourceIp: connection.sourceIp,
    },
    requestId: event.requestId,
    domainName: connection.domainName,
    connectionId: connection.connectionId,
    apiId: connection.apiId,
  }
}
