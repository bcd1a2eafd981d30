import type { IntegrationDocument, IntegrationResponseDocument } from '../../store/documents.ts'
import type { IntegrationServices } from '../integration.ts'
import { integrationServices } from '../test-integration.ts'
import { compileWebSocketIntegration } from './compile-integration.ts'
import type { ConnectionFacts, WebSocketEvent } from './websocket-event.ts'
import type { WebSocketBinding, WebSocketResult } from './websocket-integration.ts'

/** The values of the samples of spec/websocket-api.md section 11. */
export function testConnectionFacts(more: Partial<ConnectionFacts> = {}): ConnectionFacts {
  return {
    connectionId: 'AbCdEf_GhIjCE2A=',
    apiId: 'a1b2c3d4e5',
    stage: 'prod',
    connectedAt: Date.UTC(2026, 0, 5, 10, 11, 12, 345),
    host: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
    domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
    sourceIp: '192.0.2.7',
    userAgent: 'ExampleAgent/1.0',
    secure: true,
    headers: [],
    query: '',
    ...more,
  }
}

export function testEvent(
  type: WebSocketEvent['type'],
  more: Partial<Omit<WebSocketEvent, 'connection'>> & { readonly connection?: Partial<ConnectionFacts> } = {},
): WebSocketEvent {
  return {
    type,
    routeKey: type === 'MESSAGE' ? 'sendmessage' : `$${type.toLowerCase()}`,
    requestId: 'AbCdFxFhIjkFq_w=',
    messageId: type === 'MESSAGE' ? 'AbCdEfGhIjkCE2A=' : undefined,
    timeEpoch: Date.UTC(2026, 0, 5, 10, 11, 20, 1),
    body: type === 'MESSAGE' ? '{"action":"sendmessage","text":"hi"}' : undefined,
    disconnect: type === 'DISCONNECT' ? { code: 1005, reason: 'Client-side close frame status not set' } : undefined,
    traceId: 'Root=1-695b8f40-0123456789abcdef01234567',
    ...more,
    connection: testConnectionFacts(more.connection),
  }
}

/** A message with that text. */
export const message = (body: string): WebSocketEvent => testEvent('MESSAGE', { body })

export interface CallOptions {
  readonly responses?: readonly Partial<IntegrationResponseDocument>[]
  readonly services?: Partial<IntegrationServices>
  readonly binding?: Partial<WebSocketBinding>
}

/** Compiles an integration, binds it to a two-way route, and calls it once. */
export function callIntegration(
  document: Partial<IntegrationDocument>,
  event: WebSocketEvent,
  { responses = [], services = {}, binding = {} }: CallOptions = {},
): Promise<WebSocketResult> {
  const documents = responses.map((response, index) => ({
    IntegrationResponseKey: '$default',
    ...response,
    IntegrationResponseId: `ir${index}`,
  }))
  const compiled = compileWebSocketIntegration(
    { IntegrationType: 'MOCK', ...document, IntegrationId: 'int0001' },
    documents,
  )
  const integration = compiled.bind({
    owner: { region: 'eu-west-1', accountId: '111122223333' },
    apiId: 'a1b2c3d4e5',
    stageName: 'prod',
    routeKey: event.routeKey,
    stageVariables: {},
    isTwoWay: true,
    ...binding,
  })
  return Promise.resolve(integration.call(event, { ...integrationServices(), payloadBytes: 100_000, ...services }))
}
