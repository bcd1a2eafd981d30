import { describe, expect, test } from 'vitest'
import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { EventSources } from './event-sources.ts'
import { RequestPayloads } from './request-payload.ts'
import { message, testEvent } from './test-websocket-integration.ts'
import type { WebSocketEvent } from './websocket-event.ts'

function make(document: Partial<IntegrationDocument>, event: WebSocketEvent, variables = {}) {
  const payloads = new RequestPayloads({ IntegrationId: 'int0001', IntegrationType: 'HTTP', ...document })
  const made = payloads.make(event, new EventSources(event, variables))
  if (made instanceof GatewayFault) return `${made.status} ${made.message}`
  return typeof made.payload === 'string' ? made.payload : Buffer.from(made.payload).toString('hex')
}

describe('which template (5.1)', () => {
  const connect = (contentType?: string) =>
    testEvent('CONNECT', { connection: { headers: contentType === undefined ? [] : ['Content-type', contentType] } })
  const RequestTemplates = { 'application/json': 'json', 'text/plain': 'text', join: 'join', $default: 'default' }
  const { $default: _default, ...withoutDefault } = RequestTemplates
  const byAction = '${request.body.action}'

  test.each<[string, string | undefined, WebSocketEvent, string, string]>([
    ['message, no expression', undefined, message('{"action":"join"}'), 'json', 'json'],
    ['message that is no JSON, no expression', undefined, message('x'), 'json', 'json'],
    ['$connect without a type', undefined, connect(), 'json', 'json'],
    ['$connect with a type', undefined, connect('text/plain'), 'text', 'text'],
    ['$connect, a type with parameters', undefined, connect('text/plain; charset=utf-8'), 'text', 'text'],
    ['$connect, another type', undefined, connect('text/html'), 'default', ''],
    ['$disconnect', undefined, testEvent('DISCONNECT'), 'json', 'json'],
    ['expression, its key', byAction, message('{"action":"join"}'), 'join', 'join'],
    ['expression, another key', byAction, message('{"action":"leave"}'), 'default', '{"action":"leave"}'],
    ['expression, no key', byAction, message('{}'), 'default', '{}'],
    ['expression, exact in case', byAction, message('{"action":"Join"}'), 'default', '{"action":"Join"}'],
    ['a constant', 'join', message('{}'), 'join', 'join'],
    ['\\$default', '\\$default', message('{}'), 'default', '{}'],
    ['$default', '$default', message('{}'), 'default', '{}'],
    ['a name that objects have', 'constructor', message('{}'), 'default', '{}'],
  ])('%s', (_name, TemplateSelectionExpression, event, expected, withoutDefaultExpected) => {
    const selection = TemplateSelectionExpression === undefined ? {} : { TemplateSelectionExpression }
    expect(make({ RequestTemplates, ...selection }, event)).toBe(expected)
    expect(make({ RequestTemplates: withoutDefault, ...selection }, event)).toBe(withoutDefaultExpected)
  })
})

describe('passthrough (5.2)', () => {
  const REFUSED = '415 Unsupported Media Type'
  const other = { other: 'template' }
  test.each<[IntegrationDocument['PassthroughBehavior'], Record<string, string> | undefined, string]>([
    [undefined, undefined, 'body'],
    [undefined, other, 'body'],
    ['WHEN_NO_MATCH', undefined, 'body'],
    ['WHEN_NO_MATCH', {}, 'body'],
    ['WHEN_NO_MATCH', other, 'body'],
    ['WHEN_NO_TEMPLATES', undefined, 'body'],
    ['WHEN_NO_TEMPLATES', {}, 'body'],
    ['WHEN_NO_TEMPLATES', other, REFUSED],
    ['NEVER', undefined, REFUSED],
    ['NEVER', {}, REFUSED],
    ['NEVER', other, REFUSED],
  ])('%s with templates %j', (PassthroughBehavior, RequestTemplates, expected) => {
    const document = {
      ...(PassthroughBehavior !== undefined && { PassthroughBehavior }),
      ...(RequestTemplates !== undefined && { RequestTemplates }),
    }
    expect(make(document, message('body'))).toBe(expected)
    // A handshake has no body.
    expect(make(document, testEvent('CONNECT'))).toBe(expected === 'body' ? '' : expected)
  })

  test('a template that was found is rendered, whatever is said of passthrough', () => {
    const document = { PassthroughBehavior: 'NEVER' as const, RequestTemplates: { $default: 'x' } }
    expect(make(document, message('body'))).toBe('x')
  })
})

describe('content handling (5.3)', () => {
  test.each<[IntegrationDocument['ContentHandlingStrategy'], string, string]>([
    [undefined, 'aGk=', 'aGk='],
    ['CONVERT_TO_TEXT', 'aGk=', 'aGk='],
    ['CONVERT_TO_BINARY', 'aGk=', '6869'],
    ['CONVERT_TO_BINARY', 'aGk', '6869'],
    ['CONVERT_TO_BINARY', 'aG\r\nk=', '6869'],
    ['CONVERT_TO_BINARY', '/w==', 'ff'],
    ['CONVERT_TO_BINARY', '', ''],
    ['CONVERT_TO_BINARY', '*', '500 Internal server error'],
    ['CONVERT_TO_BINARY', 'aGkxx', '500 Internal server error'],
    ['CONVERT_TO_BINARY', '{"a":1}', '500 Internal server error'],
  ])('%s of %j', (strategy, body, expected) => {
    expect(make(strategy === undefined ? {} : { ContentHandlingStrategy: strategy }, message(body))).toBe(expected)
  })

  test.each([
    ['aGk=', 'hi'],
    ['/w==', '500 Internal server error'],
  ])('conversion comes before the template: %s', (body, expected) => {
    const RequestTemplates = { $default: '$input.body' }
    expect(make({ ContentHandlingStrategy: 'CONVERT_TO_BINARY', RequestTemplates }, message(body))).toBe(expected)
  })
})

describe('what templates see (6)', () => {
  const render = (template: string, event: WebSocketEvent, variables = {}) =>
    make({ RequestTemplates: { $default: template }, TemplateSelectionExpression: '$default' }, event, variables)
  const connect = testEvent('CONNECT', {
    connection: { headers: ['X-A', '1', 'X-A', '2', 'Host', 'x'], query: 'room=42&room=43&u=%C3%BC+x' },
  })

  test.each<[string, string, WebSocketEvent, string]>([
    ['the message', '$input.body', message('a "b"'), 'a "b"'],
    ['of it', "$input.json('$.a') $input.path('$.a')", message('{"a":"b"}'), '"b" b'],
    ['of what is no JSON', "[$input.json('$.a')][$input.path('$.a')]", message('x'), '[""][]'],
    ['of a handshake: nothing', '$input.body', connect, '{}'],
    ['headers', "$input.params('X-A')", connect, '2'],
    ['query', "$input.params('room') $input.params().querystring.u", connect, '43 ü x'],
    ['of messages: none', "[$input.params('room')]", message('{}'), '[]'],
    [
      '$context',
      '$context.connectionId $context.routeKey $context.eventType',
      message('{}'),
      'AbCdEf_GhIjCE2A= sendmessage MESSAGE',
    ],
    [
      'ids',
      '$context.messageId $context.requestId $context.extendedRequestId',
      message('{}'),
      'AbCdEfGhIjkCE2A= AbCdFxFhIjkFq_w= AbCdFxFhIjkFq_w=',
    ],
    ['no message, no id', '[$context.messageId]', connect, '[]'],
    [
      'times',
      '$context.connectedAt $context.requestTimeEpoch $context.requestTime',
      message('{}'),
      '1767607872345 1767607880001 05/Jan/2026:10:11:20 +0000',
    ],
    ['identity', '$context.identity.sourceIp $context.identity.userAgent', message('{}'), '192.0.2.7 ExampleAgent/1.0'],
    [
      'place',
      '$context.apiId $context.stage $context.domainName',
      message('{}'),
      'a1b2c3d4e5 prod a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
    ],
    ['what is not there', '[$context.nothing][$context.identity.caller][$nothing]', message('{}'), '[][][]'],
    ['stage variables', "$stageVariables.a ${stageVariables['a']} [$stageVariables.none]", message('{}'), 'v v []'],
    ['a failure', '$util.parseJson("{")', message('{}'), '500 Internal server error'],
  ])('%s', (_name, template, event, expected) => {
    expect(render(template, event, { a: 'v' })).toBe(expected)
  })
})

test.each(['#if(', '#foreach($a in'])('a template that is none cannot be deployed: %s', (template) => {
  expect(() => make({ RequestTemplates: { a: template } }, message(''))).toThrow(/template "a", line 1/)
})
