import { describe, expect, test } from 'vitest'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import { createCrossOriginAccess } from './access-cross-origin.ts'
import { type AwsService, createDispatch, type DispatchOptions } from './dispatch.ts'
import { encodeQueryError } from './query-protocol-error.ts'
import { encodeError } from './rest-json-error.ts'
import { ServiceError } from './service-error.ts'

const nobody = { verified: false, accessKeyId: undefined, region: undefined, user: undefined }

function serviceNamed(name: string, encode: AwsService['encodeError']): AwsService {
  return {
    answer: ({ method, target, body, caller }) => ({
      status: 200,
      headers: [],
      body: `${name} ${method} ${target} ${Buffer.from(body).toString()} ${caller.user ?? 'nobody'}`,
    }),
    encodeError: encode,
  }
}

const tooLarge = new ServiceError('RequestTooLargeException', 413, 'Request must be smaller')
const ownLimit: NonNullable<AwsService['bodyLimit']> = ({ method }) =>
  method === 'POST' ? { bytes: 20, refusal: () => tooLarge } : undefined

function dispatch(request: Partial<HttpRequest>, options: Partial<DispatchOptions> = {}): Promise<HttpResponse> {
  const handler = createDispatch({
    services: new Map<string, AwsService>([
      ['apigateway', serviceNamed('apigateway', encodeError)],
      ['sts', serviceNamed('sts', encodeQueryError)],
      ['lambda', { ...serviceNamed('lambda', encodeError), bodyLimit: ownLimit }],
    ]),
    guard: () => undefined,
    access: createCrossOriginAccess(['https://console.example']),
    authenticate: () => () => nobody,
    bodyLimit: 16,
    ...options,
  })
  return handler({
    method: 'POST',
    target: '/v2/apis',
    headers: [],
    body: undefined,
    remoteAddress: '127.0.0.1',
    secure: false,
    onAbandoned: () => undefined,
    ...request,
  })
}

/** A body of these chunks; `started` tells whether anybody read it. */
function bodyOf(chunks: readonly string[], length?: number) {
  const state = { started: false }
  const body: NonNullable<HttpRequest['body']> = {
    length,
    start(sink) {
      state.started = true
      for (const chunk of chunks) if (!sink.write(Buffer.from(chunk))) return
      sink.end()
    },
    resume: () => undefined,
    cancel: () => undefined,
  }
  return { body, state }
}

const signedFor = (service: string) => [
  'Authorization',
  `AWS4-HMAC-SHA256 Credential=AKID/20261124/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
]

describe('places a call by the service that it is signed for, else by its path', () => {
  test.each<[string, readonly string[], string]>([
    ['/v2/apis', signedFor('apigateway'), 'apigateway'],
    ['/', signedFor('sts'), 'sts'],
    ['/v2/apis', signedFor('sts'), 'sts'],
    ['/', [], 'sts'],
    ['/?Action=GetCallerIdentity', [], 'sts'],
    ['/v2/apis', [], 'apigateway'],
    ['/2015-03-31/functions', [], 'lambda'],
    ['/2020-06-30/functions/f/code-signing-config', [], 'lambda'],
    ['/2015-03-31', [], 'apigateway'],
    ['/2015-03-31/functions', signedFor('sts'), 'sts'],
  ])('%s %j', async (target, headers, name) => {
    expect(await dispatch({ target, headers })).toMatchObject({ status: 200, body: `${name} POST ${target}  nobody` })
  })

  test('no such service', async () => {
    const answer = await dispatch({ headers: signedFor('__proto__') })
    expect([answer.status, answer.body]).toEqual([404, '{"message":"Postern does not serve \\"__proto__\\""}'])
  })
})

describe('refusals', () => {
  const refuse = () => {
    throw new ServiceError('UnrecognizedClientException', 403, 'The security token is invalid')
  }

  test('the guard comes before all else', async () => {
    const { body, state } = bodyOf(['x'])
    const refusal = { status: 403, headers: [], body: 'not you' }
    expect(await dispatch({ body }, { guard: () => refusal, authenticate: refuse })).toBe(refusal)
    expect(state.started).toBe(false)
  })

  test('the bodies of strangers stay unread', async () => {
    const { body, state } = bodyOf(['x'])
    expect((await dispatch({ body }, { authenticate: refuse })).status).toBe(403)
    expect(state.started).toBe(false)
  })

  test('what only shows with the body is refused after it', async () => {
    expect((await dispatch({ body: bodyOf(['x']).body }, { authenticate: () => refuse })).status).toBe(403)
  })

  test('are worded as the service words them', async () => {
    const json = await dispatch({}, { authenticate: refuse })
    expect(json.body).toBe('{"message":"The security token is invalid"}')
    const xml = await dispatch({ target: '/' }, { authenticate: refuse })
    expect(xml.body).toContain('<Code>InvalidClientTokenId</Code>')
  })

  test('bodies beyond the limit, announced or not', async () => {
    const announced = bodyOf([], 17)
    expect((await dispatch({ body: announced.body })).status).toBe(413)
    expect(announced.state.started).toBe(false)
    expect((await dispatch({ body: bodyOf(['x'.repeat(9), 'x'.repeat(8)]).body })).status).toBe(413)
    expect((await dispatch({ body: bodyOf(['x'.repeat(9), 'x'.repeat(7)]).body })).status).toBe(200)
  })
})

test('a service may have limits of its own', async () => {
  const target = '/2015-03-31/functions'
  const send = (method: string, size: number) => dispatch({ method, target, body: bodyOf(['x'.repeat(size)]).body })
  expect((await send('POST', 20)).status).toBe(200)
  expect(await send('POST', 21)).toMatchObject({ status: 413, body: '{"message":"Request must be smaller"}' })
  expect((await send('PUT', 16)).status).toBe(200)
  expect((await send('PUT', 17)).body).toBe('{"message":"Request body must not exceed 16 bytes"}')
})

test('of calls beyond the common limit a few are read at once; whoever goes meanwhile leaves the line', async () => {
  /** Of the calls whose bodies are being read. */
  const ends = new Map<number, () => void>()
  const leaves: (() => void)[] = []
  const body = (index: number, length: number): NonNullable<HttpRequest['body']> => ({
    length,
    start(sink) {
      sink.write(Buffer.alloc(length))
      ends.set(index, () => sink.end())
    },
    resume: () => undefined,
    cancel: () => undefined,
  })
  const handler = createDispatch({
    services: new Map([['lambda', { ...serviceNamed('lambda', encodeError), bodyLimit: ownLimit }]]),
    guard: () => undefined,
    access: createCrossOriginAccess([]),
    authenticate: () => () => nobody,
    bodyLimit: 16,
  })
  const send = (index: number, length: number) =>
    handler({
      method: 'POST',
      target: '/2015-03-31/functions',
      headers: [],
      body: body(index, length),
      remoteAddress: '127.0.0.1',
      secure: false,
      onAbandoned: (leave) => leaves.push(leave),
    })
  const calls = [0, 1, 2, 3, 4].map((index) => send(index, 20))
  const small = send(5, 16)
  await expect.poll(() => new Set(ends.keys())).toEqual(new Set([0, 1, 2, 5]))
  leaves[0]?.()
  expect((await calls[3])?.status).toBe(400)
  ends.get(0)?.()
  expect((await calls[0])?.status).toBe(200)
  await expect.poll(() => ends.has(4)).toBe(true)
  for (const end of ends.values()) end()
  const answers = await Promise.all([calls[1], calls[2], calls[4], small])
  expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 200, 200])
})

test('the service gets the body and who calls', async () => {
  const caller = { ...nobody, user: 'ada' }
  const answer = await dispatch({ body: bodyOf(['on', 'e']).body }, { authenticate: () => () => caller })
  expect(answer.body).toBe('apigateway POST /v2/apis one ada')
})

describe('pages of allowed origins', () => {
  const origin = ['Origin', 'https://console.example']

  test('may read answers, refusals by the guard included', async () => {
    const readable = expect.arrayContaining(['access-control-allow-origin', 'https://console.example']) as string[]
    expect((await dispatch({ headers: origin })).headers).toEqual(readable)
    const guard = () => ({ status: 403, headers: [], body: 'no' })
    expect(await dispatch({ headers: origin }, { guard })).toMatchObject({ status: 403, headers: readable })
    expect((await dispatch({ headers: ['Origin', 'https://other.example'] })).headers).toEqual([])
  })

  test('have their preflights answered before any service is asked', async () => {
    const headers = [...origin, 'Access-Control-Request-Method', 'DELETE']
    expect(await dispatch({ method: 'OPTIONS', headers })).toMatchObject({ status: 204, body: undefined })
  })
})
