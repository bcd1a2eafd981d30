import { expect, test } from 'vitest'
import { AccountThrottle } from '../data-plane/account-throttle.ts'
import { testStage } from '../program/test-api.ts'
import type { StageDocument } from '../store/documents.ts'
import { type TestWebSocketRoutes, testWebSocketApi } from './test-websocket-api.ts'

/** Spec: websocket-api.md sections 9, 10.2, 13.1, 13.2. Rates are 0, so that no time that passes counts. */

const MOCK = { integration: { RequestTemplates: { $default: '{"statusCode": 200}' } }, isTwoWay: true } as const
const responses = [{ ResponseTemplates: { 'application/json': 'through' } }]
const ROUTES: TestWebSocketRoutes = { a: { ...MOCK, responses }, b: { ...MOCK, responses }, $connect: MOCK }

const only = (burst: number) => ({ ThrottlingRateLimit: 0, ThrottlingBurstLimit: burst })
const TOO_MANY = /^\{"message": "Too Many Requests", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/
const ask = (action: string) => JSON.stringify({ action })

test('each route has the stage’s limit for itself; what is over it is told in a frame, and the connection stays', async () => {
  const { connect } = await testWebSocketApi(ROUTES, { stage: { DefaultRouteSettings: only(1) } })
  const client = await connect()
  expect(await client.ask(ask('a'))).toBe('through')
  expect(await client.ask(ask('a'))).toMatch(TOO_MANY)
  expect(await client.ask(ask('b'))).toBe('through')
})

test('a route’s own limit comes before the stage’s', async () => {
  const stage = { DefaultRouteSettings: only(1), RouteSettings: { a: only(0) } }
  const client = await (await testWebSocketApi(ROUTES, { stage })).connect()
  expect(await client.ask(ask('a'))).toMatch(TOO_MANY)
  expect(await client.ask(ask('b'))).toBe('through')
})

test('a handshake over the limit of $connect is refused with 429', async () => {
  const { connect, refused } = await testWebSocketApi(ROUTES, { stage: { RouteSettings: { $connect: only(1) } } })
  await connect()
  expect(await refused()).toMatchObject({ status: 429, body: '{"message":"Too Many Requests"}' })
})

test('new connections have a limit of their own', async () => {
  const throttle = new AccountThrottle({ rate: 0, burst: 0, connectionRate: 1 }, () => 0)
  const { connect, refused } = await testWebSocketApi({ a: { ...MOCK, responses } }, { services: { throttle } })
  const client = await connect()
  expect(await client.ask(ask('a'))).toBe('through')
  expect(await refused()).toMatchObject({ status: 429, body: '{"message":"Too Many Requests"}' })
})

test('the account’s limit counts handshakes, messages and posts', async () => {
  const throttle = new AccountThrottle({ rate: 1, burst: 3, connectionRate: 0 }, () => 0)
  const { connect, http } = await testWebSocketApi(
    { id: { ...MOCK, responses: [{ ResponseTemplates: { 'application/json': '$context.connectionId' } }] } },
    { services: { throttle } },
  )
  const client = await connect()
  const id = encodeURIComponent(String(await client.ask(ask('id'))))
  expect(await http('POST', `/prod/@connections/${id}`, 'hi')).toMatchObject({ status: 200 })
  const answer = await http('POST', `/prod/@connections/${id}`, 'hi')
  expect(answer).toMatchObject({ status: 429, body: '{}' })
  expect(answer.headers['x-amzn-errortype']).toBe('LimitExceededException')
  expect(await client.next()).toBe('hi')
  expect(await client.ask(ask('id'))).toMatch(TOO_MANY)
})

test('new limits hold at once, without a deployment; old ones go on where they stay', async () => {
  const { connect, apis } = await testWebSocketApi(ROUTES, { stage: { DefaultRouteSettings: only(1) } })
  const change = (more: Partial<StageDocument>) =>
    apis.change(
      'a1b2c3d4e5',
      (draft) => {
        const stage = draft.get('stages', 'prod') ?? testStage()
        draft.put('stages', 'prod', { ...stage, ...more })
      },
      () => new Error('no API'),
    )
  const client = await connect()
  expect(await client.ask(ask('a'))).toBe('through')
  await change({ StageVariables: { changed: 'x' } })
  expect(await client.ask(ask('a'))).toMatch(TOO_MANY)
  await change({ DefaultRouteSettings: only(2) })
  expect(await client.ask(ask('a'))).toBe('through')
  await change({ DefaultRouteSettings: {} })
  for (let i = 0; i < 5; i++) expect(await client.ask(ask('a'))).toBe('through')
})
