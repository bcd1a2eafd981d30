import { describe, expect, test } from 'vitest'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import type { RouteDocument } from '../store/documents.ts'
import { FUNCTION, testWebSocketApi } from './test-websocket-api.ts'

/** Spec: websocket-api.md section 8. */
test('a message that does not fit: the frame, no backend, and the connection goes on', async () => {
  const functions = new FakeFunctions(({ target }) => returned(`{"statusCode":200,"body":"${target.functionName}"}`))
  const more: Partial<RouteDocument> = {
    ModelSelectionExpression: '$request.body.kind',
    RequestModels: { $default: 'Named' },
  }
  const routes = {
    $connect: { integration: FUNCTION, more },
    $default: { integration: FUNCTION, more },
    answering: { integration: FUNCTION, isTwoWay: true, more },
  }
  const { connect } = await testWebSocketApi(routes, {
    backends: { functions },
    put: (draft) => draft.put('models', 'm0', { ModelId: 'm0', Name: 'Named', Schema: '{"required":["name"]}' }),
  })
  const client = await connect()
  // The handshake has no body to be validated.
  expect(functions.calls).toHaveLength(1)
  const frame = /^\{"message": "Bad request body", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/
  for (const message of ['{}', 'no JSON', '{"action":"answering"}']) expect(await client.ask(message)).toMatch(frame)
  expect(functions.calls).toHaveLength(1)
  expect(await client.ask('{"action":"answering","name":"a"}')).toBe('cart')
})

describe('which model (3.2, 8)', () => {
  const models = { Kind: '{"required":["kind"]}', Named: '{"required":["name"]}' }
  const both = { b: 'Named', $default: 'Kind' }
  const BAD = /^\{"message": "Bad request body", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/

  test.each<[what: string, more: Partial<RouteDocument>, message: string, fits: boolean]>([
    ['without an expression, none', { RequestModels: both }, 'no JSON', true],
    ['its key', { ModelSelectionExpression: '$request.body.kind', RequestModels: both }, '{"kind":"b","name":1}', true],
    ['its key, unfit', { ModelSelectionExpression: '$request.body.kind', RequestModels: both }, '{"kind":"b"}', false],
    [
      'another key: $default',
      { ModelSelectionExpression: '$request.body.kind', RequestModels: both },
      '{"kind":1}',
      true,
    ],
    ['no key: $default, unfit', { ModelSelectionExpression: '$request.body.kind', RequestModels: both }, '{}', false],
    ['a constant', { ModelSelectionExpression: 'b', RequestModels: both }, '{"name":1}', true],
    ['$default itself', { ModelSelectionExpression: '\\$default', RequestModels: both }, '{"kind":1}', true],
    ['no such key and no $default', { ModelSelectionExpression: 'none', RequestModels: { b: 'Named' } }, '{}', false],
    ['no JSON', { ModelSelectionExpression: '$default', RequestModels: both }, 'no JSON', false],
  ])('%s', async (_what, more, message, fits) => {
    const functions = new FakeFunctions(() => returned('{"statusCode":200,"body":"fits"}'))
    // Proxies and others alike.
    const integrations = [FUNCTION, { ...FUNCTION, IntegrationType: 'AWS' as const }]
    for (const integration of integrations) {
      const { connect } = await testWebSocketApi(
        { $default: { integration, isTwoWay: true, more } },
        {
          backends: { functions },
          put: (draft) => {
            for (const [Name, Schema] of Object.entries(models))
              draft.put('models', Name, { ModelId: Name, Name, Schema })
          },
        },
      )
      expect(await (await connect()).ask(message)).toMatch(fits ? /fits/ : BAD)
    }
    expect(functions.calls).toHaveLength(fits ? integrations.length : 0)
  })
})

test('what a route response says of models and parameters has no effect (7.5)', async () => {
  const functions = new FakeFunctions(() => returned('{"statusCode":200,"body":"{}"}'))
  const { connect } = await testWebSocketApi(
    { $default: { integration: FUNCTION, isTwoWay: true } },
    {
      backends: { functions },
      put: (draft) => {
        draft.put('models', 'm0', { ModelId: 'm0', Name: 'Named', Schema: '{"required":["name"]}' })
        draft.put('routeresponses', 'rt0/rr0', {
          RouteResponseId: 'rr0',
          RouteResponseKey: '$default',
          ModelSelectionExpression: '$default',
          ResponseModels: { $default: 'Named' },
          ResponseParameters: { 'route.response.header.a': { Required: true } },
        })
      },
    },
  )
  expect(await (await connect()).ask('x')).toBe('{}')
})
