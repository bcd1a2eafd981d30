import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { HttpRequest, HttpResponse } from './http-message.ts'
import { listenErrorOf } from './listen-error-of.ts'
import { ListenError, type ListenerLimits } from './listener.ts'
import { type ListenerFailure, listenWithNode } from './node-listener.ts'
import { RawClient } from './raw-client.ts'
import { CountingSource, ManualSource } from './test-bodies.ts'
import { testListener } from './test-listener.ts'

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const ok: HttpResponse = { status: 200, headers: [], body: 'ok' }

describe('a handler that fails', () => {
  const secret = new Error('password=hunter2')
  test.each<[what: string, handler: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>]>([
    ['rejects', () => Promise.reject(secret)],
    [
      'throws',
      () => {
        throw secret
      },
    ],
    ['gives a header that HTTP cannot carry', () => ({ status: 200, headers: ['X', 'a\r\nSet-Cookie: b'], body: 'x' })],
    ['gives the same, late', async () => ({ status: 200, headers: ['X Y', 'a'], body: 'x' })],
    ['gives a status that HTTP has not', () => ({ status: 1000, headers: [], body: 'x' })],
  ])('%s: 500 for the client, the error for the log', async (_what, handler) => {
    const failures: ListenerFailure[] = []
    const note = (message: unknown): number => failures.push(message as ListenerFailure)
    subscribe('postern:listener:error', note)
    onTestFinished(() => {
      unsubscribe('postern:listener:error', note)
    })
    const { connect } = await testListener(handler)
    const client = await connect()
    client.send('GET /path HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.closed
    expect(client.received).toMatch(
      /^HTTP\/1\.1 500 Internal Server Error\r\nContent-Type: application\/json\r\nContent-Length: 35\r\nConnection: close\r\nDate: .*\r\n\r\n\{"message":"Internal Server Error"\}$/,
    )
    expect(failures).toMatchObject([{ method: 'GET', target: '/path' }])
    expect(failures[0]?.error).toBeInstanceOf(Error)
  })
})

describe('a client that goes away', () => {
  test('while the handler works: it is told once, and its late answer is given up', async () => {
    const called = Promise.withResolvers<HttpRequest>()
    const answer = Promise.withResolvers<HttpResponse>()
    const { connect } = await testListener((request) => {
      called.resolve(request)
      return answer.promise
    })
    const client = await connect()
    client.send(get)
    const request = await called.promise
    let told = 0
    const abandoned = new Promise<void>((resolve) => {
      request.onAbandoned(() => {
        told++
        resolve()
      })
    })
    client.socket.destroy()
    await abandoned
    const body = new CountingSource(10)
    answer.resolve({ ...ok, body })
    expect(await body.cancelled).toBeInstanceOf(Error)
    expect(told).toBe(1)
    // Whoever asks later hears it at once.
    request.onAbandoned(() => told++)
    expect(told).toBe(2)
  })

  test('while its body is read: the reader fails', async () => {
    const came = Promise.withResolvers<void>()
    const failed = Promise.withResolvers<Error>()
    const order: string[] = []
    const { connect } = await testListener((request) => {
      request.onAbandoned(() => order.push('abandoned'))
      request.body?.start({
        write: () => {
          came.resolve()
          return true
        },
        end: () => undefined,
        fail: (error) => {
          order.push('body')
          failed.resolve(error)
        },
      })
      return new Promise(() => undefined)
    })
    const client = await connect()
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')
    await came.promise
    client.socket.destroy()
    expect((await failed.promise).message).toContain('closed')
    expect(order).toEqual(['abandoned', 'body'])
  })

  test('while its answer is sent: the source is given up', async () => {
    const body = new CountingSource(500_000_000)
    let told = 0
    const { connect } = await testListener((request) => {
      request.onAbandoned(() => told++)
      return { ...ok, body }
    })
    const client = await connect()
    client.send(get)
    await client.until('\r\n\r\n')
    client.socket.destroy()
    expect(await body.cancelled).toBeInstanceOf(Error)
    expect(body.produced).toBeLessThan(500_000_000)
    expect(told).toBe(1)
  })

  test('after its answer: nobody is told', async () => {
    let told = 0
    const { connect } = await testListener((request) => {
      request.onAbandoned(() => told++)
      return ok
    })
    const client = await connect()
    client.send(get)
    await client.until('ok')
    client.socket.destroy()
    await client.closed
    // A later connection's whole life lies after the end of the first one's.
    const next = await connect()
    next.send(get)
    await next.until('ok')
    expect(told).toBe(0)
  })
})

describe('close', () => {
  const bytes = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`

  test('idle connections go at once, calls under way end, new ones find the port closed', async () => {
    const called = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<HttpResponse>()
    const { connect, listener, port } = await testListener(({ target }) => {
      if (target !== '/slow') return ok
      called.resolve()
      return answer.promise
    })
    const [fresh, idle, busy] = [await connect(), await connect(), await connect()]
    idle.send(get)
    await idle.until('ok')
    busy.send(bytes('/slow'))
    await called.promise
    const events: string[] = []
    const closed = listener.close(60_000).then(() => events.push('closed'))
    expect(listener.close(60_000)).toBe(listener.close(1))
    await Promise.all([fresh.closed, idle.closed])
    await expect(RawClient.open(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(events).toEqual([])
    answer.resolve(ok)
    await Promise.all([busy.closed, closed])
    expect(busy.received).toMatch(/^HTTP\/1\.1 200 OK\r\n.*Connection: close\r\n.*\r\n\r\nok$/s)
  })

  test('an answer whose head is out ends, and its connection with it', async () => {
    const body = new ManualSource()
    const { connect, listener } = await testListener(() => ({ ...ok, body }))
    const client = await connect()
    client.send(get)
    const sink = await body.started
    await client.until('\r\n\r\n')
    const closed = listener.close(60_000)
    sink.write(Buffer.from('abc'))
    sink.end()
    await Promise.all([client.closed, closed])
    expect(client.received).toMatch(/3\r\nabc\r\n0\r\n\r\n$/)
  })

  test('what has not ended after the grace is dropped', async () => {
    const called = Promise.withResolvers<void>()
    const abandoned = Promise.withResolvers<void>()
    const { connect, listener } = await testListener((request) => {
      called.resolve()
      request.onAbandoned(abandoned.resolve)
      return new Promise(() => undefined)
    })
    const client = await connect()
    client.send(get)
    await called.promise
    await listener.close(20)
    await Promise.all([client.closed, abandoned.promise])
    expect(client.received).toBe('')
  })
})

describe('a port that cannot be opened', () => {
  const limits: ListenerLimits = {
    headerBytes: 10_240,
    headerCount: 100,
    connections: 10,
    headTimeout: 1000,
    requestTimeout: 1000,
    keepAliveTimeout: 1000,
  }

  test('is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => {
      other.close()
    })
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const refusal = listenWithNode({ host: '127.0.0.1', port, limits }, () => ok)
    await expect(refusal).rejects.toThrow(ListenError)
    await expect(refusal).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: another process uses this port. Stop it, or choose another port (0 takes any free one).`,
    )
  })

  test.each([
    ['203.0.113.7', 0, 'Cannot listen on 203.0.113.7:0: 203.0.113.7 is no address of this machine'],
    ['127.0.0.1', 65_536, 'Cannot listen on 127.0.0.1:65536: a port is a number from 0 to 65535.'],
  ])('%s:%d', async (host, port, line) => {
    const refusal = listenWithNode({ host, port, limits }, () => ok)
    await expect(refusal).rejects.toThrow(ListenError)
    await expect(refusal).rejects.toThrow(line)
  })

  test.each([
    ['EACCES', 'no permission to open port 80. Choose a port above 1023, or run with the right to open this one.'],
    ['ENOTFOUND', 'the name ::1 does not resolve. Choose an address such as 127.0.0.1.'],
    ['EAFNOSUPPORT', 'this machine has no addresses of the kind of ::1. Choose 127.0.0.1.'],
    ['EOTHER', 'what the system says.'],
  ])('%s', (code, advice) => {
    const cause = Object.assign(new Error('what the system says'), { code })
    const error = listenErrorOf(cause, '::1', 80)
    expect(error.message).toBe(`Cannot listen on [::1]:80: ${advice}`)
    expect(error.cause).toBe(cause)
  })

  test('the address in use is told', async () => {
    const { listener } = await testListener(() => ok)
    expect(listener.address.host).toBe('127.0.0.1')
    expect(listener.address.port).toBeGreaterThan(0)
  })
})
