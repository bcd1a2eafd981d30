import { expect, test } from 'vitest'
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
