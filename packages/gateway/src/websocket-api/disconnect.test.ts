import { expect, onTestFinished, test } from 'vitest'
import type { LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import { changeApi } from '../program/test-api.ts'
import { FUNCTION, type TestClient, testWebSocketApi } from './test-websocket-api.ts'

/** The end of connections, whatever ends them. Spec: websocket-api.md 2.1, 10.4, 11.3, choices 7 and 8. */

interface Context {
  readonly eventType: string
  readonly routeKey: string
  readonly connectionId: string
  readonly requestId: string
  readonly disconnectStatusCode?: number
  readonly disconnectReason?: string
}

type Gateway = Awaited<ReturnType<typeof ending>>['gateway']

/** An API that keeps the events of its routes. */
async function ending(
  times = { idle: 600_000, age: 7_200_000 },
  answer: LambdaOutcome = returned('{"statusCode":200}'),
) {
  const events: Context[] = []
  const ended = Promise.withResolvers<Context>()
  const functions = new FakeFunctions(({ payload }) => {
    const { requestContext } = JSON.parse(payload) as { requestContext: Context }
    events.push(requestContext)
    if (requestContext.eventType === 'DISCONNECT') ended.resolve(requestContext)
    return requestContext.eventType === 'DISCONNECT' ? answer : returned('{"statusCode":200}')
  })
  const routes = {
    $connect: { integration: FUNCTION },
    $disconnect: { integration: FUNCTION, isTwoWay: true },
    $default: { integration: FUNCTION },
  }
  const gateway = await testWebSocketApi(routes, { backends: { functions }, services: { times } })
  return { gateway, events, ended: ended.promise }
}

type Cause = (client: TestClient, gateway: Gateway, connectionId: string) => unknown

const remove: Cause = (_client, { http }, id) => http('DELETE', `/prod/@connections/${encodeURIComponent(id)}`)

const causes: [string, Cause, code: number, reason: string, seen: readonly [number, string]][] = [
  ['the client closes', (client) => client.socket.close(), 1005, 'Client-side close frame status not set', [1005, '']],
  ['with a code', (client) => client.socket.close(1001), 1001, '', [1001, '']],
  [
    'with a code and a text',
    (client) => client.socket.close(4001, 'bye – now'),
    4001,
    'bye – now',
    [4001, 'bye – now'],
  ],
  ['the client is lost', (client) => client.socket.terminate(), 1006, 'Connection closed abnormally', [1006, '']],
  ['DELETE', remove, 1000, 'Connection Closed Normally', [1000, 'Connection Closed Normally']],
  ['binary', (client) => client.socket.send(Buffer.of(1)), 1003, 'Binary frames are not supported', [1003, '']],
  ['too large', (client) => client.socket.send('x'.repeat(32_769)), 1009, 'Frame or message is too large', [1009, '']],
  ['the server stops', (_client, { webSockets }) => webSockets.close(), 1001, 'Going away', [1001, 'Going away']],
]

test.each(causes)('%s: $disconnect once', async (_name, cause, code, reason, seen) => {
  const { gateway, events, ended } = await ending()
  const client = await gateway.connect()
  const [connect] = events
  await cause(client, gateway, connect?.connectionId ?? '')
  expect(await client.closed).toEqual(seen)
  expect(await ended).toMatchObject({
    routeKey: '$disconnect',
    connectionId: connect?.connectionId,
    disconnectStatusCode: code,
    disconnectReason: reason,
  })
  await gateway.webSockets.close()
  expect(events.map(({ eventType }) => eventType)).toEqual(['CONNECT', 'DISCONNECT'])
  expect(events[1]?.requestId).not.toBe(connect?.requestId)
})

test.each([
  ['idle', { idle: 1, age: 7_200_000 }],
  ['2 hours old', { idle: 600_000, age: 1 }],
])('%s: 1001 Going away (1.6)', async (_name, times) => {
  const { gateway, ended } = await ending(times)
  const client = await gateway.connect()
  expect(await client.closed).toEqual([1001, 'Going away'])
  expect(await ended).toMatchObject({ disconnectStatusCode: 1001, disconnectReason: 'Going away' })
})

test('the gateway’s own code counts, although the client goes without an answer', async () => {
  const { gateway, events, ended } = await ending()
  const client = await gateway.connect()
  client.socket.pause()
  await remove(client, gateway, events[0]?.connectionId ?? '')
  client.socket.terminate()
  expect(await ended).toMatchObject({ disconnectStatusCode: 1000 })
})

test.each<[string, LambdaOutcome]>([
  ['a body', returned('{"statusCode":200,"body":"bye"}')],
  ['nonsense', returned('nonsense')],
  ['a failure', { kind: 'answered', payload: Buffer.from('{}'), functionError: 'Unhandled' }],
])('nobody reads what $disconnect comes to: %s', async (_name, answer) => {
  const { gateway, ended } = await ending(undefined, answer)
  const client = await gateway.connect()
  client.socket.close(1000)
  expect(await client.closed).toEqual([1000, ''])
  await ended
  await gateway.webSockets.close()
})

test('the end of a connection whose API is gone', async () => {
  const { gateway, events } = await ending()
  const client = await gateway.connect()
  await changeApi(gateway.apis, (draft) => draft.remove('stages', 'prod'))
  client.socket.close()
  await client.closed
  await gateway.webSockets.close()
  expect(events).toHaveLength(1)
})

test('a server that stops waits for $disconnect', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const called = Promise.withResolvers<void>()
  onTestFinished(() => resolve())
  const functions = new FakeFunctions(async () => {
    called.resolve()
    await promise
    return returned('{}')
  })
  const { connect, webSockets } = await testWebSocketApi(
    { $disconnect: { integration: FUNCTION } },
    { backends: { functions } },
  )
  await connect()
  let isClosed = false
  const closing = webSockets.close().finally(() => {
    isClosed = true
  })
  await called.promise
  await new Promise(setImmediate)
  expect(isClosed).toBe(false)
  resolve()
  await closing
})

test('a handshake that is under way when the server stops is closed as soon as it is made', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const called = Promise.withResolvers<void>()
  const functions = new FakeFunctions(async () => {
    called.resolve()
    await promise
    return returned('{"statusCode":200}')
  })
  const { connect, webSockets } = await testWebSocketApi(
    { $connect: { integration: FUNCTION } },
    { backends: { functions } },
  )
  const connecting = connect()
  await called.promise
  await webSockets.close()
  resolve()
  expect(await (await connecting).closed).toEqual([1001, 'Going away'])
})
