import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AccountThrottle } from '../data-plane/account-throttle.ts'
import { placeRequest } from '../data-plane/placement.ts'
import { ChunkSource, testRequest } from '../data-plane/test-request.ts'
import { FakeUpstream, functionDocument, noFunctions } from '../integrations/test-integration.ts'
import { ProgramTable } from '../program/program-table.ts'
import { changeApi, createApi, deploy, putRoutes, type TestRoutes, testOwner, testStage } from '../program/test-api.ts'
import { ApiRepository } from '../store/api-repository.ts'
import type { ApiDocument, StageDocument } from '../store/documents.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import { headerOf } from '../transport/http-message.ts'
import { UpstreamError } from '../transport/upstream.ts'
import { createHttpApiHandler } from './pipeline.ts'

const HOST = 'a1b2c3d4e5.execute-api.localhost:4566'
const PATH_FORM = '/_aws/execute-api/a1b2c3d4e5'

interface World {
  readonly routes?: TestRoutes
  readonly api?: Partial<ApiDocument>
  /** Stages of the one deployment; `$default` alone where none are given. */
  readonly stages?: readonly string[]
  readonly answer?: () => HttpResponse | Promise<HttpResponse>
  readonly stage?: Partial<StageDocument>
  readonly throttle?: AccountThrottle
}

/** An API behind the pipeline, in memory. */
async function world({
  routes = { $default: 'http://b' },
  api = {},
  stages = ['$default'],
  answer,
  stage = {},
  throttle = new AccountThrottle({ rate: 0, burst: 0, connectionRate: 0 }),
}: World = {}) {
  const apis = new ApiRepository(new MemoryStore(), 'eu-west-1')
  await createApi(apis, routes, { api, stage: { StageName: stages[0] as string, ...stage } })
  for (const StageName of stages.slice(1)) await changeApi(apis, (draft) => deploy(apis, draft, { StageName }))
  const programs = await ProgramTable.open(apis, testOwner)
  onTestFinished(() => programs.close())
  const upstream = new FakeUpstream(answer)
  const handler = createHttpApiHandler({
    throttle,
    answerWebSocketApi: () => Promise.reject(new Error('no WebSocket API here')),
    programs,
    upstream,
    functions: noFunctions,
    payloadBytes: 100,
    gatewayAddress: undefined,
  })
  const send = (request: HttpRequest): Promise<HttpResponse> => {
    const placement = placeRequest(headerOf(request.headers, 'host'), request.target)
    if (placement.kind !== 'execute-api') throw new Error(`placed as ${placement.kind}`)
    return handler(placement, request)
  }
  const call = (target: string, method = 'GET', host = HOST) =>
    send(testRequest(method, target, { headers: ['Host', host] }))
  /** Status and body of an answer, or the URL that the backend was asked for. */
  const outcome = async (target: string, method = 'GET', host = HOST): Promise<string> => {
    const before = upstream.asked.length
    const response = await call(target, method, host)
    const asked = upstream.asked[before]
    return asked === undefined ? statusAndBody(response) : asked.origin + asked.target
  }
  return { apis, upstream, send, call, outcome }
}

function statusAndBody({ status, body }: HttpResponse): string {
  return `${status} ${typeof body === 'string' ? body : typeof body}`
}

const NOT_FOUND = '404 {"message":"Not Found"}'
const BAD_REQUEST = '400 {"message":"Bad Request"}'
const TOO_MANY = '429 {"message":"Too Many Requests"}'
const SERVER_ERROR = '500 {"message":"Internal Server Error"}'

describe('stages (spec/http-api.md section 1)', () => {
  test.each<[stages: string[], target: string, outcome: string]>([
    [['$default', 'prod'], '/prod/pets', 'http://b/pets'],
    [['$default', 'prod'], '/prod', 'http://b/'],
    [['$default', 'prod'], '/prod/', 'http://b/'],
    [['$default', 'prod'], '/prod?x=1', 'http://b/?x=1'],
    [['$default', 'prod'], '/prods/x', 'http://b/prods/x'],
    [['$default', 'prod'], '/PROD/x', 'http://b/PROD/x'],
    [['$default', 'prod'], '//prod/x', 'http://b//prod/x'],
    [['$default'], '/$default/x', 'http://b/$default/x'],
    [['$default'], '/', 'http://b/'],
    [['prod'], '/pets', NOT_FOUND],
    [['prod'], '/', NOT_FOUND],
    [['prod'], '/$default/', NOT_FOUND],
    [['prod'], `${PATH_FORM}/prod/pets?x=1`, 'http://b/pets?x=1'],
    [['prod'], `${PATH_FORM}/prod`, 'http://b/'],
    [['prod', '$default'], `${PATH_FORM}/%24default/prod/x`, 'http://b/prod/x'],
    [['prod', '$default'], `${PATH_FORM}/$default`, 'http://b/'],
    [['prod', '$default'], `${PATH_FORM}/other/x`, NOT_FOUND],
    [['prod', '$default'], `${PATH_FORM}/`, NOT_FOUND],
    [['prod', '$default'], PATH_FORM, NOT_FOUND],
  ])('stages %j: %s', async (stages, target, expected) => {
    const host = target.startsWith('/_aws') ? 'localhost:4566' : HOST
    expect(await (await world({ stages })).outcome(target, 'GET', host)).toBe(expected)
  })

  test('a stage shadows routes of $default, and is 404 while it has no deployment', async () => {
    const { apis, outcome } = await world({ routes: { 'ANY /pets/{proxy+}': 'http://b' } })
    expect(await outcome('/pets/x')).toBe('http://b/')
    await changeApi(apis, (draft) => draft.put('stages', 'pets', testStage({ StageName: 'pets' })))
    expect(await outcome('/pets/x')).toBe(NOT_FOUND)
  })

  test.each(['localhost', 'prototype'])('an API that does not exist: %s', async (id) => {
    expect(await (await world()).outcome('/', 'GET', `${id}.execute-api.localhost`)).toBe(NOT_FOUND)
    expect(await (await world()).outcome(`/_aws/execute-api/${id}/prod/`, 'GET', 'localhost')).toBe(NOT_FOUND)
  })

  test('a disabled endpoint is 404 by host and by path (E3)', async () => {
    const { outcome } = await world({ api: { DisableExecuteApiEndpoint: true } })
    expect(await outcome('/')).toBe(NOT_FOUND)
    expect(await outcome(`${PATH_FORM}/$default/`, 'GET', 'localhost')).toBe(NOT_FOUND)
  })
})

describe('routes and their backends', () => {
  const routes = {
    'GET /pets/{id}': 'http://b/v1/{id}',
    'ANY /files/{proxy+}': 'http://b/f/{proxy}?u=1',
    'POST /pets': { IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'SQS-SendMessage' },
    'PUT /pets': functionDocument(),
    'GET /none': undefined,
    'GET /variable': 'http://${stageVariables.missing}/',
  } as const
  test.each([
    ['GET', '/pets/7?x=%20&x=2', 'http://b/v1/7?x=%20&x=2'],
    ['GET', '/pets/a%2Fb', 'http://b/v1/a%2Fb'],
    ['GET', '/pets/7/', 'http://b/v1/7'],
    ['PUT', '/files/a/b/?q', 'http://b/f/a/b/?u=1&q'],
    ['HEAD', '/pets/7', NOT_FOUND],
    ['POST', '/pets/7', NOT_FOUND],
    ['GET', '/nothing', NOT_FOUND],
    ['GET', '/pets/%zz', BAD_REQUEST],
    ['GET', '/pets/%FF', BAD_REQUEST],
    ['GET', '/a%00b', NOT_FOUND],
    ['GET', '/a#b', BAD_REQUEST],
    ['OPTIONS', '*', BAD_REQUEST],
    ['GET', '/none', SERVER_ERROR],
    ['GET', '/variable', SERVER_ERROR],
    ['PUT', '/pets', SERVER_ERROR],
    [
      'POST',
      '/pets',
      '501 {"message":"AWS_PROXY integrations of subtype SQS-SendMessage are not carried by this build of Postern yet"}',
    ],
  ])('%s %s', async (method, target, expected) => {
    expect(await (await world({ routes })).outcome(target, method)).toBe(expected)
  })
})

describe('answers', () => {
  test.each([
    ['timeout', 504, 'Gateway Timeout'],
    ['connect', 503, 'Service Unavailable'],
    ['broken', 503, 'Service Unavailable'],
  ] as const)('a backend that fails with %s', async (failure, status, message) => {
    const { call } = await world({ answer: () => Promise.reject(new UpstreamError(failure, 'secret detail')) })
    const response = await call('/')
    expect([response.status, response.body]).toEqual([status, `{"message":"${message}"}`])
    expect(JSON.stringify(response.headers)).not.toContain('secret')
    expect(headerOf(response.headers, 'content-type')).toBe('application/json')
    expect(headerOf(response.headers, 'apigw-requestid')).toMatch(/^[\w-]{15}=$/)
  })

  test('a body beyond 10 MB (here 100 bytes)', async () => {
    const { send, upstream } = await world()
    const { status, body } = await send(testRequest('POST', '/', { body: new ChunkSource([], 101) }))
    expect([status, body]).toEqual([413, '{"message":"Request Entity Too Large"}'])
    expect(upstream.asked).toEqual([])
  })

  test('the backend’s own answer passes, with a request id (E27)', async () => {
    const { call } = await world({
      answer: () => ({ status: 418, headers: ['X-A', '1', 'Connection', 'close'], body: 'tea' }),
    })
    const { status, headers, body } = await call('/')
    expect([status, headers.slice(0, 3), body]).toEqual([418, ['X-A', '1', 'Apigw-Requestid'], 'tea'])
  })

  test('an unforeseen exception is a 500 without its text, and a report', async () => {
    const told: unknown[] = []
    const listener = (message: unknown) => void told.push(message)
    subscribe('postern:data-plane:error', listener)
    onTestFinished(() => void unsubscribe('postern:data-plane:error', listener))
    const error = new TypeError('secret detail')
    const { call } = await world({ answer: () => Promise.reject(error) })
    const response = await call('/')
    expect(statusAndBody(response)).toBe(SERVER_ERROR)
    expect(told).toMatchObject([
      {
        error,
        errorId: headerOf(response.headers, 'apigw-requestid'),
        context: { stage: '$default', routeKey: '$default' },
      },
    ])
  })
})

test('a call that waits for its backend keeps its program; the next one has the new', async () => {
  const first = Promise.withResolvers<HttpResponse>()
  const ok: HttpResponse = { status: 200, headers: [], body: 'ok' }
  const answers = [first.promise, Promise.resolve(ok)]
  const { apis, call, upstream } = await world({ answer: () => answers.shift() ?? ok })
  const waiting = call('/')
  await changeApi(apis, (draft) => {
    putRoutes(draft, { $default: 'http://c' })
    return deploy(apis, draft)
  })
  expect((await call('/')).status).toBe(200)
  first.resolve(ok)
  expect((await waiting).status).toBe(200)
  expect(upstream.asked.map(({ origin }) => origin)).toEqual(['http://b', 'http://c'])
})

test.each(['JWT', 'AWS_IAM', 'CUSTOM'] as const)('a route with authorization type %s is closed', async (type) => {
  const { apis, outcome, upstream } = await world()
  await changeApi(apis, async (draft) => {
    for (const [id, route] of draft.all('routes')) draft.put('routes', id, { ...route, AuthorizationType: type })
    await deploy(apis, draft, { StageName: '$default' })
  })
  expect(await outcome('/')).toBe(
    `501 {"message":"Routes with authorization type ${type} are not carried by this build of Postern yet"}`,
  )
  expect(upstream.asked).toEqual([])
})

test('answers of the path form are sandboxed, those of the host form are not', async () => {
  const { call } = await world()
  const policy = async (target: string, host?: string) =>
    headerOf((await call(target, 'GET', host)).headers, 'content-security-policy')
  expect(await policy(`${PATH_FORM}/$default/x`, 'localhost')).toMatch(/^sandbox /)
  expect(await policy(`${PATH_FORM}/unknown/x`, 'localhost')).toMatch(/^sandbox /)
  expect(await policy('/x')).toBeUndefined()
})

/** Rates are 0, so that no time that passes counts. */
describe('throttling (spec/http-api.md section 7, E11)', () => {
  const only = (burst: number) => ({ ThrottlingRateLimit: 0, ThrottlingBurstLimit: burst })
  const routes = { 'GET /a': 'http://b', 'GET /c': 'http://d' }

  test('each route has the stage’s limit for itself, and its own before that', async () => {
    const stage = { DefaultRouteSettings: only(1), RouteSettings: { 'GET /c': only(0) } }
    const { outcome } = await world({ routes, stage })
    expect([await outcome('/a'), await outcome('/a'), await outcome('/c')]).toEqual(['http://b/', TOO_MANY, TOO_MANY])
  })

  test('the account’s limit is that of all routes; what no route takes costs nothing', async () => {
    const throttle = new AccountThrottle({ rate: 1, burst: 1, connectionRate: 0 }, () => 0)
    const { outcome } = await world({ routes, throttle })
    expect(await outcome('/none')).toBe(NOT_FOUND)
    expect([await outcome('/a'), await outcome('/c')]).toEqual(['http://b/', TOO_MANY])
  })
})
