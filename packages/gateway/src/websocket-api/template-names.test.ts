import { describe, expect, test } from 'vitest'
import { ApiKeys } from '../authorizers/api-keys.ts'
import { FakeFunctions, FakeUpstream, returned } from '../integrations/test-integration.ts'
import { FUNCTION, HOST, type TestWebSocketRoute, testWebSocketApi } from './test-websocket-api.ts'

/** What templates name, over real connections. Spec: websocket-api.md 6.1 to 6.3. */

const like = (pattern: RegExp) => expect.stringMatching(pattern) as unknown
const ID = like(/^[\w-]{15}=$/)
const EPOCH = like(/^\d{13}$/)
const KEY = 'value-of-the-partner-key'

const http = (template: string): TestWebSocketRoute => ({
  integration: {
    IntegrationType: 'HTTP',
    IntegrationUri: 'http://pets.example',
    TemplateSelectionExpression: '$default',
    RequestTemplates: { $default: `<${template}>` },
  },
})

/** What the request templates of $connect, of a message and of $disconnect make: one that backends of HTTP receive. */
async function requests(template: string, message: string): Promise<string[]> {
  const made = Promise.withResolvers<void>()
  const upstream = new FakeUpstream(() => {
    if (upstream.asked.length === 3) made.resolve()
    return { status: 200, headers: [], body: undefined }
  })
  const routes = {
    $connect: http(template),
    $default: { ...http(template), isTwoWay: true },
    $disconnect: http(template),
  }
  const { connect, webSockets } = await testWebSocketApi(routes, { backends: { upstream } })
  const client = await connect('/prod?n=query&only=q', { headers: { n: 'header', 'X-A': 'a' } })
  client.socket.send(message)
  client.socket.close()
  await client.closed
  await made.promise
  const bodies = upstream.asked.map(({ body }) => (typeof body === 'string' ? body.slice(1, -1) : ''))
  await webSockets.close()
  return bodies
}

describe('$input (6.1)', () => {
  const MESSAGE = JSON.stringify({ text: 'a "b"', none: null, list: [{ a: 'b' }, 1], map: { c: [true] }, n: 1.5 })
  test.each<[template: string, connect: string, message: string]>([
    ['$input.body', '{}', MESSAGE],
    ["$input.json('$.text')", '""', '"a \\"b\\""'],
    ["$input.json('$.missing')", '""', '""'],
    ["$input.json('$.list')", '""', '[{"a":"b"},1]'],
    ["$input.path('$.text')", '', 'a "b"'],
    ["$input.path('text')", '', 'a "b"'],
    ["$input.path('$.none')|$input.path('$.none').deeper", '|', '|'],
    ["#if($input.path('$.missing') == '' && $input.path('$.missing') == $null)both#end", 'both', 'both'],
    ["$input.path('$.list')", '', '[{"a":"b"},1]'],
    ["$input.path('$.map')", '', '{c=[true]}'],
    ["$input.path('$.n')", '', '1.5'],
    ["$input.path('$.list').size()", '', '2'],
    ['$input.params().querystring.only', 'q', ''],
    ["$input.params().header.get('X-A')", 'a', ''],
    ["$input.params('n')", 'query', ''],
    ["$input.params('X-A')$input.params('missing')", 'a', ''],
  ])('%s', async (template, connect, message) => {
    expect(await requests(template, MESSAGE)).toEqual([connect, message, connect.replace(/^(?:q|a|query)$/, '')])
  })

  test('of what is no JSON', async () => {
    const [, message] = await requests("$input.body|$input.json('$')|$input.path('$.a')|", 'hello')
    expect(message).toBe('hello|""||')
  })
})

/** Frames of mocks, whose response templates these are. */
async function frameOf(template: string, message = '{}'): Promise<string> {
  const policyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
  const answer = { principalId: 'ann', policyDocument, context: { level: 7, isAdmin: true } }
  const mock: TestWebSocketRoute = {
    isTwoWay: true,
    integration: { RequestTemplates: { 'application/json': '{"statusCode": 207}' } },
    responses: [{ ResponseTemplates: { 'application/json': `<${template}>` } }],
  }
  const { connect } = await testWebSocketApi(
    { $connect: { more: { ApiKeyRequired: true, AuthorizationType: 'CUSTOM', AuthorizerId: 'au0' } }, $default: mock },
    {
      backends: { functions: new FakeFunctions(() => returned(JSON.stringify(answer))) },
      services: { apiKeys: new ApiKeys([{ id: 'partner', value: KEY }]) },
      stage: { StageVariables: { colour: 'blue' } },
      put: (draft) =>
        draft.put('authorizers', 'au0', {
          AuthorizerId: 'au0',
          AuthorizerType: 'REQUEST',
          Name: 'who',
          AuthorizerUri: FUNCTION.IntegrationUri ?? '',
        }),
    },
  )
  const client = await connect('/prod', { headers: { 'User-Agent': 'a test', 'x-api-key': KEY } })
  return String(await client.ask(message)).slice(1, -1)
}

test.each<[template: string, expected: string]>([
  ['$util.escapeJavaScript("it\'s ""so"" & a/b")', 'it\\\'s \\"so\\" & a\\/b'],
  ['$util.escapeJavaScript("it\'s").replaceAll("\\\\\'", "\'")', "it's"],
  ['$util.escapeJavaScript($nothing)', 'null'],
  ['$util.parseJson("{""a"":[{""b"":7}]}").a[0].b', '7'],
  ["$util.urlEncode('a b&ü')", 'a+b%26%C3%BC'],
  ["$util.urlDecode('a+b%26%C3%BC')", 'a b&ü'],
  ["$util.base64Encode('ü')", 'w7w='],
  ["$util.base64Decode('w7w=')", 'ü'],
  ["$util.toJson('a')$util.time.nowISO8601()$util.error('a')", ''],
])('$util (6.2): %s', async (template, expected) => {
  expect(await frameOf(template)).toBe(expected)
})

describe('$context (6.3)', () => {
  test.each<[template: string, expected: unknown]>([
    ['$context.connectionId', ID],
    ['$context.connectedAt', EPOCH],
    ['$context.domainName', HOST],
    ['$context.domainPrefix', 'a1b2c3d4e5'],
    ['$context.apiId', 'a1b2c3d4e5'],
    ['$context.stage', 'prod'],
    ['$context.routeKey', '$default'],
    ['$context.eventType', 'MESSAGE'],
    ['$context.messageId', ID],
    ['$context.requestId', ID],
    ['#if($context.requestId == $context.extendedRequestId)the same#end', 'the same'],
    ['#if($context.requestId == $context.messageId)the same#{else}another#end', 'another'],
    ['$context.requestTime', like(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/)],
    ['$context.requestTimeEpoch', EPOCH],
    ['$context.status', '207'],
    ['$context.authorizer.principalId $context.authorizer.level $context.authorizer.isAdmin', 'ann 7 true'],
    ['$context.authorizer.integrationLatency', like(/^\d+$/)],
    ['$context.identity.sourceIp', '127.0.0.1'],
    ['$context.identity.userAgent', 'a test'],
    ['$context.identity.apiKey $context.identity.apiKeyId', `${KEY} partner`],
    ['[$context.identity.cognitoIdentityId][$context.identity.principalOrgId]', '[][]'],
    ['[$context.error.message][$context.error.messageString]', '[][]'],
    ['[$context.none][$context.identity.none.deeper]', '[][]'],
    ["$stageVariables.colour $stageVariables['colour'] ${stageVariables['colour']}", 'blue blue blue'],
    ['[$stageVariables.none]', '[]'],
  ])('%s', async (template, expected) => {
    expect(await frameOf(template)).toEqual(expected)
  })

  test('of each event its own', async () => {
    const names = ['eventType', 'routeKey', 'messageId', 'status']
    const bodies = await requests(names.map((name) => `$context.${name}`).join('|'), '{}')
    const shapes = bodies.map((body) => body.replace(/[\w-]{15}=/, 'an id'))
    expect(shapes).toEqual(['CONNECT|$connect||', 'MESSAGE|$default|an id|', 'DISCONNECT|$disconnect||'])
  })

  test('the ids of the handshake stay, those of events do not', async () => {
    const bodies = await requests('$context.connectionId $context.connectedAt|$context.requestId', '{}')
    const [connections, events] = [0, 1].map((at) => new Set(bodies.map((body) => body.split('|')[at])))
    expect([connections?.size, events?.size]).toEqual([1, 3])
  })
})
