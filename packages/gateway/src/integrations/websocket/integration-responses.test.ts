import { describe, expect, test } from 'vitest'
import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from '../../store/documents.ts'
import { FakeFunctions, FakeUpstream, returned } from '../test-integration.ts'
import { callIntegration, message, testEvent } from './test-websocket-integration.ts'

/** Spec: websocket-api.md 7. */

const INTERNAL = '500 Internal server error'

const HTTP: Partial<IntegrationDocument> = {
  IntegrationType: 'HTTP',
  IntegrationUri: 'http://pets.example',
  RequestTemplates: { 'application/json': '{}' },
}
const LAMBDA: Partial<IntegrationDocument> = {
  IntegrationType: 'AWS',
  IntegrationUri:
    'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:cart/invocations',
}

type Responses = readonly Partial<IntegrationResponseDocument>[]

interface Backend {
  readonly status?: number
  readonly headers?: readonly string[]
  readonly body?: string | Uint8Array
}

async function http(
  responses: Responses,
  { status = 200, headers = [], body = 'backend' }: Backend = {},
  text = '{}',
  more = {},
) {
  const upstream = new FakeUpstream(() => ({ status, headers, body }))
  const result = await callIntegration({ ...HTTP, ...more }, message(text), { responses, services: { upstream } })
  if (result instanceof GatewayFault) return `${result.status} ${result.message}`
  return typeof result.body === 'string' ? result.body : result.body && Buffer.from(result.body).toString('hex')
}

/** A response that says which one it is. */
const named = (key: string): Partial<IntegrationResponseDocument> => ({
  IntegrationResponseKey: key,
  ResponseTemplates: { 'application/json': `by ${key.replaceAll('$', '')}` },
})

describe('selection (7.1)', () => {
  test.each<[string[], number, string]>([
    [['/2\\d\\d/', '/4\\d\\d/', '$default'], 200, 'by /2\\d\\d/'],
    [['$default', '/4\\d\\d/', '/2\\d\\d/'], 404, 'by /4\\d\\d/'],
    [['/2\\d\\d/', '/4\\d\\d/', '$default'], 500, 'by default'],
    // The whole text must match.
    [['/2/', '$default'], 200, 'by default'],
    [['/2.*/', '/200/', '$default'], 200, 'by /2.*/'],
    [['/4(0[0-3]|[1-9]\\d)/', '$default'], 403, 'by /4(0[0-3]|[1-9]\\d)/'],
    [['/[^4]\\d+/', '$default'], 404, 'by default'],
    // Java's own.
    [['/\\p{Digit}++/', '$default'], 404, 'by /\\p{Digit}++/'],
    // Bare keys are texts.
    [['200', '$default'], 200, 'by 200'],
    [['2..', '$default'], 200, 'by default'],
    [['$default'], 200, 'by default'],
    [['/4\\d\\d/'], 200, INTERNAL],
    [['200'], 404, INTERNAL],
  ])('%j, status %i: %s', async (keys, status, expected) => {
    expect(await http(keys.map(named), { status })).toBe(expected)
  })

  test.each<[string[], string, string]>([
    [['/.*Malformed.*/', '$default'], '{"errorMessage":"Malformed input: x"}', 'by /.*Malformed.*/'],
    [['/Malformed/', '$default'], '{"errorMessage":"Malformed input: x"}', 'by default'],
    [['/.*Malformed.*/', '$default'], '{"ok":true}', 'by default'],
    [['/.*Malformed.*/', '$default'], '"Malformed"', 'by default'],
    [['/.*Malformed.*/', '$default'], '["Malformed"]', 'by default'],
    [['/.*Malformed.*/', '$default'], '{"errorMessage":{"a":"Malformed"}}', 'by default'],
    [['/.+/', '$default'], '{"ok":true}', 'by default'],
    [['/.+/'], '{"ok":true}', INTERNAL],
    [['/.*/'], '{"ok":true}', 'by /.*/'],
  ])('of functions: %j, %s: %s', async (keys, payload, expected) => {
    for (const functionError of [undefined, 'Unhandled']) {
      const functions = new FakeFunctions(() => ({ kind: 'answered', payload: Buffer.from(payload), functionError }))
      const result = await callIntegration(LAMBDA, message('{}'), {
        responses: keys.map(named),
        services: { functions },
      })
      expect(result instanceof GatewayFault ? `${result.status} ${result.message}` : result.body).toBe(expected)
    }
  })

  test('a pattern that never ends does not hold up the gateway', async () => {
    const payload = JSON.stringify({ errorMessage: `${'a'.repeat(5000)}!` })
    const functions = new FakeFunctions(() => returned(payload))
    const responses = [named('/(a|aa|aaa)*(a*)*\\1b/'), named('$default')]
    const result = await callIntegration(LAMBDA, message('{}'), { responses, services: { functions } })
    expect(result).toMatchObject({ body: 'by default' })
  })

  test.each(['/(/', '/[/', '/*/'])('a key that is no pattern cannot be deployed: %s', (IntegrationResponseKey) => {
    const call = () => callIntegration(HTTP, message('{}'), { responses: [{ IntegrationResponseKey }] })
    expect(call).toThrow(DefinitionError)
  })
})

describe('no integration response at all (7.1, choice 5)', () => {
  test('two-way: the backend’s body', async () => {
    expect(await http([], { body: 'as it is' })).toBe('as it is')
    expect(await http([], { status: 500, body: 'as it is' })).toBe('as it is')
  })

  test.each([
    ['a message', message('{}')],
    ['a handshake', testEvent('CONNECT')],
  ])('one-way: %s', async (_name, event) => {
    const result = await callIntegration(HTTP, event, { binding: { isTwoWay: false } })
    expect(result).toMatchObject({ status: 200, body: undefined })
  })

  test('a function that failed: nobody has said what clients may read of it', async () => {
    const payload = Buffer.from('{"errorMessage":"secret"}')
    const functions = new FakeFunctions(() => ({ kind: 'answered', payload, functionError: 'Unhandled' }))
    for (const isTwoWay of [true, false]) {
      const result = await callIntegration(LAMBDA, message('{}'), { services: { functions }, binding: { isTwoWay } })
      expect(result).toMatchObject({ kind: 'websocket-function-failed', status: 502 })
    }
  })
})

describe('which template (7.2)', () => {
  const ResponseTemplates = { 'application/json': 'json', $default: 'default', join: 'join', '404': '404', a: 'a' }
  test.each<[string | undefined, Record<string, string>, string]>([
    [undefined, ResponseTemplates, 'json'],
    [undefined, { $default: 'default' }, 'default'],
    [undefined, { other: 'other' }, 'backend'],
    [undefined, {}, 'backend'],
    ['${request.body.action}', ResponseTemplates, 'join'],
    ['${request.body.none}', ResponseTemplates, 'default'],
    ['${integration.response.statuscode}', ResponseTemplates, '404'],
    ['${integration.response.header.X-Kind}', ResponseTemplates, 'a'],
    ['${integration.response.multivalueheader.X-Kind}', { 'a,b': 'both' }, 'both'],
    ['\\$default', ResponseTemplates, 'default'],
    ['join', ResponseTemplates, 'join'],
    ['none', { join: 'join' }, 'backend'],
  ])('expression %s, templates %j: %s', async (TemplateSelectionExpression, templates, expected) => {
    const selection = TemplateSelectionExpression === undefined ? {} : { TemplateSelectionExpression }
    const backend = { status: 404, headers: ['X-Kind', 'a', 'x-kind', 'b'] }
    expect(await http([{ ResponseTemplates: templates, ...selection }], backend, '{"action":"join"}')).toBe(expected)
  })

  test.each<[string, string, string]>([
    ['the backend’s answer', '$input.body', '{"pet":"cat"}'],
    ['of it', "$input.path('$.pet') $input.json('$.pet')", 'cat "cat"'],
    ['not the client’s message', "[$input.path('$.action')]", '[]'],
    ['$context', '$context.connectionId $context.routeKey', 'AbCdEf_GhIjCE2A= sendmessage'],
    ['nothing at all', '', ''],
    ['a failure', '$util.parseJson("{")', INTERNAL],
  ])('a template sees %s', async (_name, template, expected) => {
    const responses = [{ ResponseTemplates: { $default: template } }]
    expect(await http(responses, { body: '{"pet":"cat"}' }, '{"action":"join"}')).toBe(expected)
  })
})

describe('content handling (5.3)', () => {
  type Handling = IntegrationResponseDocument['ContentHandlingStrategy']
  const bytes = Buffer.of(0x61, 0xff)
  test.each<[Handling, string | Uint8Array, string]>([
    [undefined, 'aGk=', 'aGk='],
    ['CONVERT_TO_BINARY', 'aGk=', '6869'],
    ['CONVERT_TO_BINARY', '*', INTERNAL],
    ['CONVERT_TO_TEXT', 'aGk=', 'aGk='],
    [undefined, bytes, '61ff'],
    ['CONVERT_TO_BINARY', bytes, '61ff'],
    ['CONVERT_TO_TEXT', bytes, 'Yf8='],
    ['CONVERT_TO_TEXT', '', ''],
    ['CONVERT_TO_TEXT', 'Grüße', 'Grüße'],
  ])('%s of %j', async (strategy, body, expected) => {
    const handling = strategy === undefined ? {} : { ContentHandlingStrategy: strategy }
    expect(await http([handling], { body })).toBe(expected)
    // Without integration responses, it is the integration's own.
    expect(await http([], { body }, '', handling)).toBe(expected)
  })

  test.each<[Handling, string | Uint8Array, string]>([
    ['CONVERT_TO_BINARY', 'aGk=', 'hi'],
    ['CONVERT_TO_TEXT', bytes, 'Yf8='],
    [undefined, bytes, INTERNAL],
  ])('conversion comes before the template: %s of %j', async (strategy, body, expected) => {
    const handling = strategy === undefined ? {} : { ContentHandlingStrategy: strategy }
    expect(await http([{ ...handling, ResponseTemplates: { $default: '$input.body' } }], { body })).toBe(expected)
  })
})

describe('the subprotocol (7.3)', () => {
  const headers = ['X-Proto', 'a', 'X-Proto', 'b']
  test.each<[string, string, string | undefined]>([
    ['method.response.header.Sec-WebSocket-Protocol', 'integration.response.header.X-Proto', 'a'],
    ['route.response.header.sec-websocket-protocol', 'integration.response.header.x-proto', 'a'],
    ['route.response.header.Sec-WebSocket-Protocol', "'chat'", 'chat'],
    ['route.response.header.Sec-WebSocket-Protocol', 'integration.response.multivalueheader.X-Proto', 'a,b'],
    ['route.response.header.Sec-WebSocket-Protocol', 'integration.response.body.proto', 'c'],
    ['route.response.header.Sec-WebSocket-Protocol', 'stageVariables.proto', 'd'],
    ['route.response.header.Sec-WebSocket-Protocol', 'context.stage', 'prod'],
    ['route.response.header.Sec-WebSocket-Protocol', 'integration.response.header.none', undefined],
    ['route.response.header.X-Other', "'chat'", undefined],
  ])('%s ← %s', async (key, value, protocol) => {
    const upstream = new FakeUpstream(() => ({ status: 200, headers, body: '{"proto":"c"}' }))
    const result = await callIntegration(HTTP, testEvent('CONNECT'), {
      responses: [{ ResponseParameters: { [key]: value } }],
      services: { upstream },
      binding: { isTwoWay: false, stageVariables: { proto: 'd' } },
    })
    expect(result).toEqual({ status: 200, body: undefined, protocol })
  })

  test('a source that is none cannot be deployed', () => {
    const ResponseParameters = { 'route.response.header.Sec-WebSocket-Protocol': 'nothing' }
    expect(() => callIntegration(HTTP, testEvent('CONNECT'), { responses: [{ ResponseParameters }] })).toThrow(
      DefinitionError,
    )
  })
})
