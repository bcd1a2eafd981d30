import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { eventContext } from '../integrations/websocket/event-context.ts'
import type { EventJournal } from '../integrations/websocket/event-journal.ts'
import type { WebSocketEvent } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketResult } from '../integrations/websocket/websocket-integration.ts'

/**
 * The variables of an access log: those of templates, and what became of the event (spec/websocket-api.md section 9).
 * Undefined for what there is not.
 */
export function accessLogValues(event: WebSocketEvent, result: WebSocketResult): (name: string) => unknown {
  const context = eventContext(event)
  context.set('status', result.status)
  if (result instanceof GatewayFault) context.set('error', errorOf(result))
  if (event.journal !== undefined) addJournal(context, event.journal)
  return (name) => {
    let value: unknown = context
    for (const member of name.split('.')) value = value instanceof Map ? value.get(member) : undefined
    return value
  }
}

function errorOf({ kind, message, responseType, integrationError }: GatewayFault): ReadonlyMap<string, unknown> {
  return new Map([
    ['message', message],
    ['messageString', JSON.stringify(message)],
    ['responseType', responseType],
    ['validationErrorString', kind === 'websocket-bad-body' ? integrationError : undefined],
  ])
}

function addJournal(context: Map<string, unknown>, { integration, authorizer }: EventJournal): void {
  if (integration !== undefined) {
    const { latency, integrationStatus, requestId, error } = integration
    context.set('integration', new Map<string, unknown>(Object.entries(integration)))
    context.set('integrationLatency', latency)
    context.set('integrationStatus', integrationStatus)
    context.set('integrationErrorMessage', error)
    context.set('awsEndpointRequestId', requestId)
  }
  if (authorizer === undefined) return
  const { kind, latency, status, error } = authorizer
  const phase = new Map<string, unknown>([
    ['latency', latency],
    ['status', status],
    ['error', error],
  ])
  // A signature says who the client is; a function, what it may do.
  context.set(kind === 'signature' ? 'authenticate' : 'authorize', phase)
  if (kind === 'signature') return
  const told = context.get('authorizer')
  const known = told instanceof Map ? told : new Map<string, unknown>()
  const call = new Map<string, unknown>([...phase, ['integrationLatency', latency], ['integrationStatus', status]])
  context.set('authorizer', new Map([...call, ...known]))
}
