import { describe, expect, test } from 'vitest'
import type { LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { FakeFunctions, FakeUpstream, returned } from '../integrations/test-integration.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from '../store/documents.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { UpstreamError } from '../transport/upstream.ts'
import { FUNCTION, testWebSocketApi } from './test-websocket-api.ts'

/** Handshakes that the $connect integration, or what is wrong with it, refuses. Spec: websocket-api.md 4.4, 13.1. */

type Integration = Partial<IntegrationDocument>
type Responses = readonly Partial<IntegrationResponseDocument>[]

const PROXY: Integration = { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'http://pets.example' }
const CUSTOM: Integration = { ...PROXY, IntegrationType: 'HTTP' }
const LAMBDA: Integration = { ...FUNCTION, IntegrationType: 'AWS' }
const mock = (template: string): Integration => ({ RequestTemplates: { 'application/json': template } })

const says = (status: number, body = 'its words') => new FakeUpstream(() => ({ status, headers: [], body }))
const fails = (failure: 'timeout' | 'connect' | 'broken') =>
  new FakeUpstream((): Promise<HttpResponse> => Promise.reject(new UpstreamError(failure, 'secret')))

const INTERNAL = '{"message":"Internal server error"}'
const TIMED_OUT = '{"message":"Endpoint request timed out"}'

async function refused(
  integration: Integration,
  backends: { upstream?: FakeUpstream; functions?: FakeFunctions },
  responses: Responses = [],
) {
  const gateway = await testWebSocketApi({ $connect: { integration, responses } }, { backends })
  const { status, body } = await gateway.refused()
  return [status, body]
}

describe('by HTTP', () => {
  test.each<[what: string, integration: Integration, upstream: FakeUpstream, status: number, body: string]>([
    ['a proxy: status and body are the backend’s', PROXY, says(403), 403, 'its words'],
    ['a proxy: of a server, too', PROXY, says(503), 503, 'its words'],
    ['a custom one: the status is the backend’s', CUSTOM, says(404), 404, ''],
    ['too slow, a proxy', PROXY, fails('timeout'), 504, TIMED_OUT],
    ['too slow, a custom one', CUSTOM, fails('timeout'), 504, TIMED_OUT],
    ['not there, a proxy', PROXY, fails('connect'), 500, INTERNAL],
    ['not there, a custom one', CUSTOM, fails('connect'), 500, INTERNAL],
    ['breaks off', PROXY, fails('broken'), 500, INTERNAL],
    [
      'a variable that the stage has not',
      { ...PROXY, IntegrationUri: 'http://${stageVariables.none}' },
      says(200),
      500,
      INTERNAL,
    ],
    [
      'a template that fails',
      { ...CUSTOM, RequestTemplates: { $default: '$util.parseJson("{")' } },
      says(200),
      500,
      INTERNAL,
    ],
  ])('%s', async (_what, integration, upstream, status, body) => {
    expect(await refused(integration, { upstream })).toEqual([status, body])
  })

  test('an integration response does not change the status; where none matches, 500', async () => {
    const matched = [{ IntegrationResponseKey: '/4\\d\\d/', ResponseTemplates: { 'application/json': 'mapped' } }]
    const [status] = await refused(CUSTOM, { upstream: says(404) }, matched)
    expect(status).toBe(404)
    expect(await refused(CUSTOM, { upstream: says(503) }, matched)).toEqual([500, INTERNAL])
    expect(await refused(CUSTOM, { upstream: says(200) }, matched)).toEqual([500, INTERNAL])
  })
})

describe('by a function without a proxy', () => {
  const threw: LambdaOutcome = {
    kind: 'answered',
    payload: Buffer.from('{"errorMessage":"secret"}'),
    functionError: 'Unhandled',
  }
  test.each<[what: string, outcome: LambdaOutcome, responses: Responses, status: number]>([
    ['threw, and nothing maps it', threw, [], 502],
    ['threw, and a response maps it', threw, [{}], 500],
    ['not permitted', { kind: 'forbidden', message: 'secret' }, [], 500],
    ['throttled', { kind: 'throttled', message: 'secret' }, [], 500],
    ['missing', { kind: 'missing', message: 'secret' }, [], 500],
  ])('%s', async (_what, outcome, responses, status) => {
    const [told, body] = await refused(LAMBDA, { functions: new FakeFunctions(() => outcome) }, responses)
    expect(told).toBe(status)
    expect(body).not.toContain('secret')
  })

  test('what it answers counts for nothing: it is let in', async () => {
    const functions = new FakeFunctions(() => returned('{"statusCode":403}'))
    const { connect } = await testWebSocketApi({ $connect: { integration: LAMBDA } }, { backends: { functions } })
    expect((await connect()).socket.readyState).toBe(1)
  })
})

describe('by a mock', () => {
  test.each<[what: string, template: string, status: number, body: string]>([
    ['its status', '{"statusCode": 403}', 403, ''],
    ['of what the client asks', '{"statusCode": $input.params("status")}', 418, ''],
    ['no status', '{}', 500, INTERNAL],
    ['a status that is text', '{"statusCode": "200"}', 500, INTERNAL],
  ])('%s', async (_what, template, status, body) => {
    const gateway = await testWebSocketApi({ $connect: { integration: mock(template) } })
    expect(await gateway.refused('/prod?status=418')).toMatchObject({ status, body })
  })

  test('NEVER and WHEN_NO_TEMPLATES: 415', async () => {
    const unsupported = [415, '{"message":"Unsupported Media Type"}']
    expect(await refused({ PassthroughBehavior: 'NEVER' }, {})).toEqual(unsupported)
    const other = {
      PassthroughBehavior: 'WHEN_NO_TEMPLATES',
      RequestTemplates: { other: '{"statusCode":200}' },
    } as const
    expect(await refused(other, {})).toEqual(unsupported)
  })
})
