import type { WebSocketEvent } from './websocket-event.ts'
import type { WebSocketBinding } from './websocket-integration.ts'

/** A message, or another event with `more`. */
export function messageEvent(body: string, more: Partial<WebSocketEvent> = {}): WebSocketEvent {
  return {
    type: 'MESSAGE',
    connection: {
      connectionId: 'AbCdEf_GhIjCE2A=',
      apiId: 'a1b2c3d4e5',
      stage: 'prod',
      connectedAt: 1_767_607_872_345,
      host: 'a1b2c3d4e5.execute-api.localhost:4566',
      domainName: 'a1b2c3d4e5.execute-api.localhost:4566',
      sourceIp: '192.0.2.7',
      userAgent: undefined,
      secure: false,
      headers: [],
      query: '',
    },
    routeKey: 'send',
    requestId: 'KbCdEf_GhIjCE2A=',
    messageId: 'MbCdEf_GhIjCE2A=',
    timeEpoch: 1_767_607_990_000,
    body,
    disconnect: undefined,
    traceId: 'Root=1-695b9d40-0123456789abcdef01234567',
    ...more,
  }
}

export function twoWayBinding(more: Partial<WebSocketBinding> = {}): WebSocketBinding {
  return {
    owner: { region: 'eu-west-1', accountId: '111122223333' },
    apiId: 'a1b2c3d4e5',
    stageName: 'prod',
    routeKey: 'send',
    stageVariables: {},
    isTwoWay: true,
    ...more,
  }
}
