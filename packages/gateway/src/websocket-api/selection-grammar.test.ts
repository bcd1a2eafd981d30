import { describe, expect, test } from 'vitest'
import { FakeUpstream } from '../integrations/test-integration.ts'
import { HOST, type TestWebSocketRoute, testWebSocketApi } from './test-websocket-api.ts'

/** What selection expressions come to, over real connections: a template has that as its name. Spec: websocket-api.md 3. */

const MESSAGE = JSON.stringify({
  service: 'chat',
  action: 'join',
  data: { room: 'room1234' },
  list: ['item1', 'item2'],
  number: 1.5,
  isTrue: true,
  none: null,
  'a.b': 'dotted',
  object: { a: 1 },
  trick: '$request.body.action',
})

describe('with a message and its answer', () => {
  test.each<[expression: string, value: string]>([
    // The guide's truth table.
    ['$request.body.action', 'join'],
    ['${request.body.action}', 'join'],
    ['${request.body.service}/${request.body.action}', 'chat/join'],
    ['${request.body.action}-${request.body.invalidPath}', 'join-'],
    ['action', 'action'],
    ['\\$default', '$default'],
    // Paths.
    ['$request.body.data.room', 'room1234'],
    ['$request.body.list[0]', 'item1'],
    ['$request.body.list[*]', '[item1, item2]'],
    ['$request.body..room', '[room1234]'],
    ["$request.body['a.b']", 'dotted'],
    ['x$request.body.a.b', 'x'],
    // Texts of values.
    ['$request.body.number', '1.5'],
    ['$request.body.isTrue', 'true'],
    ['x$request.body.none', 'x'],
    ['$request.body.list', '[item1, item2]'],
    ['$request.body.object', '{"a":1}'],
    ['$request.body.trick', '$request.body.action'],
    ['$request.body', MESSAGE],
    // Bare, wrapped, literal.
    ['a\\$b', 'a$b'],
    ['$request.body.service $request.body.action', 'chat join'],
    ['a/$request.body.action', 'a/join'],
    // What there is beside the message.
    ['$context.domainName', HOST],
    ['${context.stage}-${context.routeKey}', 'prod-$default'],
    ['$context.identity.sourceIp', '127.0.0.1'],
    ['$stageVariables.colour', 'blue'],
    ['x${stageVariables.none}', 'x'],
    ['x$request.header.X-Room', 'x'],
    ['x$request.querystring.room', 'x'],
    ['x$request.basepath', 'x'],
    // The answer.
    ['$integration.response.statuscode', '404'],
    ['$integration.response.header.X-Kind', 'a'],
    ['x$integration.response.header.X-None', 'x'],
    ['$integration.response.multivalueheader.X-Kind', 'a,b'],
    ['$integration.response.body.error', 'none'],
    ['$integration.response.body', '{"error":"none"}'],
  ])('%s', async (TemplateSelectionExpression, value) => {
    const headers = ['X-Kind', 'a', 'X-Kind', 'b']
    const upstream = new FakeUpstream(() => ({ status: 404, headers, body: '{"error":"none"}' }))
    const route: TestWebSocketRoute = {
      integration: { IntegrationType: 'HTTP', IntegrationUri: 'http://pets.example' },
      responses: [{ TemplateSelectionExpression, ResponseTemplates: { $default: 'another', [value]: 'this one' } }],
      isTwoWay: true,
    }
    const { connect } = await testWebSocketApi(
      { $default: route },
      { backends: { upstream }, stage: { StageVariables: { colour: 'blue' } } },
    )
    const client = await connect('/prod?room=42', { headers: { 'X-Room': 'blue' } })
    expect(await client.ask(MESSAGE)).toBe('this one')
  })
})

describe('at $connect', () => {
  test.each<[expression: string, value: string]>([
    ['$request.header.X-Room', 'blue'],
    ['$request.header.x-room', 'blue'],
    ['$request.querystring.room', 'a b'],
    ['${request.header.X-Room}/${request.querystring.room}', 'blue/a b'],
    ['x$request.header.None', 'x'],
    ['$context.eventType', 'CONNECT'],
    ['$stageVariables.colour', 'blue'],
    ['x$request.body.action', 'x'],
    ['x$integration.response.statuscode', 'x'],
  ])('%s', async (TemplateSelectionExpression, value) => {
    const RequestTemplates = { [value]: '{"statusCode": 200}', $default: '{"statusCode": 403}' }
    const integration = { TemplateSelectionExpression, RequestTemplates }
    const { connect } = await testWebSocketApi(
      { $connect: { integration } },
      { stage: { StageVariables: { colour: 'blue' } } },
    )
    const client = await connect('/prod?room=a+b', { headers: { 'X-Room': 'blue' } })
    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })
})
