import { describe, expect, test } from 'vitest'
import { FakeFunctions, FakeUpstream, returned } from '../integrations/test-integration.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { headerOf } from '../transport/http-message.ts'
import type { UpstreamRequest } from '../transport/upstream.ts'
import { FUNCTION, testWebSocketApi } from './test-websocket-api.ts'

/** Each source into each target, at each event of a connection. Spec: websocket-api.md 4.3. */

const MESSAGE = '{"a":"x/y","deep":{"list":["first","last"]}}'

const mapped = (source: string): Partial<IntegrationDocument> => ({
  IntegrationUri: 'http://pets.example/at/{id}',
  RequestParameters: {
    'integration.request.header.X-Mapped': source,
    'integration.request.querystring.mapped': source,
    'integration.request.path.id': source,
  },
})

/** What backends are asked at $connect, with a message and at $disconnect. */
async function asked(integration: Partial<IntegrationDocument>): Promise<readonly UpstreamRequest[]> {
  const all = Promise.withResolvers<void>()
  const upstream = new FakeUpstream(() => {
    if (upstream.asked.length === 3) all.resolve()
    return { status: 200, headers: [], body: undefined }
  })
  const routes = { $connect: { integration }, $default: { integration }, $disconnect: { integration } }
  const stage = { StageVariables: { colour: 'blue' } }
  const { connect, webSockets } = await testWebSocketApi(routes, { backends: { upstream }, stage })
  const headers = { 'X-Multi': '1, 2', 'X-One': 'one' }
  const client = await connect('/prod?room=42&room=a+b', { headers })
  client.socket.send(MESSAGE)
  client.socket.close()
  await client.closed
  await all.promise
  const requests = [...upstream.asked]
  await webSockets.close()
  return requests
}

/** As a header, in the query and in the path, as they go out. */
function valuesOf({ headers, target }: UpstreamRequest): readonly (string | undefined)[] {
  const [path = '', query = ''] = target.split('?')
  const found = query.split('&').filter((pair) => pair.startsWith('mapped='))
  return [headerOf(headers, 'x-mapped'), found.map((pair) => pair.slice(7)).join() || undefined, path.slice(4)]
}

const NONE = [undefined, undefined, '{id}']
const same = (text: string) => [text, text, text]

describe.each(['HTTP', 'HTTP_PROXY'] as const)('%s', (IntegrationType) => {
  test.each<[source: string, connect: unknown[], message: unknown[], disconnect: unknown[]]>([
    ['route.request.header.X-One', same('one'), NONE, NONE],
    ['method.request.header.x-one', same('one'), NONE, NONE],
    ['route.request.multivalueheader.X-One', same('one'), NONE, NONE],
    ['route.request.querystring.room', ['a b', 'a%20b', 'a%20b'], NONE, NONE],
    ['method.request.querystring.room', ['a b', 'a%20b', 'a%20b'], NONE, NONE],
    ['route.request.body.a', NONE, ['x/y', 'x%2Fy', 'x%2Fy'], NONE],
    ['route.request.body.deep.list[1]', NONE, same('last'), NONE],
    ['route.request.body.none', NONE, NONE, NONE],
    ['context.stage', same('prod'), same('prod'), same('prod')],
    ['context.eventType', same('CONNECT'), same('MESSAGE'), same('DISCONNECT')],
    ['context.identity.sourceIp', same('127.0.0.1'), same('127.0.0.1'), same('127.0.0.1')],
    ['context.authorizer.principalId', NONE, NONE, NONE],
    ['stageVariables.colour', same('blue'), same('blue'), same('blue')],
    ['stageVariables.none', NONE, NONE, NONE],
    ["'x%2Fy'", same('x%2Fy'), same('x%2Fy'), same('x%2Fy')],
  ])('%s', async (source, ...expected) => {
    const requests = await asked({ IntegrationType, ...mapped(source) })
    expect(requests.map(valuesOf)).toEqual(expected)
  })

  test('a whole body, at $connect and $disconnect an empty one, which is left out', async () => {
    const requests = await asked({ IntegrationType, ...mapped('route.request.body') })
    const encoded = encodeURIComponent(MESSAGE)
    expect(requests.map(valuesOf)).toEqual([NONE, [MESSAGE, encoded, encoded], NONE])
  })

  test('all values of a query parameter', async () => {
    const [request] = await asked({ IntegrationType, ...mapped('route.request.multivaluequerystring.room') })
    expect(request?.target).toContain('mapped=42&mapped=a%20b')
  })
})

test('AWS_PROXY has its event, whatever is mapped', async () => {
  const functions = new FakeFunctions(({ payload }) => returned(JSON.stringify({ statusCode: 200, body: payload })))
  const integration = {
    ...FUNCTION,
    RequestParameters: { 'integration.request.header.X-Mapped': "'x'", 'integration.request.querystring.m': "'x'" },
  }
  const { connect } = await testWebSocketApi({ $default: { integration, isTwoWay: true } }, { backends: { functions } })
  const event = JSON.parse(String(await (await connect()).ask('hi'))) as object
  expect(Object.keys(event)).toEqual(['requestContext', 'body', 'isBase64Encoded'])
})
