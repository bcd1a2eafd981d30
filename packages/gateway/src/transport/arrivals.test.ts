import { execFile } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { connect as connectPlain, createServer } from 'node:net'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ListenerLimits } from './listener.ts'
import { type HandshakeFailure, listenWithNode } from './node-listener.ts'
import { RawClient } from './raw-client.ts'
import { testCertificate } from './test-certificate.ts'
import type { TlsCertificate, TlsCertificates } from './tls-certificates.ts'

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const limits: ListenerLimits = {
  headerBytes: 10_240,
  headerCount: 100,
  connections: 100,
  headTimeout: 30_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
}

const standard = testCertificate('DNS:localhost')
const other = testCertificate('DNS:other.example')

/** A listener that answers whether the client's connection is secure. */
async function listen(
  certificates: () => Promise<TlsCertificates> = () => Promise.resolve({ certificateFor: () => standard }),
  more: Partial<ListenerLimits> = {},
) {
  const options = { host: '127.0.0.1', port: 0, limits: { ...limits, ...more }, certificates }
  const listener = await listenWithNode(options, ({ secure }) => ({
    status: 200,
    headers: [],
    body: secure ? 'secure' : 'plain',
  }))
  onTestFinished(() => listener.close(0))
  return { listener, port: listener.address.port }
}

/** Resolves when a failed handshake is told whose message has this text. */
function untilFailure(text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const note = (message: unknown): void => {
    if ((message as HandshakeFailure).error.message.includes(text)) resolve()
  }
  subscribe('postern:listener:tls', note)
  onTestFinished(() => void unsubscribe('postern:listener:tls', note))
  return promise
}

async function shakeHands(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    ca: [standard.cert, other.cert],
    servername: 'localhost',
    ...options,
  })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

describe('both on one port', () => {
  test('told apart by the first byte', async () => {
    const { port } = await listen()
    for (const secure of [false, true, false]) {
      const client = await RawClient.open(port, { secure })
      client.send(get)
      await client.until(/secure|plain/)
      expect(client.received.endsWith(secure ? 'secure' : 'plain')).toBe(true)
      client.socket.destroy()
    }
  })

  test('a request that comes with the end of its connection is answered', async () => {
    const { port } = await listen()
    const client = await RawClient.open(port)
    client.socket.end(get)
    await client.closed
    expect(client.statuses).toEqual([200])
  })

  test('a request whose bytes come alone', async () => {
    const { port } = await listen()
    for (const secure of [false, true]) {
      const client = await RawClient.open(port, { secure })
      await client.sendByteByByte(get)
      await client.until(/secure|plain/)
      expect(client.received.endsWith(secure ? 'secure' : 'plain')).toBe(true)
      client.socket.destroy()
    }
  })

  test('a hello whose bytes come alone', async () => {
    const hello = Promise.withResolvers<Buffer>()
    const recorder = createServer((socket) => socket.once('data', hello.resolve))
    recorder.listen(0, '127.0.0.1')
    await once(recorder, 'listening')
    const address = recorder.address()
    const from = connect({ port: typeof address === 'object' ? (address?.port ?? 0) : 0, host: '127.0.0.1' })
    from.on('error', () => undefined)
    const bytes = await hello.promise
    from.destroy()
    recorder.close()
    const { port } = await listen()
    const client = await RawClient.open(port)
    await client.sendByteByByte(bytes.toString('latin1'))
    await client.more()
    // ServerHello (RFC 8446 section 4.1.3), in a record of the handshake.
    expect(client.received.slice(0, 1) + client.received.slice(5, 6)).toBe('\x16\x02')
    client.socket.destroy()
  })

  test('without certificates, the first byte of TLS is malformed HTTP', async () => {
    const listener = await listenWithNode({ host: '127.0.0.1', port: 0, limits }, () => {
      throw new Error('never called')
    })
    onTestFinished(() => listener.close(0))
    const client = await RawClient.open(listener.address.port)
    client.send('\x16\x03\x01')
    await client.closed
    expect(client.statuses).toEqual([400])
  })
})

describe('TLS', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s, with HTTP/1.1 chosen', async (version) => {
    const { port } = await listen()
    const options = { minVersion: version, maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] }
    const socket = await shakeHands(port, options)
    expect([socket.getProtocol(), socket.alpnProtocol, socket.authorized]).toEqual([version, 'http/1.1', true])
  })

  test.each(['-tls1', '-tls1_1'])('%s is refused', async (flag) => {
    const told = untilFailure('unsupported protocol')
    const { port } = await listen()
    const child = execFile('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, flag, '-cipher', 'ALL@SECLEVEL=0'])
    child.stdin?.end()
    expect(await once(child, 'close')).not.toEqual([0, null])
    await told
  })

  test('a client that wants HTTP/2 alone is told that there is none', async () => {
    const { port } = await listen()
    await expect(shakeHands(port, { ALPNProtocols: ['h2'] })).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    })
  })

  test('the name that a client sends chooses the certificate; a new one is shown as soon as it is there', async () => {
    const asked: (string | undefined)[] = []
    let shown: TlsCertificate = standard
    const certificateFor = (name: string | undefined): TlsCertificate => {
      asked.push(name)
      return name === 'other.example' ? other : shown
    }
    const { port } = await listen(() => Promise.resolve({ certificateFor }))
    const namesOf = async (servername: string) => {
      const socket = await shakeHands(port, { servername, checkServerIdentity: () => undefined })
      return socket.getPeerCertificate().subjectaltname
    }
    expect(await namesOf('localhost')).toBe('DNS:localhost')
    expect(await namesOf('other.example')).toBe('DNS:other.example')
    expect(asked).toContain('other.example')
    // No name at all.
    expect(await namesOf('')).toBe('DNS:localhost')
    shown = other
    expect(await namesOf('')).toBe('DNS:other.example')
    expect(await namesOf('localhost')).toBe('DNS:other.example')
  })

  test('certificates that cannot be had: the client is sent away, the next one asks again', async () => {
    const told = untilFailure('no authority')
    let tries = 0
    const { port } = await listen(() => {
      tries++
      return tries === 1
        ? Promise.reject(new Error('no authority'))
        : Promise.resolve({ certificateFor: () => standard })
    })
    await expect(shakeHands(port)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await told
    expect((await shakeHands(port)).authorized).toBe(true)
    expect(tries).toBe(2)
  })

  test('a handshake that is none ends its connection alone', async () => {
    const told = untilFailure('SSL routines')
    const { port } = await listen()
    const client = await RawClient.open(port)
    client.send('\x16\x03\x01\x00\x05hello')
    await Promise.all([client.closed, told])
    expect((await shakeHands(port)).authorized).toBe(true)
  })
})

describe('clients that are slow', () => {
  /** The head of a record that announces more than follows. */
  const halfHello = '\x16\x03\x01\x02\x00\x01'
  test.each([
    ['says nothing', ''],
    ['stops in the handshake', halfHello],
  ])('one that %s is dropped after headTimeout', async (_what, bytes) => {
    const { port } = await listen(undefined, { headTimeout: 100, keepAliveTimeout: 100, requestTimeout: 100 })
    const client = await RawClient.open(port)
    if (bytes !== '') client.send(bytes)
    await client.closed
    expect(client.received).toBe('')
  })

  test.each([
    ['has said nothing', ''],
    ['is in the handshake', halfHello],
  ])('one that %s goes when the listener closes', async (_what, bytes) => {
    const { listener, port } = await listen()
    const client = await RawClient.open(port)
    if (bytes !== '') client.send(bytes)
    // The listener has read what this one sent after it was asked for an answer.
    const probe = await RawClient.open(port)
    probe.send(get)
    await probe.until('plain')
    await Promise.all([listener.close(60_000), client.closed, probe.closed])
    expect(client.received).toBe('')
  })

  test('one that leaves without a word leaves nothing behind', async () => {
    const { listener, port } = await listen(undefined, { connections: 1 })
    const leaving = connectPlain({ port, host: '127.0.0.1', allowHalfOpen: true })
    leaving.on('error', () => undefined)
    await once(leaving, 'connect')
    leaving.end()
    await once(leaving.resume(), 'close')
    const client = await RawClient.open(port)
    client.send(get)
    await client.until('plain')
    expect(await listener.close(60_000)).toBeUndefined()
  })
})
