import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, onTestFinished, test } from 'vitest'
import { CallContext } from './call-context.ts'
import { type ErrorReport, type FaultReport, respondToException, respondToFault } from './fault-response.ts'
import { type FaultKind, GatewayFault } from './gateway-fault.ts'
import { testRequest } from './test-request.ts'

function listen<Report>(channel: string): Report[] {
  const reports: Report[] = []
  const listener = (message: unknown) => void reports.push(message as Report)
  subscribe(channel, listener)
  onTestFinished(() => void unsubscribe(channel, listener))
  return reports
}

const context = () => new CallContext('a1b2c3d4e5', testRequest('GET', '/'))

// spec/http-api.md section 12, spec/websocket-api.md section 13.1
test.each<[kind: FaultKind, status: number, message: string, responseType: string | undefined]>([
  ['stage-not-found', 404, 'Not Found', undefined],
  ['route-not-found', 404, 'Not Found', undefined],
  ['endpoint-disabled', 404, 'Not Found', undefined],
  ['request-too-large', 413, 'Request Entity Too Large', 'REQUEST_TOO_LARGE'],
  ['integration-unreachable', 503, 'Service Unavailable', 'INTEGRATION_FAILURE'],
  ['integration-timeout', 504, 'Gateway Timeout', 'INTEGRATION_TIMEOUT'],
  ['misconfigured', 500, 'Internal Server Error', 'API_CONFIGURATION_ERROR'],
  ['response-too-large', 500, 'Internal Server Error', 'INTEGRATION_FAILURE'],
  ['bad-request', 400, 'Bad Request', 'BAD_REQUEST_PARAMETERS'],
  ['internal', 500, 'Internal Server Error', 'DEFAULT_5XX'],
  ['websocket-forbidden', 403, 'Forbidden', 'ACCESS_DENIED'],
])('%s', (kind, status, message, responseType) => {
  const call = context()
  const fault = GatewayFault.of(kind)
  expect(fault.responseType).toBe(responseType)
  expect(respondToFault(fault, call)).toEqual({
    status,
    headers: ['Content-Type', 'application/json', 'Apigw-Requestid', call.requestId],
    body: `{"message":"${message}"}`,
  })
})

test('426 names the protocol to upgrade to', () => {
  const { status, headers } = respondToFault(GatewayFault.of('upgrade-required'), context())
  expect(status).toBe(426)
  expect(headers.slice(4)).toEqual(['Upgrade', 'websocket', 'Connection', 'Upgrade'])
})

test('what the build does not carry says what it is', () => {
  const { status, body } = respondToFault(GatewayFault.notCarried('AWS_PROXY integrations are'), context())
  expect([status, body]).toEqual([
    501,
    '{"message":"AWS_PROXY integrations are not carried by this build of Postern yet"}',
  ])
})

test('the reason of a fault goes to the channel and not to the client', () => {
  const reports = listen<FaultReport>('postern:data-plane:fault')
  const call = context()
  const fault = GatewayFault.of('integration-unreachable', 'connect ECONNREFUSED 10.0.0.1:80')
  expect(JSON.stringify(respondToFault(fault, call))).not.toContain('ECONNREFUSED')
  expect(reports).toEqual([{ fault, context: call }])
})

test('an unforeseen exception becomes the generic body and a report with the id that the client has', () => {
  const reports = listen<ErrorReport>('postern:data-plane:error')
  const call = context()
  const error = new Error('secret detail')
  const response = respondToException(error, call)
  expect(response.body).toBe('{"message":"Internal Server Error"}')
  expect(response.headers).toContain(call.requestId)
  expect(reports).toEqual([{ errorId: call.requestId, error, context: call }])
})
