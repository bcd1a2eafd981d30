import { logTime } from '../../data-plane/log-time.ts'
import type { WebSocketEvent } from './websocket-event.ts'

/** `$context` of a mapping template and of expressions (spec/websocket-api.md section 6.3). */
export function eventContext(event: WebSocketEvent): Map<string, unknown> {
  const { connection } = event
  const identity = new Map<string, unknown>([...(connection.identity ?? []), ['sourceIp', connection.sourceIp]])
  if (connection.userAgent !== undefined) identity.set('userAgent', connection.userAgent)
  const context = new Map<string, unknown>([
    ['connectionId', connection.connectionId],
    ['connectedAt', connection.connectedAt],
    ['domainName', connection.domainName],
    ['domainPrefix', connection.domainName.split('.', 1)[0]],
    ['apiId', connection.apiId],
    ['stage', connection.stage],
    ['routeKey', event.routeKey],
    ['eventType', event.type],
    ['requestId', event.requestId],
    ['extendedRequestId', event.requestId],
    ['requestTime', logTime(event.timeEpoch)],
    ['requestTimeEpoch', event.timeEpoch],
    ['identity', identity],
  ])
  if (event.messageId !== undefined) context.set('messageId', event.messageId)
  // A copy: it is the connection's, and a template can change maps.
  if (connection.authorizer !== undefined) context.set('authorizer', new Map(connection.authorizer))
  return context
}
