import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { BodySink, BodySource } from './http-message.ts'
import { CountingSource, collect, HoldingSink, ManualSource } from './test-bodies.ts'
import { httpUpstream, rawUpstream, requestTo, testClient } from './test-upstream.ts'
import { UpstreamError, type UpstreamFailure } from './upstream.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

async function failureOf(promise: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await promise.then(
    () => new Error('It did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof UpstreamError) return error
  throw error
}

/** Time that passes only where the test says so. What comes over sockets takes none of it. */
function fakeClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('no connection', () => {
  test('nobody listens', async () => {
    const failure = await failureOf(testClient().call(requestTo(`http://127.0.0.1:${await closedPort()}`)))
    expect(failure.failure).toBe('connect')
    expect(failure.message).toContain('ECONNREFUSED')
    expect(failure.cause).toBeInstanceOf(Error)
  })

  test.each(['nonsense', 'ftp://127.0.0.1', 'http://a/path', 'http://'])('%s is no origin', async (origin) => {
    expect((await failureOf(testClient().call(requestTo(origin)))).failure).toBe('connect')
  })

  test('the client is closed', async () => {
    const { origin } = await rawUpstream((socket) => socket.write(ok))
    const client = testClient()
    await client.close()
    expect((await failureOf(client.call(requestTo(origin)))).failure).toBe('connect')
  })

  test.each<[what: string, target: string, headers: string[]]>([
    ['target', '/a b', ['Host', 'h']],
    ['header value', '/', ['Host', 'h', 'A', 'b\r\nc: d']],
    ['header name', '/', ['Host', 'h', 'A B', 'c']],
    ['second host', '/', ['Host', 'h', 'host', 'i']],
  ])('a %s that cannot be sent', async (_what, target, headers) => {
    const { origin, connections } = await rawUpstream((socket) => socket.write(ok))
    const failure = await failureOf(testClient().call(requestTo(origin, { target, headers })))
    expect(failure.failure).toBe('broken')
    expect(connections).toEqual([])
  })
})

describe('an upstream that breaks the connection or speaks no HTTP', () => {
  test.each([
    ['it ends at once', ''],
    ['it ends in the head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a bare LF', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a header beyond the bound', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(20_000)}\r\nContent-Length: 2\r\n\r\nok`],
    [
      'an upgrade that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    ],
  ])('%s', async (_what, bytes) => {
    const { origin } = await rawUpstream((socket) => socket.end(bytes))
    expect((await failureOf(testClient().call(requestTo(origin)))).failure).toBe('broken')
  })

  test('it resets', async () => {
    const { origin } = await rawUpstream((socket) => socket.resetAndDestroy())
    expect((await failureOf(testClient().call(requestTo(origin)))).failure).toBe('broken')
  })

  test.each([
    ['ends in the body', 'Content-Length: 10\r\n\r\nabc', false],
    ['ends between chunks', 'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', false],
    ['breaks its chunks', 'Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n', false],
    ['resets in the body', 'Content-Length: 10\r\n\r\nabc', true],
  ])('it %s: the answer is there, its body fails', async (_what, rest, resets) => {
    const { origin, connections } = await rawUpstream((socket) => socket.write(`HTTP/1.1 200 OK\r\n${rest}`))
    const { status, body } = await testClient().call(requestTo(origin))
    expect(status).toBe(200)
    if (resets) connections[0]?.resetAndDestroy()
    else connections[0]?.end()
    expect((await failureOf(collect(body))).failure).toBe('broken')
  })
})

describe('a kept-alive connection that the upstream closes as it is used again', () => {
  /** Answers the first request of each connection up to `good` connections, and hangs up on any later one. */
  const forgetful = async (good: number): Promise<{ origin: string; requests: string[] }> => {
    const requests: string[] = []
    const answered = new Map<object, number>()
    const { origin, connections } = await rawUpstream((socket, text) => {
      const count = (answered.get(socket) ?? 0) + 1
      answered.set(socket, count)
      requests.push(text.slice(text.lastIndexOf(' HTTP/1.1') - 6).split('\r\n')[0] ?? '')
      if (count === 1 && connections.indexOf(socket) < good) socket.write(ok)
      else socket.destroy()
    })
    return { origin, requests }
  }

  test.each(['GET', 'OPTIONS'])('%s is sent again, on a connection of its own', async (method) => {
    const { origin, requests } = await forgetful(9)
    const client = testClient({ connections: 1 })
    await client.call(requestTo(origin, { method }))
    const answer = await client.call(requestTo(origin, { method }))
    expect(answer.status).toBe(200)
    expect(requests).toHaveLength(3)
  })

  test('once only', async () => {
    const { origin, requests } = await forgetful(1)
    const client = testClient({ connections: 1 })
    await client.call(requestTo(origin))
    expect((await failureOf(client.call(requestTo(origin)))).failure).toBe('broken')
    expect(requests).toHaveLength(3)
  })

  test.each<[what: string, rest: Parameters<typeof requestTo>[1]]>([
    ['POST', { method: 'POST' }],
    ['GET with a body', { body: 'x' }],
  ])('%s is not', async (_what, rest) => {
    const { origin, requests } = await forgetful(9)
    const client = testClient({ connections: 1 })
    await client.call(requestTo(origin))
    expect((await failureOf(client.call(requestTo(origin, rest)))).failure).toBe('broken')
    expect(requests).toHaveLength(2)
  })

  test('nor is what failed on its first use', async () => {
    const { origin, requests } = await forgetful(0)
    expect((await failureOf(testClient().call(requestTo(origin)))).failure).toBe('broken')
    expect(requests).toHaveLength(1)
  })

  test('nor what had begun to be answered', async () => {
    let requests = 0
    const { origin } = await rawUpstream((socket) => {
      requests++
      if (requests === 1) socket.write(ok)
      else socket.end('HTTP/1.1 2')
    })
    const client = testClient({ connections: 1 })
    await client.call(requestTo(origin))
    expect((await failureOf(client.call(requestTo(origin)))).failure).toBe('broken')
    expect(requests).toBe(2)
  })
})

describe('time', () => {
  const silent = () => rawUpstream(() => undefined)

  test.each([50, 120])('no head within %d ms', async (timeout) => {
    const { origin } = await silent()
    const start = performance.now()
    const failure = await failureOf(testClient().call(requestTo(origin, { timeout })))
    const elapsed = performance.now() - start
    expect(failure.failure).toBe('timeout')
    expect(elapsed).toBeGreaterThanOrEqual(timeout - 2)
    // undici's own timers would take 500 ms and more.
    expect(elapsed).toBeLessThan(timeout + 400)
  })

  test('the connection does not come up: TLS without an answer', async () => {
    const { origin } = await silent()
    const failure = await failureOf(testClient().call(requestTo(origin.replace('http', 'https'), { timeout: 60 })))
    expect(failure.failure).toBe('timeout')
  })

  test('connecting has a bound of its own', async () => {
    const { origin } = await silent()
    const client = testClient({ connectTimeout: 50 })
    const failure = await failureOf(client.call(requestTo(origin.replace('http', 'https'))))
    expect(failure.failure).toBe('connect')
  })

  test('waiting for a connection counts, and one that gave up costs the connection nothing', async () => {
    const first = Promise.withResolvers<() => void>()
    const targets: string[] = []
    const { origin, connections } = await httpUpstream((request, response) => {
      targets.push(request.url ?? '')
      if (request.url === '/first') first.resolve(() => response.end('first'))
      else response.end('later')
    })
    const client = testClient({ connections: 1 })
    const slow = client.call(requestTo(origin, { target: '/first' }))
    const answerFirst = await first.promise
    const waiting = [1, 2, 3].map(() => client.call(requestTo(origin, { target: '/waits', timeout: 50 })))
    for (const call of waiting) expect((await failureOf(call)).failure).toBe('timeout')
    answerFirst()
    expect((await collect((await slow).body)).toString()).toBe('first')
    expect((await collect((await client.call(requestTo(origin, { target: '/later' }))).body)).toString()).toBe('later')
    expect(targets).toEqual(['/first', '/later'])
    expect(connections).toHaveLength(1)
  })

  test('the body stops arriving', async () => {
    fakeClock()
    const { origin } = await rawUpstream((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'))
    const { body } = await testClient().call(requestTo(origin, { timeout: 60 }))
    const collected = collect(body)
    vi.advanceTimersByTime(60)
    expect((await failureOf(collected)).failure).toBe('timeout')
  })

  test('a body that keeps arriving counts as a whole', async () => {
    fakeClock()
    const { origin } = await rawUpstream((socket) => {
      const chunk = '1\r\nx\r\n'
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      // As time goes by, and as long as it does.
      const send = () => {
        socket.write(chunk, () => {
          vi.advanceTimersByTime(40)
          if (!socket.destroyed) setImmediate(send)
        })
      }
      socket.once('close', () => socket.destroy())
      setImmediate(send)
    })
    const { body } = await testClient().call(requestTo(origin, { timeout: 2000 }))
    expect((await failureOf(collect(body))).failure).toBe('timeout')
  })

  test('a client that sends slowly is not the upstream’s fault', async () => {
    fakeClock()
    const { origin } = await httpUpstream((request, response) => request.pipe(response))
    const started = Promise.withResolvers<BodySink>()
    const body: BodySource = {
      length: 2,
      start: (sink) => {
        sink.write(Buffer.from('a'))
        started.resolve(sink)
      },
      resume: () => undefined,
      cancel: () => undefined,
    }
    const answer = testClient().call(requestTo(origin, { method: 'POST', body, timeout: 100 }))
    const sink = await started.promise
    vi.advanceTimersByTime(1000)
    sink.write(Buffer.from('b'))
    sink.end()
    expect((await collect((await answer).body)).toString()).toBe('ab')
  })

  test('a reader that holds the body back is not the upstream’s fault', async () => {
    fakeClock()
    const { origin } = await httpUpstream((_request, response) => response.end(Buffer.alloc(3_000_000)))
    const { body } = await testClient().call(requestTo(origin, { timeout: 300 }))
    const sink = new HoldingSink(body as BodySource)
    while (sink.received === 0) await turn()
    // More than is kept for the reader is in the socket; each turn of the event loop reads some of what is there.
    for (let turns = 0; turns < 20; turns++) await turn()
    vi.advanceTimersByTime(1000)
    sink.release()
    expect(await sink.ended).toBe(3_000_000)
  })

  test('an upstream that does not read the request: its head is late, too', async () => {
    const { origin } = await rawUpstream((socket) => socket.pause())
    const body = new CountingSource(500_000_000)
    const failure = await failureOf(testClient().call(requestTo(origin, { method: 'POST', body, timeout: 150 })))
    expect(failure.failure).toBe('timeout')
    expect(await body.cancelled).toBeInstanceOf(Error)
  })
})

describe('the request’s own body', () => {
  test.each([
    ['before', false],
    ['after', true],
  ])('fails %s it was sent in part', async (_when, inPart) => {
    const cause = new Error('the sender broke')
    const gone = Promise.withResolvers<void>()
    const came = Promise.withResolvers<void>()
    const { origin, connections } = await rawUpstream((socket) => {
      socket.once('close', () => gone.resolve())
      came.resolve()
    })
    const body = new ManualSource()
    const answered = testClient().call(requestTo(origin, { method: 'POST', body }))
    const sink = await body.started
    if (inPart) {
      sink.write(Buffer.from('abc'))
      await came.promise
    }
    sink.fail(cause)
    const failure = await failureOf(answered)
    expect(failure).toMatchObject({ failure: 'body', cause })
    // Half a request is never completed.
    if (inPart) await gone.promise
    expect(connections.length).toBeLessThan(2)
  })

  test.each([
    ['shorter', 'ab'],
    ['longer', 'abcd'],
  ])('is %s than announced', async (_what, text) => {
    const { origin } = await rawUpstream(() => undefined)
    const body = new ManualSource(3)
    const answered = testClient().call(requestTo(origin, { method: 'POST', body }))
    const sink = await body.started
    sink.write(Buffer.from(text))
    sink.end()
    expect((await failureOf(answered)).failure).toBe('body')
  })
})

describe('a client that goes away', () => {
  test.each<[when: string, answer: string | undefined]>([
    ['before the head', undefined],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'],
  ])('%s: the connection to the upstream ends', async (_when, bytes) => {
    const came = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    const { origin } = await rawUpstream((socket) => {
      socket.once('close', () => gone.resolve())
      if (bytes !== undefined) socket.write(bytes)
      came.resolve()
    })
    let abandon: () => void = () => undefined
    const answered = testClient().call(requestTo(origin, { onAbandoned: (listener) => (abandon = listener) }))
    await came.promise
    let failure: Promise<UpstreamError>
    if (bytes === undefined) failure = failureOf(answered)
    else failure = failureOf(collect((await answered).body))
    abandon()
    expect(((await failure) satisfies { failure: UpstreamFailure }).failure).toBe('abandoned')
    await gone.promise
  })

  test('before it was called', async () => {
    const { origin, connections } = await rawUpstream((socket) => socket.write(ok))
    const body = new ManualSource()
    const answered = testClient().call(
      requestTo(origin, { method: 'POST', body, onAbandoned: (listener) => listener() }),
    )
    expect((await failureOf(answered)).failure).toBe('abandoned')
    expect(await body.cancelled).toBeInstanceOf(Error)
    expect(connections).toEqual([])
  })

  test('after the answer: nothing happens', async () => {
    const { origin, connections } = await httpUpstream((_request, response) => response.end('ok'))
    const client = testClient({ connections: 1 })
    for (let index = 0; index < 2; index++) {
      let abandon: () => void = () => undefined
      const { body } = await client.call(requestTo(origin, { onAbandoned: (listener) => (abandon = listener) }))
      expect((await collect(body)).toString()).toBe('ok')
      abandon()
    }
    expect(connections).toHaveLength(1)
  })

  test('a body that nobody wants any more: its connection ends', async () => {
    const gone = Promise.withResolvers<void>()
    const { origin } = await rawUpstream((socket) => {
      socket.once('close', () => gone.resolve())
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')
    })
    const { status, body } = await testClient().call(requestTo(origin))
    expect(status).toBe(200)
    ;(body as BodySource).cancel(new Error('enough'))
    await gone.promise
  })
})

test('close ends calls under way', async () => {
  const { origin } = await rawUpstream((socket, text) => {
    if (text.includes('/body')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')
  })
  const client = testClient()
  const { body } = await client.call(requestTo(origin, { target: '/body' }))
  const [head, rest] = [failureOf(client.call(requestTo(origin))), failureOf(collect(body))]
  await client.close()
  expect((await rest).failure).toBe('broken')
  expect(['connect', 'broken']).toContain((await head).failure)
})
