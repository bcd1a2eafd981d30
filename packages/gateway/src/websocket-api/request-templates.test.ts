import { describe, expect, test } from 'vitest'
import { FakeUpstream } from '../integrations/test-integration.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { type TestWebSocketRoute, testWebSocketApi } from './test-websocket-api.ts'

/** Which template a message takes, and what becomes of one without. Spec: websocket-api.md 5.1, 5.2. */

const UNSUPPORTED = /^\{"message": "Unsupported Media Type", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/

/** What the backend gets, or undefined; and the frame. */
async function outcome(more: Partial<IntegrationDocument>, message: string) {
  const upstream = new FakeUpstream(({ body }) => ({
    status: 200,
    headers: [],
    body: `got ${typeof body === 'string' ? body : ''}`,
  }))
  const integration = { IntegrationType: 'HTTP' as const, IntegrationUri: 'http://pets.example', ...more }
  const route: TestWebSocketRoute = { integration, isTwoWay: true }
  const { connect } = await testWebSocketApi({ $default: route }, { backends: { upstream } })
  const frame = String(await (await connect()).ask(message))
  return { frame, bodies: upstream.asked.map(({ body }) => body) }
}

describe('the choice (5.1)', () => {
  const RequestTemplates = { 'application/json': 'json', chat: 'chat', 'chat/join': 'both', $default: 'default' }
  const { $default: _default, ...withoutDefault } = RequestTemplates
  const MESSAGE = '{"service":"chat","action":"join"}'
  test.each<[expression: string | undefined, expected: string, withoutDefaultExpected: string]>([
    [undefined, 'json', 'json'],
    ['$request.body.service', 'chat', 'chat'],
    ['${request.body.service}', 'chat', 'chat'],
    ['${request.body.service}/${request.body.action}', 'both', 'both'],
    ['${request.body.service}-${request.body.none}', 'default', MESSAGE],
    ['$request.body.none', 'default', MESSAGE],
    ['chat', 'chat', 'chat'],
    ['Chat', 'default', MESSAGE],
    ['\\$default', 'default', MESSAGE],
    ['$default', 'default', MESSAGE],
  ])('%s', async (TemplateSelectionExpression, expected, withoutDefaultExpected) => {
    const selection = TemplateSelectionExpression === undefined ? {} : { TemplateSelectionExpression }
    expect((await outcome({ ...selection, RequestTemplates }, MESSAGE)).bodies).toEqual([expected])
    const bare = await outcome({ ...selection, RequestTemplates: withoutDefault }, MESSAGE)
    expect(bare.bodies).toEqual([withoutDefaultExpected])
  })
})

describe('passthrough (5.2)', () => {
  const none = undefined
  const other = { other: 'made' }
  test.each<[IntegrationDocument['PassthroughBehavior'], Record<string, string> | undefined, passes: boolean]>([
    [undefined, none, true],
    [undefined, other, true],
    ['WHEN_NO_MATCH', none, true],
    ['WHEN_NO_MATCH', other, true],
    ['WHEN_NO_TEMPLATES', none, true],
    ['WHEN_NO_TEMPLATES', other, false],
    ['NEVER', none, false],
    ['NEVER', other, false],
  ])('%s, templates %j', async (PassthroughBehavior, RequestTemplates, passes) => {
    const document = {
      ...(PassthroughBehavior !== undefined && { PassthroughBehavior }),
      ...(RequestTemplates !== undefined && { RequestTemplates }),
    }
    const { frame, bodies } = await outcome(document, 'as it is')
    expect(bodies).toEqual(passes ? ['as it is'] : [])
    expect(frame).toMatch(passes ? /^got as it is$/ : UNSUPPORTED)
  })

  test('a proxy always passes through', async () => {
    for (const RequestTemplates of [{}, { 'application/json': 'made' }]) {
      const document = {
        IntegrationType: 'HTTP_PROXY' as const,
        PassthroughBehavior: 'NEVER' as const,
        RequestTemplates,
      }
      expect((await outcome(document, 'as it is')).bodies).toEqual(['as it is'])
    }
  })
})
