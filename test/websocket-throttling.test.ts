import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { DeleteRouteSettingsCommand, type RouteSettings, UpdateStageCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { clientOf } from './support/client.ts'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

/**
 * Limits of a stage, set as Terraform sets them, and those of the account, with a real server and client. Rates of routes
 * are 0, so that no time that passes counts. That of the account is a call a second, its least: of so many calls at
 * once, some are over it.
 */

const MANY = 100
const TOO_MANY = /^\{"message": "Too Many Requests", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/
const REFUSED = { status: 429, body: '{"message":"Too Many Requests"}' }

const only = (burst: number): RouteSettings => ({ ThrottlingBurstLimit: burst, ThrottlingRateLimit: 0 })

/** An API whose routes `a` and `b` answer with the id of the connection. */
async function serve(...flags: string[]) {
  const postern = await PosternProcess.start(...flags)
  const api = await WebSocketApiMaker.create(postern.url)
  const ResponseTemplates = { 'application/json': '$context.connectionId' }
  const RequestTemplates = { 'application/json': '{"statusCode": 200}' }
  const mock = await api.integration({ IntegrationType: 'MOCK', RequestTemplates }, { $default: { ResponseTemplates } })
  await api.route('$connect', mock)
  await api.route('a', mock, 'two-way')
  await api.route('b', mock, 'two-way')
  await api.deploy('dev')
  const key = { ApiId: api.apiId, StageName: 'dev' }
  const client = clientOf(postern.url)
  return {
    url: api.url('dev'),
    change: (DefaultRouteSettings: RouteSettings, RouteSettings: Record<string, RouteSettings> = {}) =>
      client.send(new UpdateStageCommand({ ...key, DefaultRouteSettings, RouteSettings })),
    forget: (RouteKey: string) => client.send(new DeleteRouteSettingsCommand({ ...key, RouteKey })),
    endpoint: `${postern.url}/_aws/execute-api/${api.apiId}/dev`,
    [Symbol.asyncDispose]: () => postern[Symbol.asyncDispose](),
  }
}

test('limits of a stage hold at once, without a deployment, for handshakes and for each route', async () => {
  await using server = await serve()
  using client = await FrameClient.open(server.url)
  expect(await client.ask({ action: 'a' })).toMatch(/^[\w-]{15}=$/)

  await server.change(only(1), { $connect: only(0), b: only(2) })
  expect(await FrameClient.refused(server.url)).toEqual(REFUSED)
  const answers: string[] = []
  for (const action of ['a', 'a', 'b', 'b', 'b']) answers.push(await client.ask({ action }))
  expect(answers.map((answer) => (TOO_MANY.test(answer) ? 'refused' : 'answered'))).toEqual([
    'answered',
    'refused',
    'answered',
    'answered',
    'refused',
  ])

  // Those of the stage are for $connect, too, where it has none of its own; and its new numbers are a new start.
  await server.forget('$connect')
  using second = await FrameClient.open(server.url)
  expect(await FrameClient.refused(server.url)).toEqual(REFUSED)
  expect(await second.ask({ action: 'a' })).toMatch(TOO_MANY)
  await server.change(only(2))
  expect(await second.ask({ action: 'a' })).toMatch(/^[\w-]{15}=$/)
})

test('0 and 0 let nothing through', async () => {
  await using server = await serve()
  using client = await FrameClient.open(server.url)
  await server.change(only(0))
  expect(await client.ask({ action: 'a' })).toMatch(TOO_MANY)
  expect(await FrameClient.refused(server.url)).toEqual(REFUSED)
})

test('posts to connections count as calls of the account', async () => {
  await using server = await serve('--throttling-rate', '1', '--throttling-burst', '2')
  using client = await FrameClient.open(server.url)
  const ConnectionId = await client.ask({ action: 'a' })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const { endpoint } = server
  const management = new ApiGatewayManagementApiClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 })
  const post = () => management.send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))
  const results = await Promise.allSettled(Array.from({ length: MANY }, post))
  const refusals = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown)
  expect(refusals.length).toBeGreaterThan(0)
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ name: 'LimitExceededException', $metadata: { httpStatusCode: 429 } })
  }
})

test('new connections have a limit of their own', async () => {
  await using server = await serve('--throttling-connection-rate', '1')
  const tries = await Promise.allSettled(Array.from({ length: MANY }, () => FrameClient.open(server.url)))
  const opened = tries.filter((result) => result.status === 'fulfilled').map(({ value }) => value)
  const reasons = tries.filter((result) => result.status === 'rejected').map(({ reason }) => String(reason))
  expect(opened.length).toBeGreaterThan(0)
  expect(reasons.length).toBeGreaterThan(0)
  expect(new Set(reasons)).toEqual(new Set(['Error: Unexpected server response: 429']))
  for (const client of opened) client[Symbol.dispose]()
})
