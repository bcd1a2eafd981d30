import { describe, expect, test } from 'vitest'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { BodyTooLarge } from '../data-plane/limited-body.ts'
import { ChunkSource, collect, testRequest } from '../data-plane/test-request.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import type { BodySource, HttpRequest, HttpResponse } from '../transport/http-message.ts'
import { UpstreamError, type UpstreamRequest } from '../transport/upstream.ts'
import { compileHttpProxy } from './http-proxy.ts'
import type { IntegrationResult } from './integration.ts'
import { binding, FakeUpstream, httpProxyDocument, integrationCall, integrationServices } from './test-integration.ts'

interface Case {
  readonly document?: Partial<IntegrationDocument>
  readonly request?: HttpRequest
  readonly answer?: (request: UpstreamRequest) => HttpResponse | Promise<HttpResponse>
}

async function call({ document = {}, request, answer }: Case) {
  const upstream = new FakeUpstream(answer)
  const integration = compileHttpProxy(httpProxyDocument('http://b:81/x', document)).bind(binding())
  const given = integrationCall(request === undefined ? {} : { request })
  const result: IntegrationResult = await integration.call(given, integrationServices(upstream))
  return { result, asked: upstream.asked }
}

/** The kind of a fault, and its reason. */
function faultOf(result: IntegrationResult): readonly [string, string | undefined] {
  return result instanceof GatewayFault ? [result.kind, result.integrationError] : ['answer', undefined]
}

test('the request goes to the URI with the gateway’s headers', async () => {
  const { asked } = await call({ request: testRequest('POST', '/pets', { headers: ['Host', 'a', 'X-A', '1'] }) })
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject({ origin: 'http://b:81', method: 'POST', target: '/x', timeout: 30_000 })
  expect(asked[0]?.headers.slice(0, 4)).toEqual(['Host', 'b:81', 'X-A', '1'])
  expect(asked[0]?.headers).toContain('by=192.0.2.1;for=127.0.0.1;host=a;proto=http')
})

test.each([
  ['ANY', 'PATCH', 'PATCH'],
  ['ANY', 'HEAD', 'HEAD'],
  ['POST', 'GET', 'POST'],
  ['GET', 'HEAD', 'GET'],
])('integration method %s, client method %s: %s', async (method, client, expected) => {
  const { asked } = await call({ document: { IntegrationMethod: method }, request: testRequest(client, '/') })
  expect(asked[0]?.method).toBe(expected)
})

test.each([
  [50, 50],
  [undefined, 30_000],
])('a timeout of %s ms is %s', async (given, expected) => {
  const document = httpProxyDocument('http://b')
  if (given === undefined) delete document.TimeoutInMillis
  else document.TimeoutInMillis = given
  const upstream = new FakeUpstream()
  await compileHttpProxy(document).bind(binding()).call(integrationCall(), integrationServices(upstream))
  expect(upstream.asked[0]?.timeout).toBe(expected)
})

test('a client that leaves ends the call', async () => {
  const request = testRequest('GET', '/')
  const { result } = await call({
    request,
    answer: ({ onAbandoned }) =>
      new Promise((_resolve, reject) => {
        onAbandoned?.(() => reject(new UpstreamError('abandoned', 'gone')))
        request.abandon()
      }),
  })
  expect(faultOf(result)).toEqual(['abandoned', undefined])
})

describe('bodies of requests (E12; the limit is 100 bytes)', () => {
  const post = (body: BodySource) => testRequest('POST', '/', { body })

  test('an announced length up to the limit passes as it is', async () => {
    const body = new ChunkSource(['x'.repeat(100)], 100)
    const { asked } = await call({ request: post(body) })
    expect(asked[0]?.body).toBe(body)
  })

  test('an announced length beyond it is refused before the backend is called', async () => {
    const { result, asked } = await call({ request: post(new ChunkSource([], 101)) })
    expect(faultOf(result)).toEqual(['request-too-large', undefined])
    expect(asked).toEqual([])
  })

  test.each([
    [['x'.repeat(60), 'y'.repeat(40)], 'answer'],
    [['x'.repeat(60), 'y'.repeat(41), 'z'], 'request-too-large'],
  ])('without a length it counts', async (chunks, expected) => {
    const { result } = await call({
      request: post(new ChunkSource(chunks)),
      answer: async ({ body }) => {
        try {
          return { status: 200, headers: [], body: await collect(body as BodySource) }
        } catch (cause) {
          throw new UpstreamError('body', 'the body failed', { cause })
        }
      },
    })
    expect(faultOf(result)[0]).toBe(expected)
  })
})

describe('failures of the backend (E14, E15)', () => {
  test.each([
    ['timeout', 'integration-timeout', 'why'],
    ['connect', 'integration-unreachable', 'why'],
    ['broken', 'integration-unreachable', 'why'],
    ['body', 'abandoned', undefined],
    ['abandoned', 'abandoned', undefined],
  ] as const)('%s', async (failure, kind, reason) => {
    const { result } = await call({ answer: () => Promise.reject(new UpstreamError(failure, 'why')) })
    expect(faultOf(result)).toEqual([kind, reason])
  })

  test('any other error is a bug, and is thrown', async () => {
    await expect(call({ answer: () => Promise.reject(new TypeError('bug')) })).rejects.toThrow('bug')
  })

  test.each([101, 199, 1000])('status %i is no final answer', async (status) => {
    const body = new ChunkSource([])
    const { result } = await call({ answer: () => ({ status, headers: [], body }) })
    expect(faultOf(result)).toEqual(['integration-unreachable', `the backend answered with status ${status}`])
    expect(body.cancelled).toBeInstanceOf(Error)
  })
})

describe('answers (E25, E27)', () => {
  test.each<[status: number, body: HttpResponse['body']]>([
    [200, 'text'],
    [302, undefined],
    [404, Buffer.from('bytes')],
    [599, new ChunkSource([], 100)],
  ])('%i passes untouched', async (status, body) => {
    const response: HttpResponse = { status, headers: ['Location', '/x', 'Content-Encoding', 'br'], body }
    const { result } = await call({ answer: () => response })
    expect(result).toBe(response)
  })

  test('an announced length beyond the limit becomes a fault', async () => {
    const body = new ChunkSource([], 101)
    const { result } = await call({ answer: () => ({ status: 200, headers: [], body }) })
    expect(faultOf(result)).toEqual(['response-too-large', 'the backend answered with 101 bytes'])
    expect(body.cancelled).toBeInstanceOf(Error)
  })

  test('without a length the body breaks off where it passes the limit', async () => {
    const body = new ChunkSource(['x'.repeat(100), 'y'])
    const { result } = await call({ answer: () => ({ status: 200, headers: [], body }) })
    await expect(collect((result as HttpResponse).body as BodySource)).rejects.toBeInstanceOf(BodyTooLarge)
    expect(body.cancelled).toBeInstanceOf(BodyTooLarge)
  })
})

test('a URI that came out unusable is answered without calling anybody', async () => {
  const { result, asked } = await call({ document: { IntegrationUri: 'http://${stageVariables.host}/' } })
  expect(faultOf(result)).toEqual(['misconfigured', 'the stage variable host is not defined'])
  expect(asked).toEqual([])
})

test('a route is bound once for all stages, unless its URI has stage variables', () => {
  const parameters = ['id']
  const bindTwice = (uri: string, second: Parameters<typeof binding>[0]) => {
    const template = compileHttpProxy(httpProxyDocument(uri))
    const first = template.bind(binding({ parameters, stageVariables: { v: '1' } }))
    return first === template.bind(binding({ parameters, stageVariables: { v: '2' }, ...second }))
  }
  expect(bindTwice('http://b/{id}', {})).toBe(true)
  expect(bindTwice('http://b/{id}', { parameters: ['id'] })).toBe(false)
  expect(bindTwice('http://b/', { isDefaultRoute: true })).toBe(false)
  expect(bindTwice('http://b/${stageVariables.v}/{id}', {})).toBe(false)
})
