import { array, assert, asyncProperty, double, integer, option, record, uint8Array } from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { HttpHandler } from './http-message.ts'
import { standstill } from './test-bodies.ts'
import { type TestListener, testListener } from './test-listener.ts'
import { httpUpstream, rawUpstream, streamingUpstream, testClient } from './test-upstream.ts'
import type { UpstreamClient } from './upstream.ts'

/** Listener and upstream client back to back: the gateway without all that makes it one. */
function forwardTo(origin: string, client: UpstreamClient, timeout = 30_000): HttpHandler {
  return (request) =>
    client.call({
      origin,
      method: request.method,
      target: request.target,
      headers: request.headers,
      body: request.body,
      timeout,
      onAbandoned: (listener) => request.onAbandoned(listener),
    })
}

function proxy(origin: string): Promise<TestListener> {
  return testListener(forwardTo(origin, testClient()))
}

test('an exchange comes through as it is', async () => {
  const { origin } = await rawUpstream((socket) =>
    socket.write(
      'HTTP/1.1 201 Created\r\nSet-Cookie: a\r\nx-y: \xe9\r\nset-cookie: b\r\nContent-Length: 2\r\n\r\nok',
      'latin1',
    ),
  )
  const { connect } = await proxy(origin)
  const client = await connect()
  client.send('GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n')
  await client.until('ok')
  expect(client.received.replace(/Date: .*?\r\n/, '')).toBe(
    'HTTP/1.1 201 Created\r\nSet-Cookie: a\r\nx-y: \xe9\r\nset-cookie: b\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok',
  )
})

test('any body, in any framing and any pieces, comes back as it was, and the connection stays in step', async () => {
  const { origin } = await httpUpstream((request, response) => request.pipe(response))
  const { port, connect } = await proxy(origin)
  expect(port).toBeGreaterThan(0)
  const client = await connect()
  let from = 0
  const message = record({
    body: uint8Array({ maxLength: 2000 }),
    chunkSizes: option(array(integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 })),
    cuts: array(double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
  })
  await assert(
    asyncProperty(message, async ({ body, chunkSizes, cuts }) => {
      const text = Buffer.from(body).toString('latin1')
      let framed = `Content-Length: ${body.length}\r\n\r\n${text}`
      if (chunkSizes !== null) {
        framed = 'Transfer-Encoding: chunked\r\n\r\n'
        for (let at = 0, turn = 0; at < text.length; turn++) {
          const piece = text.slice(at, at + (chunkSizes[turn % chunkSizes.length] ?? 1))
          framed += `${piece.length.toString(16)}\r\n${piece}\r\n`
          at += piece.length
        }
        framed += '0\r\n\r\n'
      }
      const bytes = `POST / HTTP/1.1\r\nHost: h\r\n${framed}GET /end HTTP/1.1\r\nHost: h\r\n\r\n`
      const places = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)).sort((a, b) => a - b), bytes.length]
      for (const [index, place] of places.entries()) {
        client.send(bytes.slice(place, places[index + 1]))
        await new Promise(setImmediate)
      }
      const answers = (): Answer[] => parseAnswers(client.received.slice(from))
      while (answers().length < 2) await client.more()
      expect(answers().map(({ content }) => content)).toEqual([text, ''])
      from = client.received.length
    }),
    { numRuns: 60 },
  )
})

interface Answer {
  readonly content: string
}

/** The complete answers in `text`, by their framing. */
function parseAnswers(text: string): Answer[] {
  const found: Answer[] = []
  let at = 0
  for (;;) {
    const end = text.indexOf('\r\n\r\n', at)
    if (end === -1) return found
    const head = text.slice(at, end)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    let next = end + 4
    let content = ''
    if (length !== undefined) {
      next += Number(length)
      if (text.length < next) return found
      content = text.slice(end + 4, next)
    } else {
      for (let size = -1; size !== 0; ) {
        const line = text.indexOf('\r\n', next)
        if (line === -1) return found
        size = Number.parseInt(text.slice(next, line), 16)
        if (text.length < line + 4 + size) return found
        content += text.slice(line + 2, line + 2 + size)
        next = line + 4 + size
      }
    }
    found.push({ content })
    at = next
  }
}

describe('back-pressure reaches from end to end', () => {
  const total = 50_000_000

  test('a client that does not read stops the upstream', async () => {
    const { origin, sent } = await streamingUpstream(total)
    const { connect } = await proxy(origin)
    const client = await connect()
    client.send('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
    await client.until('\r\n\r\n')
    client.socket.pause()
    const stopped = await standstill(sent)
    expect(stopped).toBeLessThan(total / 2)
    client.socket.resume()
    const head = client.received.indexOf('\r\n\r\n') + 4
    while (client.received.length < head + total) await client.more()
    expect(client.received.length).toBe(head + total)
  })

  test('an upstream that does not read stops the client', async () => {
    const go = Promise.withResolvers<void>()
    const { origin } = await httpUpstream((request, response) => {
      let received = 0
      void go.promise.then(() => request.on('data', (chunk: Buffer) => (received += chunk.length)))
      request.on('end', () => response.end(`all ${received}`))
    })
    const { connect } = await proxy(origin)
    const client = await connect()
    client.send(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${total}\r\n\r\n`)
    client.send(Buffer.alloc(total))
    await standstill(() => client.socket.bytesWritten - client.socket.writableLength)
    expect(client.socket.writableLength).toBeGreaterThan(0)
    go.resolve()
    await client.until(`all ${total}`)
  })
})

test('a client that goes away ends its call to the upstream', async () => {
  const came = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const { origin } = await rawUpstream((socket) => {
    socket.once('close', () => gone.resolve())
    came.resolve()
  })
  const { connect, dispatched } = await proxy(origin)
  const client = await connect()
  client.send('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
  await came.promise
  client.socket.destroy()
  await gone.promise
  expect(dispatched).toEqual(['GET /'])
})

test('a body that turns out to be malformed never becomes a whole request upstream', async () => {
  let upstreamText = ''
  const came = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const { origin } = await rawUpstream((socket, text) => {
    upstreamText = text
    if (text.includes('abc')) came.resolve()
    socket.once('close', () => gone.resolve())
  })
  const { connect } = await proxy(origin)
  const client = await connect()
  client.send('POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')
  await came.promise
  client.send('zz\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n')
  await Promise.all([client.closed, gone.promise])
  expect(client.statuses).toEqual([400])
  expect(upstreamText).not.toContain('\r\n0\r\n')
  expect(upstreamText).not.toContain('smuggled')
})

test('an upstream that breaks its body off breaks the answer off', async () => {
  const { origin, connections } = await rawUpstream((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'),
  )
  const { connect } = await proxy(origin)
  const client = await connect()
  client.send('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
  await client.until('abc')
  for (const socket of connections) socket.destroy()
  await client.closed
  expect(client.received).not.toContain('\r\n0\r\n')
})

test('a failure upstream is the handler’s to answer', async () => {
  const { origin } = await rawUpstream((socket) => socket.destroy())
  const upstream = testClient()
  const { connect } = await testListener((request) =>
    upstream
      .call({ origin, method: 'GET', target: request.target, headers: ['Host', 'h'], body: undefined, timeout: 1000 })
      .catch(() => ({ status: 503, headers: [], body: 'sorry' })),
  )
  const client = await connect()
  client.send('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
  await client.until('sorry')
  expect(client.statuses).toEqual([503])
  onTestFinished(() => upstream.close())
})
