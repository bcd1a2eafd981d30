import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { HttpRequest, HttpResponse } from './http-message.ts'
import { listenWithNode } from './node-listener.ts'
import { RawClient } from './raw-client.ts'
import { frame, handshakeText } from './test-frames.ts'
import type { UpgradeGrant, WebSocketListener, WebSocketSession } from './websocket.ts'

/** Connections that ask for WebSocket, on raw sockets. */

const TEXT = 1
const CLOSE = 8

interface Opened {
  readonly session: WebSocketSession
  readonly told: string[]
}

async function listening(
  upgrade?: (request: HttpRequest) => UpgradeGrant | HttpResponse | Promise<UpgradeGrant | HttpResponse>,
) {
  const answers = new Map<string, Promise<HttpResponse>>()
  const dispatched: string[] = []
  const limits = {
    headerBytes: 10_240,
    headerCount: 100,
    connections: 100,
    headTimeout: 30_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 60_000,
  }
  const listener = await listenWithNode(
    { host: '127.0.0.1', port: 0, limits },
    ({ method, target }) => {
      dispatched.push(`${method} ${target}`)
      return answers.get(target) ?? { status: 200, headers: [], body: `answer to ${target}` }
    },
    upgrade === undefined
      ? undefined
      : async (request) => {
          dispatched.push(`upgrade ${request.target}`)
          return upgrade(request)
        },
  )
  const clients: RawClient[] = []
  onTestFinished(async () => {
    for (const client of clients) client.socket.destroy()
    await listener.close(0)
  })
  return {
    listener,
    dispatched,
    answers,
    connect: async () => {
      const client = await RawClient.open(listener.address.port)
      clients.push(client)
      return client
    },
  }
}

/** A grant that keeps what is told of its connection. */
function granting(more: Partial<UpgradeGrant> = {}) {
  const opened = Promise.withResolvers<Opened>()
  const ended = Promise.withResolvers<string>()
  const told: string[] = []
  const listener: WebSocketListener = {
    text: (text) => void told.push(`text ${text}`),
    binary: () => void told.push('binary'),
    tooLarge: () => void told.push('tooLarge'),
    malformed: (code) => void told.push(`malformed ${code}`),
    closed: (code, reason) => ended.resolve(`closed ${code} ${reason}`),
  }
  const grant: UpgradeGrant = {
    protocol: undefined,
    limits: { frameBytes: 100, messageBytes: 200 },
    open(session) {
      opened.resolve({ session, told })
      return listener
    },
    gone: () => ended.resolve('gone'),
    ...more,
  }
  return { grant, opened: opened.promise, ended: ended.promise, told }
}

const refusal: HttpResponse = { status: 403, headers: ['X-A', '1'], body: 'no' }

describe('refused', () => {
  test('the answer, and the end', async () => {
    const { connect } = await listening(() => refusal)
    const client = await connect()
    client.send(handshakeText())
    await client.closed
    expect(client.received).toMatch(
      /^HTTP\/1\.1 403 Forbidden\r\nDate: [^\r]+\r\nX-A: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno$/,
    )
    expect(client.failure).toBeUndefined()
  })

  test.each([
    [204, '\r\nConnection: close\r\n\r\n'],
    [304, '\r\nConnection: close\r\n\r\n'],
  ])('%i has no content', async (status, end) => {
    const { connect } = await listening(() => ({ status, headers: [], body: 'not sent' }))
    const client = await connect()
    client.send(handshakeText())
    await client.closed
    expect(client.received.endsWith(end)).toBe(true)
  })

  test('nothing is left of the connection: a listener that closes does not wait for it', async () => {
    const { connect, listener } = await listening(() => refusal)
    const client = await connect()
    client.send(handshakeText())
    await client.closed
    // Had it been kept, it would be dropped after that time only.
    await expect(listener.close(1_000_000)).resolves.toBeUndefined()
  })

  test('a client that goes on sending reads its answer all the same', async () => {
    const { connect, listener } = await listening(() => refusal)
    const client = await connect()
    client.send(handshakeText() + 'x'.repeat(100_000))
    await client.until('no')
    client.socket.end()
    await client.closed
    expect(client.failure).toBeUndefined()
    await listener.close(1_000_000)
  })

  test.each([
    ['malformed: two hosts', '', 'Host: other.example\r\n', 400],
    ['a head that is too large', '', `X-A: ${'a'.repeat(10_200)}\r\n`, 431],
  ])('%s', async (_name, _protocol, lines, status) => {
    const { connect, dispatched } = await listening(() => refusal)
    const client = await connect()
    client.send(handshakeText().replace('Upgrade: websocket\r\n', `Upgrade: websocket\r\n${lines}`))
    await client.closed
    expect([client.statuses, dispatched]).toEqual([[status], []])
  })

  test('the handler fails', async () => {
    const { connect } = await listening(() => Promise.reject(new Error('secret')))
    const client = await connect()
    client.send(handshakeText())
    await client.closed
    expect(client.received).toMatch(/^HTTP\/1\.1 500 /)
    expect(client.received).not.toContain('secret')
  })
})

test.each([
  ['no upgrade handler', handshakeText('/x'), undefined],
  ['another protocol', handshakeText('/x').replace('websocket', 'h2c'), () => refusal],
  ['another method', handshakeText('/x').replace('GET', 'POST'), () => refusal],
  ['no Connection: Upgrade', handshakeText('/x').replace('Connection: Upgrade', 'Connection: close'), () => refusal],
])('a request like others: %s', async (_name, head, upgrade) => {
  const { connect } = await listening(upgrade)
  const client = await connect()
  client.send(head)
  await client.closed
  expect(client.received.endsWith('answer to /x')).toBe(true)
})

describe('granted', () => {
  test('messages both ways, and the end', async () => {
    const { grant, opened, ended, told } = granting()
    const { connect } = await listening(() => grant)
    const client = await connect()
    client.send(handshakeText())
    const { session } = await opened
    await client.until('\r\n\r\n')
    session.send('out')
    session.send(Buffer.of(0xff))
    await client.until('\x81\x03out\x82\x01\xff')
    client.send(frame(TEXT, 'in'))
    client.send(frame(CLOSE, Buffer.concat([Buffer.of(0x0f, 0xa0), Buffer.from('bye')])))
    expect(await ended).toBe('closed 4000 bye')
    expect([told, session.isOpen]).toEqual([['text in'], false])
    // Nothing happens any more.
    session.send('late')
    session.close(1000, '')
    session.pause()
    session.resume()
    session.drop()
    await client.closed
  })

  test('after an answer on the same connection', async () => {
    const { grant, told } = granting()
    const { connect } = await listening(() => grant)
    const client = await connect()
    client.send('GET /a HTTP/1.1\r\nHost: x\r\n\r\n')
    await client.until('answer to /a')
    client.send(handshakeText())
    await client.until('101 Switching Protocols')
    client.send(frame(TEXT, 'in'))
    client.send(frame(CLOSE, ''))
    await client.closed
    expect(told).toEqual(['text in'])
  })

  test('not while an earlier request waits for its answer: that would go out among the frames', async () => {
    const { grant } = granting()
    const { connect, answers, dispatched } = await listening(() => grant)
    const slow = Promise.withResolvers<HttpResponse>()
    answers.set('/slow', slow.promise)
    const client = await connect()
    client.send(`GET /slow HTTP/1.1\r\nHost: x\r\n\r\n${handshakeText()}`)
    await client.closed
    slow.resolve({ status: 200, headers: [], body: 'late' })
    expect([client.received, dispatched]).toEqual(['', ['GET /slow']])
  })

  test.each([
    ['a last one', 'GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', ['GET /a']],
    ['a refused one', 'GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', []],
  ])('nothing behind %s is a handshake', async (_name, first, seen) => {
    const { grant } = granting()
    const { connect, dispatched } = await listening(() => grant)
    const client = await connect()
    client.send(first + handshakeText())
    await client.closed
    expect(dispatched).toEqual(seen)
    expect(client.received).not.toContain('101')
  })

  test.each([
    ['rudely', (client: RawClient) => void client.socket.resetAndDestroy()],
    ['politely', (client: RawClient) => void client.socket.end()],
  ])('the client leaves before it is, %s', async (_name, leave) => {
    const made = granting()
    const asked = Promise.withResolvers<void>()
    const grant = Promise.withResolvers<UpgradeGrant>()
    const { connect } = await listening(() => {
      asked.resolve()
      return grant.promise
    })
    const client = await connect()
    client.send(handshakeText())
    await asked.promise
    leave(client)
    if (client.socket.destroyed) await client.closed
    grant.resolve(made.grant)
    expect(await made.ended).toMatch(/^(?:gone|closed 1006 )$/)
  })

  test('a client that does not read is seen by what waits for it', async () => {
    const { grant, opened, ended } = granting()
    const { connect } = await listening(() => grant)
    const client = await connect()
    client.send(handshakeText())
    const { session } = await opened
    client.socket.pause()
    const text = 'x'.repeat(100_000)
    while (session.bufferedBytes < 1_000_000) {
      session.send(text)
      await new Promise(setImmediate)
    }
    client.socket.resume()
    while (session.bufferedBytes > 0) await client.more()
    session.drop()
    expect(await ended).toBe('closed 1006 ')
  })

  test('a paused connection keeps its client waiting', async () => {
    const { grant, opened, told, ended } = granting({ limits: { frameBytes: 32_768, messageBytes: 131_072 } })
    const { connect } = await listening(() => grant)
    const client = await connect()
    client.send(handshakeText())
    const { session } = await opened
    session.pause()
    const message = frame(TEXT, 'x'.repeat(32_000))
    let sent = 0
    // Until the system's buffers are full.
    while (client.socket.write(message)) {
      sent++
      await new Promise(setImmediate)
    }
    sent++
    expect(told).toEqual([])
    session.resume()
    client.send(frame(CLOSE, ''))
    expect(await ended).toBe('closed 1005 ')
    expect(told).toHaveLength(sent)
  })

  test('a listener that closes drops what is left after its grace', async () => {
    const { grant, opened, ended } = granting()
    const { connect, listener } = await listening(() => grant)
    const client = await connect()
    client.send(handshakeText())
    await opened
    await listener.close(0)
    expect(await ended).toBe('closed 1006 ')
    await client.closed
  })
})

test('a handler that is not done hears that the connection has gone, however late it asks', async () => {
  const asked = Promise.withResolvers<void>()
  const heard: string[] = []
  const { connect, listener } = await listening(async (request) => {
    const gone = new Promise<void>((resolve) => request.onAbandoned(resolve))
    asked.resolve()
    await gone
    heard.push('early')
    request.onAbandoned(() => void heard.push('late'))
    return refusal
  })
  const client = await connect()
  client.send(handshakeText())
  await asked.promise
  await listener.close(0)
  await client.closed
  await vi.waitFor(() => expect(heard).toEqual(['early', 'late']))
})
