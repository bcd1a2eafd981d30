import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AccountThrottle } from '../data-plane/account-throttle.ts'
import { placeRequest } from '../data-plane/placement.ts'
import { noFunctions } from '../integrations/test-integration.ts'
import { ProgramTable } from '../program/program-table.ts'
import { createApi, testOwner } from '../program/test-api.ts'
import { ApiRepository } from '../store/api-repository.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { headerOf } from '../transport/http-message.ts'
import { testListener } from '../transport/test-listener.ts'
import { createUndiciUpstream } from '../transport/undici-upstream.ts'
import { createHttpApiHandler } from './pipeline.ts'

/** The pipeline between the real listener and the real upstream client, on loopback. */

const HOST = 'a1b2c3d4e5.execute-api.localhost'
const LIMIT = 1_000_000

async function gateway(uri: string, more: Partial<IntegrationDocument> = {}) {
  const apis = new ApiRepository(new MemoryStore(), 'eu-west-1')
  await createApi(apis, { $default: { IntegrationUri: uri, ...more } })
  const programs = await ProgramTable.open(apis, testOwner)
  const upstream = createUndiciUpstream()
  onTestFinished(async () => {
    programs.close()
    await upstream.close()
  })
  const handler = createHttpApiHandler({
    throttle: new AccountThrottle({ rate: 0, burst: 0, connectionRate: 0 }),
    answerWebSocketApi: () => Promise.reject(new Error('no WebSocket API here')),
    programs,
    upstream,
    functions: noFunctions,
    payloadBytes: LIMIT,
    gatewayAddress: '127.0.0.1',
  })
  return testListener((request) => {
    const placement = placeRequest(headerOf(request.headers, 'host'), request.target)
    if (placement.kind !== 'execute-api') throw new Error(`placed as ${placement.kind}`)
    return handler(placement, request)
  })
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

async function backend(answer: Answer): Promise<string> {
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A backend that says what a test wants it to say, as soon as it was asked something. */
async function rawBackend(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('data', () => answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function ask(port: number, method: string, path: string, headers: Record<string, string> = {}) {
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    method,
    path,
    headers: { Host: HOST, ...headers },
    agent: false,
  })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
  // A refused upload may end with a reset after the answer, which is what is looked at.
  answered.catch(() => undefined)
  return { request, answered }
}

async function call(port: number, method = 'GET', path = '/', body?: Uint8Array, headers: Record<string, string> = {}) {
  const { request, answered } = ask(port, method, path, headers)
  request.end(body)
  const answer = await answered
  return { status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders, body: await buffer(answer) }
}

test('a call: method, target, headers and body both ways', async () => {
  const seen: { method?: string; url?: string; headers?: string[]; body?: string } = {}
  const url = await backend(async (request, response) => {
    const body = (await buffer(request)).toString()
    Object.assign(seen, { method: request.method, url: request.url, headers: request.rawHeaders, body })
    response.writeHead(201, ['Set-Cookie', 'a=1', 'X-Mixed', 'Case', 'Set-Cookie', 'b=2', 'Content-Encoding', 'br'])
    response.end('answer')
  })
  const { port } = await gateway(`${url}/base?u=1`)
  const body = Buffer.from([0, 255, 10, 13])
  const answer = await call(port, 'POST', '/a%2Fb//c/?x=%20&x=2', body, {
    'X-Own': 'yes',
    Connection: 'x-drop',
    'X-Drop': '1',
  })
  expect(seen).toMatchObject({ method: 'POST', url: '/base/a%2Fb//c/?u=1&x=%20&x=2', body: body.toString() })
  const lines = seen.headers ?? []
  expect(headerOf(lines, 'host')).toBe(url.slice('http://'.length))
  expect(headerOf(lines, 'x-own')).toBe('yes')
  expect(headerOf(lines, 'x-drop')).toBeUndefined()
  expect(headerOf(lines, 'forwarded')).toBe(`by=127.0.0.1;for=127.0.0.1;host=${HOST};proto=http`)
  expect(headerOf(lines, 'via')).toBe('HTTP/1.1 AmazonAPIGateway')
  expect([answer.status, answer.body.toString()]).toEqual([201, 'answer'])
  expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  expect(answer.headers['content-encoding']).toBe('br')
  expect(answer.raw).toContain('X-Mixed')
  expect(answer.headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/)
})

test('large bodies pass byte by byte, with and without a length', async () => {
  const url = await backend((request, response) => {
    if (request.headers['content-length'] !== undefined)
      response.setHeader('Content-Length', request.headers['content-length'])
    request.pipe(response)
  })
  const { port } = await gateway(url)
  const body = Buffer.alloc(LIMIT, 'abcdefg')
  for (const headers of [{ 'Content-Length': `${LIMIT}` }, { 'Transfer-Encoding': 'chunked' }]) {
    const answer = await call(port, 'PUT', '/', body, headers)
    expect(answer.status).toBe(200)
    expect(answer.body.equals(body)).toBe(true)
  }
})

test('bodies flow while they are made: neither side waits for the other’s end', async () => {
  const url = await backend((request, response) => {
    request.once('data', () => {
      response.writeHead(200)
      response.write('first')
      request.on('end', () => response.end('last'))
      request.resume()
    })
  })
  const { port } = await gateway(url)
  const { request, answered } = ask(port, 'POST', '/', { 'Transfer-Encoding': 'chunked' })
  request.write('a')
  const answer = await answered
  const [first] = (await once(answer, 'data')) as [Buffer]
  expect(first.toString()).toBe('first')
  request.end('b')
  expect((await buffer(answer)).toString()).toBe('last')
})

describe('methods and statuses without a body', () => {
  test.each([
    ['HEAD', 'ANY', 200, '5'],
    ['HEAD', 'GET', 200, '5'],
    ['GET', 'ANY', 304, undefined],
    ['GET', 'ANY', 204, undefined],
  ])('%s by %s: %i', async (client, IntegrationMethod, status, length) => {
    const url = await backend((_request, response) => {
      response.writeHead(status, status === 200 ? { 'Content-Length': '5' } : {})
      response.end(status === 200 ? '12345' : undefined)
    })
    const { port } = await gateway(url, { IntegrationMethod })
    const answer = await call(port, client)
    expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([status, length, 0])
  })

  test('a GET that the backend gets as HEAD is answered without a body', async () => {
    const url = await backend((_request, response) => response.writeHead(200, { 'Content-Length': '5' }).end())
    const { port } = await gateway(url, { IntegrationMethod: 'HEAD' })
    const answer = await call(port)
    expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([200, '0', 0])
  })
})

describe('bodies beyond the limit', () => {
  test.each([{ 'Content-Length': `${LIMIT + 1}` }, { 'Transfer-Encoding': 'chunked' }])(
    'request: %j',
    async (headers) => {
      let ended = false
      const url = await backend((request, response) => {
        request.on('end', () => {
          ended = true
          response.end()
        })
        request.resume()
      })
      const { port } = await gateway(url)
      const { request, answered } = ask(port, 'POST', '/', headers)
      request.on('error', () => undefined)
      request.end(Buffer.alloc(LIMIT + 1))
      const answer = await answered
      expect(answer.statusCode).toBe(413)
      expect((await buffer(answer)).toString()).toBe('{"message":"Request Entity Too Large"}')
      expect(ended).toBe(false)
    },
  )

  test('answer with a length: 500', async () => {
    const url = await backend((_request, response) => {
      response.writeHead(200, { 'Content-Length': `${LIMIT + 1}` })
      response.end(Buffer.alloc(LIMIT + 1))
    })
    const answer = await call((await gateway(url)).port)
    expect([answer.status, answer.body.toString()]).toEqual([500, '{"message":"Internal Server Error"}'])
  })

  test('answer without a length: it breaks off', async () => {
    const url = await backend((_request, response) => {
      response.write(Buffer.alloc(LIMIT))
      response.end('x')
    })
    const { request, answered } = ask((await gateway(url)).port, 'GET', '/')
    request.end()
    const answer = await answered
    expect(answer.statusCode).toBe(200)
    await expect(buffer(answer)).rejects.toThrow('aborted')
  })
})

describe('backends that fail', () => {
  test.each<[name: string, answer: (socket: Socket) => void, status: number, message: string]>([
    ['no answer in time', () => {}, 504, 'Gateway Timeout'],
    ['the connection ends', (socket) => socket.end(), 503, 'Service Unavailable'],
    ['no HTTP', (socket) => socket.end('hello\r\n\r\n'), 503, 'Service Unavailable'],
    [
      'a value that would split the answer',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nX-A: a\rSet-Cookie: b\r\nContent-Length: 0\r\n\r\n'),
      503,
      'Service Unavailable',
    ],
    [
      'two lengths',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      503,
      'Service Unavailable',
    ],
  ])('%s', async (_name, answer, status, message) => {
    const { port } = await gateway(await rawBackend(answer), { TimeoutInMillis: 150 })
    const { status: got, headers, body } = await call(port)
    expect([got, body.toString()]).toEqual([status, `{"message":"${message}"}`])
    expect(headers['content-type']).toBe('application/json')
    expect(headers['set-cookie']).toBeUndefined()
  })

  test('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const { status, body } = await call((await gateway(`http://127.0.0.1:${port}`)).port)
    expect([status, body.toString()]).toEqual([503, '{"message":"Service Unavailable"}'])
  })

  test('TLS that is not trusted', async () => {
    const plain = await rawBackend((socket) => socket.end('not TLS'))
    const { status } = await call((await gateway(plain.replace('http:', 'https:'))).port)
    expect(status).toBe(503)
  })
})

test('a client that leaves ends the backend’s call', async () => {
  const arrived = Promise.withResolvers<IncomingMessage>()
  const url = await backend((request) => arrived.resolve(request))
  const { request } = ask((await gateway(url)).port, 'GET', '/')
  request.on('error', () => undefined)
  request.end()
  const { socket } = await arrived.promise
  const closed = once(socket, 'close')
  request.destroy()
  await closed
  expect(socket.destroyed).toBe(true)
})
