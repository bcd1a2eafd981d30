import { describe, expect, test } from 'vitest'
import type { HttpResponse } from './http-message.ts'
import { CountingSource, collect } from './test-bodies.ts'
import { testListener } from './test-listener.ts'

const ok: HttpResponse = { status: 200, headers: [], body: 'ok' }

/** A request whose request line and header lines have exactly `bytes` bytes, the empty line included. */
function requestOf(bytes: number, pad: 'target' | 'value' | 'name'): string {
  const build = (text: string): string => {
    if (pad === 'target') return `GET /${text} HTTP/1.1\r\nHost: a\r\n\r\n`
    return pad === 'value'
      ? `GET / HTTP/1.1\r\nHost: a\r\nX: ${text}\r\n\r\n`
      : `GET / HTTP/1.1\r\nHost: a\r\n${text}: x\r\n\r\n`
  }
  return build('x'.repeat(bytes - build('').length))
}

describe('header bytes: the request line counts as the header lines do', () => {
  test.each(['target', 'value', 'name'] as const)('a long %s', async (pad) => {
    const { connect, dispatched } = await testListener(() => ok, { headerBytes: 10_240 })
    const client = await connect()
    client.send(requestOf(10_240, pad))
    await client.until('ok')
    expect(client.statuses).toEqual([200])
    client.send(requestOf(10_241, pad))
    await client.closed
    expect(client.statuses).toEqual([200, 431])
    expect(client.received.endsWith('{"message":"Request Header Fields Too Large"}')).toBe(true)
    expect(dispatched).toHaveLength(1)
  })

  test('a head without an end is refused as soon as it is too long', async () => {
    const { connect, dispatched } = await testListener(() => ok, { headerBytes: 10_240 })
    const client = await connect()
    client.send(`GET /${'x'.repeat(1_000_000)}`)
    await client.closed
    expect(client.statuses).toEqual([431])
    expect(dispatched).toEqual([])
  })
})

test.each([33, 200])('header count: %d lines and no more', async (headerCount) => {
  const { connect, dispatched } = await testListener(() => ok, { headerCount })
  const lines = (count: number): string => Array.from({ length: count }, (_, index) => `X-${index}: y\r\n`).join('')
  const client = await connect()
  client.send(`GET /within HTTP/1.1\r\nHost: a\r\n${lines(headerCount - 1)}\r\n`)
  await client.until('ok')
  client.send(`GET /beyond HTTP/1.1\r\nHost: a\r\n${lines(headerCount)}\r\n`)
  await client.closed
  expect(client.statuses).toEqual([200, 431])
  expect(dispatched).toEqual(['GET /within'])
})

test('connections: a further one is closed at once, and there is room again when one has gone', async () => {
  const { connect, dispatched } = await testListener(() => ok, { connections: 2 })
  const [first, second] = [await connect(), await connect()]
  for (const client of [first, second]) {
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.until('ok')
  }
  const third = await connect()
  third.send('GET /third HTTP/1.1\r\nHost: a\r\n\r\n')
  await third.closed
  expect(third.received).toBe('')
  expect(dispatched).toEqual(['GET /', 'GET /'])

  first.send('GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  await first.closed
  const fourth = await connect()
  fourth.send('GET /fourth HTTP/1.1\r\nHost: a\r\n\r\n')
  await fourth.until('ok')
})

describe('slow clients', () => {
  test('a head that does not come to its end: 408', async () => {
    const { connect, dispatched } = await testListener(() => ok, { headTimeout: 150 })
    const client = await connect()
    client.send('GET / HTTP/1.1\r\nHost: a\r\n')
    await client.closed
    expect(client.statuses).toEqual([408])
    expect(client.received.endsWith('{"message":"Request Timeout"}')).toBe(true)
    expect(dispatched).toEqual([])
  })

  test('the same after a request that was served', async () => {
    const { connect } = await testListener(() => ok, { headTimeout: 150 })
    const client = await connect()
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /slow HTTP/1.1\r\n')
    await client.closed
    expect(client.statuses).toEqual([200, 408])
  })

  test('a connection that never says anything is closed without an answer', async () => {
    const { connect } = await testListener(() => ok, { headTimeout: 150 })
    const client = await connect()
    await client.closed
    expect(client.received).toBe('')
  })

  test.each([
    ['a body', ''],
    ['a body of a request that asks for an upgrade', 'Connection: upgrade\r\nUpgrade: h2c\r\n'],
  ])('%s that does not come to its end: 408, and the handler learns', async (_what, lines) => {
    let failure: unknown
    const { connect } = await testListener(
      async ({ body }) => {
        await collect(body).catch((error: unknown) => {
          failure = error
        })
        return ok
      },
      { requestTimeout: 150, headTimeout: 150 },
    )
    const client = await connect()
    client.send(`POST / HTTP/1.1\r\nHost: a\r\n${lines}Content-Length: 10\r\n\r\nabc`)
    await client.closed
    expect(client.statuses).toEqual([408])
    expect(failure).toBeInstanceOf(Error)
  })

  test('an idle connection', async () => {
    const { connect } = await testListener(() => ok, { keepAliveTimeout: 150 })
    const client = await connect()
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.closed
    expect(client.statuses).toEqual([200])
  })

  test('a connection with a call under way is not idle, however long that takes', async () => {
    let answer: (answer: HttpResponse) => void = () => undefined
    const { connect } = await testListener(
      ({ target }) => (target === '/long' ? new Promise((resolve) => (answer = resolve)) : ok),
      { keepAliveTimeout: 150 },
    )
    const busy = await connect()
    busy.send('GET /long HTTP/1.1\r\nHost: a\r\n\r\n')
    const idle = await connect()
    idle.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await idle.closed
    answer(ok)
    await busy.closed
    expect(busy.statuses).toEqual([200])
  })

  test('a connection that is kept open with empty lines', async () => {
    const { connect } = await testListener(() => ok, { keepAliveTimeout: 150, headTimeout: 150 })
    const client = await connect()
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    const trickle = setInterval(() => client.send('\r\n'), 10)
    await client.closed
    clearInterval(trickle)
    expect(client.statuses).toEqual([200])
  })

  test.each([
    ['streamed', (source: CountingSource) => source],
    ['at hand', () => Buffer.alloc(50_000_000)],
  ])('a client that does not take its answer (%s) is dropped', async (_what, bodyOf) => {
    const source = new CountingSource(50_000_000)
    const abandoned = Promise.withResolvers<void>()
    const { connect } = await testListener(
      (request) => {
        request.onAbandoned(abandoned.resolve)
        return { status: 200, headers: [], body: bodyOf(source) }
      },
      { requestTimeout: 100, headTimeout: 100 },
    )
    const client = await connect()
    client.socket.pause()
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await abandoned.promise
    // What is in the kernel's buffers still comes, then the end.
    client.socket.resume()
    await client.closed
    expect(client.received.length).toBeLessThan(50_000_000)
  })
})

describe('pipelining', () => {
  const requests = (count: number): string =>
    Array.from({ length: count }, (_, index) => `GET /${index} HTTP/1.1\r\nHost: a\r\n\r\n`).join('')

  test('within the depth all are served, and answered in order', async () => {
    const answers = new Map<string, (answer: HttpResponse) => void>()
    const { connect, dispatched } = await testListener(
      ({ target }) => new Promise((resolve) => answers.set(target, resolve)),
      { pipelining: 4 },
    )
    const client = await connect()
    client.send(requests(4))
    while (dispatched.length < 4) await new Promise(setImmediate)
    for (const target of ['/3', '/1', '/0', '/2']) answers.get(target)?.({ ...ok, body: target })
    await client.until(/\/0.*\/1.*\/2.*\/3$/s)
    expect(client.statuses).toEqual([200, 200, 200, 200])
  })

  test('beyond it, 503 follows the answers, and nothing else', async () => {
    const waiting: ((answer: HttpResponse) => void)[] = []
    const { connect, dispatched } = await testListener(() => new Promise((resolve) => waiting.push(resolve)), {
      pipelining: 4,
    })
    const client = await connect()
    client.send(requests(100))
    while (waiting.length < 4) await new Promise(setImmediate)
    for (const resolve of waiting) resolve(ok)
    await client.closed
    expect(client.statuses).toEqual([200, 200, 200, 200, 503])
    expect(client.received.endsWith('{"message":"Service Unavailable"}')).toBe(true)
    expect(dispatched).toEqual(['GET /0', 'GET /1', 'GET /2', 'GET /3'])
  })
})
