import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AwsServiceRequest, AwsServices } from '../data-plane/aws-services.ts'
import { FakeFunctions, FakeUpstream, returned } from '../integrations/test-integration.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { headerOf } from '../transport/http-message.ts'
import type { AccessLogLine } from './journals.ts'
import { FUNCTION, HOST, testWebSocketApi } from './test-websocket-api.ts'

/** What the backend of each type receives at each event, and what comes of it. Spec: websocket-api.md 4.1, 4.4. */

const MESSAGE = '{"action" : "none","text":"ü"}'
const TEMPLATES = { RequestTemplates: { 'application/json': '$context.eventType: $input.body' } }
const URI = 'http://pets.example/in'
const SERVICE = 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem'

/** Signs nothing: it hands on what it is asked to sign. */
class FakeAwsServices implements AwsServices {
  readonly asked: AwsServiceRequest[] = []

  async sign(request: AwsServiceRequest) {
    this.asked.push(request)
    return { origin: 'http://127.0.0.1:5000', target: request.path, headers: [], forgetCredentials: () => undefined }
  }
}

/** A connection with one message, to its end; the frame that the message was answered with. */
async function live(integration: Partial<IntegrationDocument>, answer = 'answered') {
  const aws = new FakeAwsServices()
  const upstream = new FakeUpstream(() => ({ status: 200, headers: [], body: answer }))
  const functions = new FakeFunctions(() => returned(answer))
  const routes = {
    $connect: { integration, isTwoWay: true },
    $default: { integration, isTwoWay: true },
    $disconnect: { integration, isTwoWay: true },
  }
  const { connect, webSockets } = await testWebSocketApi(routes, { backends: { upstream, functions, aws } })
  const client = await connect('/prod?room=42', { headers: { Cookie: 'a=b' } })
  const frame = await client.ask(MESSAGE)
  client.socket.close(1000)
  await client.closed
  await webSockets.close()
  return { frame, aws, upstream, payloads: functions.calls.map(({ payload }) => payload) }
}

test('AWS_PROXY: AWS’s events; the frame is the body', async () => {
  const { frame, payloads } = await live(FUNCTION, '{"statusCode":200,"body":"answered"}')
  expect(frame).toBe('answered')
  const events = payloads.map((payload) => JSON.parse(payload) as Record<string, object>)
  expect(events.map(({ requestContext }) => requestContext)).toMatchObject([
    { eventType: 'CONNECT', routeKey: '$connect', messageDirection: 'IN' },
    { eventType: 'MESSAGE', routeKey: '$default', messageDirection: 'IN' },
    { eventType: 'DISCONNECT', routeKey: '$disconnect', disconnectStatusCode: 1000 },
  ])
  expect(events.map(Object.keys)).toEqual([
    [
      'headers',
      'multiValueHeaders',
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'requestContext',
      'isBase64Encoded',
    ],
    ['requestContext', 'body', 'isBase64Encoded'],
    ['headers', 'multiValueHeaders', 'requestContext', 'isBase64Encoded'],
  ])
  expect([events[0]?.['headers'], events[1]?.['body'], events[2]?.['headers']]).toMatchObject([
    { Cookie: 'a=b' },
    MESSAGE,
    { Host: HOST, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
  ])
})

const RENDERED = ['CONNECT: {}', `MESSAGE: ${MESSAGE}`, 'DISCONNECT: {}']

describe('AWS on a function', () => {
  const type = { ...FUNCTION, IntegrationType: 'AWS' as const }

  test('rendered templates', async () => {
    const { frame, payloads } = await live({ ...type, ...TEMPLATES })
    expect([frame, payloads]).toEqual(['answered', RENDERED])
  })

  test('without a template the message; {} where there is none', async () => {
    const { frame, payloads } = await live(type)
    expect([frame, payloads]).toEqual(['answered', ['{}', MESSAGE, '{}']])
  })
})

describe('AWS on another service', () => {
  const type = { IntegrationType: 'AWS' as const, IntegrationMethod: 'POST', IntegrationUri: SERVICE }

  test('signed requests with rendered templates', async () => {
    const { frame, aws, upstream } = await live({ ...type, ...TEMPLATES })
    expect(frame).toBe('answered')
    expect(aws.asked.map(({ service, method, body }) => [service.name, method, body])).toEqual(
      RENDERED.map((body) => ['dynamodb', 'POST', body]),
    )
    expect(upstream.asked.map(({ body }) => body)).toEqual(RENDERED)
  })

  test('without a template the message', async () => {
    const { aws } = await live(type)
    expect(aws.asked.map(({ body }) => body)).toEqual(['{}', MESSAGE, '{}'])
  })
})

test('HTTP_PROXY: the client’s headers and query at $connect, messages as they are, nothing at $disconnect', async () => {
  const { frame, upstream } = await live({ IntegrationType: 'HTTP_PROXY', IntegrationUri: URI })
  expect(frame).toBe('answered')
  const seen = upstream.asked.map(({ target, body, headers }) => [target, body, headerOf(headers, 'cookie')])
  expect(seen).toEqual([
    ['/in?room=42', undefined, 'a=b'],
    ['/in', MESSAGE, undefined],
    ['/in', undefined, undefined],
  ])
  const version = upstream.asked.map(({ headers }) => headerOf(headers, 'sec-websocket-version'))
  expect(version).toEqual(['13', undefined, undefined])
})

describe('HTTP', () => {
  const type = { IntegrationType: 'HTTP' as const, IntegrationUri: URI }

  test('rendered templates, and no header or query of the client', async () => {
    const { frame, upstream } = await live({ ...type, ...TEMPLATES })
    expect(frame).toBe('answered')
    const seen = upstream.asked.map(({ target, body, headers }) => [target, body, headerOf(headers, 'cookie')])
    expect(seen).toEqual(RENDERED.map((body) => ['/in', body, undefined]))
  })

  test('without a template the message', async () => {
    const { upstream } = await live(type)
    expect(upstream.asked.map(({ body }) => body || undefined)).toEqual([undefined, MESSAGE, undefined])
  })
})

test('MOCK: nothing is called; templates are rendered at each event', async () => {
  const statuses: string[] = []
  const upstream = new FakeUpstream()
  const functions = new FakeFunctions(() => returned('{}'))
  const template = '{"statusCode": #if($context.eventType == "CONNECT")201#elseif($input.body == "x")202#{else}203#end}'
  const mock = { integration: { RequestTemplates: { 'application/json': template } } }
  const format = '$context.eventType $context.status $context.requestId'
  const AccessLogSettings = { DestinationArn: 'arn:aws:logs:eu-west-1:1:log-group:g', Format: format }
  const { connect, webSockets } = await testWebSocketApi(
    { $connect: mock, $default: mock, $disconnect: mock },
    {
      backends: { upstream, functions },
      stage: { AccessLogSettings },
    },
  )
  const listen = (line: unknown) => void statuses.push((line as AccessLogLine).line.replace(/ \S+$/, ''))
  subscribe('postern:access-log', listen)
  onTestFinished(() => void unsubscribe('postern:access-log', listen))
  const client = await connect()
  client.socket.send('x')
  client.socket.close()
  await client.closed
  await webSockets.close()
  expect(statuses.toSorted()).toEqual(['CONNECT 201', 'DISCONNECT 203', 'MESSAGE 202'])
  expect([upstream.asked, functions.calls]).toEqual([[], []])
})
