import { describe, expect, test } from 'vitest'
import { FakeUpstream } from '../integrations/test-integration.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from '../store/documents.ts'
import { testWebSocketApi } from './test-websocket-api.ts'

/** Text to bytes and back, both ways, over real connections. Spec: websocket-api.md 5.3. */

type Strategy = IntegrationDocument['ContentHandlingStrategy']

const INTERNAL = /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/
const HI = 'aGk='
const BYTES = Buffer.of(0x61, 0xff)

interface Given {
  readonly request?: Strategy
  readonly response?: Partial<IntegrationResponseDocument>
  readonly requestTemplate?: string
  readonly answer?: string | Uint8Array
}

const handling = (ContentHandlingStrategy: Strategy) =>
  ContentHandlingStrategy === undefined ? {} : { ContentHandlingStrategy }

/** What the backend gets, and the frame of its answer. */
async function exchange(message: string, { request, response = {}, requestTemplate, answer = 'ok' }: Given) {
  const upstream = new FakeUpstream(() => ({ status: 200, headers: [], body: answer }))
  const integration = {
    IntegrationType: 'HTTP' as const,
    IntegrationUri: 'http://pets.example',
    ...handling(request),
    ...(requestTemplate !== undefined && { RequestTemplates: { 'application/json': requestTemplate } }),
  }
  const routes = { $default: { integration, responses: [response], isTwoWay: true } }
  const { connect } = await testWebSocketApi(routes, { backends: { upstream } })
  const frame = await (await connect()).ask(message)
  return { frame, sent: upstream.asked.map(({ body }) => body) }
}

describe('of requests', () => {
  test.each<[strategy: Strategy, message: string, sent: string | Uint8Array]>([
    [undefined, HI, HI],
    [undefined, 'Grüße', 'Grüße'],
    ['CONVERT_TO_TEXT', HI, HI],
    ['CONVERT_TO_BINARY', HI, Buffer.from('hi')],
    ['CONVERT_TO_BINARY', '/w==', Buffer.of(0xff)],
  ])('%s of %s', async (request, message, expected) => {
    const { frame, sent } = await exchange(message, { request })
    expect(frame).toBe('ok')
    expect(sent).toEqual([expected])
  })

  test('what is no Base64: Internal server error, and no backend', async () => {
    const { frame, sent } = await exchange('{"a":1}', { request: 'CONVERT_TO_BINARY' })
    expect(frame).toMatch(INTERNAL)
    expect(sent).toEqual([])
  })

  test('first the conversion, then the template; bytes are nothing to a template', async () => {
    const given = { request: 'CONVERT_TO_BINARY', requestTemplate: '<$input.body>' } as const
    expect((await exchange(HI, given)).sent).toEqual(['<hi>'])
    expect((await exchange('/w==', given)).frame).toMatch(INTERNAL)
  })
})

describe('of answers', () => {
  test.each<[strategy: Strategy, answer: string | Uint8Array, frame: string | Uint8Array]>([
    [undefined, HI, HI],
    ['CONVERT_TO_TEXT', HI, HI],
    ['CONVERT_TO_BINARY', HI, Buffer.from('hi')],
    ['CONVERT_TO_BINARY', '/w==', Buffer.of(0xff)],
    [undefined, BYTES, BYTES],
    ['CONVERT_TO_BINARY', BYTES, BYTES],
    ['CONVERT_TO_TEXT', BYTES, 'Yf8='],
  ])('%s of %j', async (strategy, answer, expected) => {
    expect((await exchange('x', { response: handling(strategy), answer })).frame).toEqual(expected)
  })

  test('what is no Base64: Internal server error', async () => {
    expect((await exchange('x', { response: handling('CONVERT_TO_BINARY'), answer: '*' })).frame).toMatch(INTERNAL)
  })

  test('first the conversion, then the template; bytes are nothing to a template', async () => {
    const ResponseTemplates = { $default: '<$input.body>' }
    const converted = { ContentHandlingStrategy: 'CONVERT_TO_BINARY', ResponseTemplates } as const
    expect((await exchange('x', { response: converted, answer: HI })).frame).toBe('<hi>')
    expect((await exchange('x', { response: { ResponseTemplates }, answer: BYTES })).frame).toMatch(INTERNAL)
  })
})
