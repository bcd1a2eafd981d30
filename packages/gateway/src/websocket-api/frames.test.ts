import { once } from 'node:events'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import { frame, handshakeText } from '../transport/test-frames.ts'
import { FUNCTION, testWebSocketApi } from './test-websocket-api.ts'

/** Frames on the wire, and what becomes of those that are not allowed. Spec: websocket-api.md 1.5, 13.3. */

const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9

interface Echo {
  /** Events of the routes. */
  readonly ends: unknown[]
  readonly bodies: string[]
}

/** An API that answers each message with itself. */
async function echo() {
  const seen: Echo = { ends: [], bodies: [] }
  const functions = new FakeFunctions(({ payload }) => {
    const { body, requestContext } = JSON.parse(payload) as {
      body: string
      requestContext: { disconnectStatusCode?: number; disconnectReason?: string }
    }
    const { disconnectStatusCode: code, disconnectReason: reason } = requestContext
    if (code !== undefined) seen.ends.push([code, reason])
    else seen.bodies.push(body)
    return returned(JSON.stringify({ statusCode: 200, body }))
  })
  const routes = { $default: { integration: FUNCTION, isTwoWay: true }, $disconnect: { integration: FUNCTION } }
  return { ...(await testWebSocketApi(routes, { backends: { functions } })), seen }
}

describe('sizes that are accepted', () => {
  test.each([
    ['a frame of 32 KB', [32_768]],
    ['a message of 128 KB in frames of 32 KB', [32_768, 32_768, 32_768, 32_768]],
    ['a message of 128 KB in uneven pieces', [1, 32_768, 0, 32_768, 32_768, 32_767]],
    ['pieces without anything', [0, 0, 0]],
  ])('%s', async (_name, pieces) => {
    const { connect } = await echo()
    const client = await connect()
    for (const [index, length] of pieces.entries()) {
      client.socket.send('x'.repeat(length), { fin: index === pieces.length - 1 })
    }
    client.socket.send('still here')
    // An empty answer is none.
    const answers = ['x'.repeat(pieces.reduce((sum, length) => sum + length, 0)), 'still here'].filter(Boolean)
    for (const answer of answers) expect(await client.next()).toBe(answer)
  })

  test('an empty message has an empty body', async () => {
    const { connect, seen } = await echo()
    const client = await connect()
    client.socket.send('')
    expect(await client.ask('next')).toBe('next')
    expect(seen.bodies).toEqual(['', 'next'])
  })

  test('what goes out in frames of at most 32 KB', async () => {
    const { raw } = await echo()
    const client = await raw()
    client.send(handshakeText())
    await client.until('\r\n\r\n')
    const head = client.received.length
    const pieces = [30_000, 30_000, 10_000]
    for (const [index, length] of pieces.entries()) {
      client.send(frame(index === 0 ? TEXT : 0, 'x'.repeat(length), { fin: index === 2 }))
    }
    const expected = Buffer.concat([
      frame(TEXT, 'x'.repeat(32_768), { fin: false, masked: false }),
      frame(0, 'x'.repeat(32_768), { fin: false, masked: false }),
      frame(0, 'x'.repeat(4464), { masked: false }),
    ])
    while (client.received.length < head + expected.length) await client.more()
    expect(Buffer.from(client.received.slice(head), 'latin1').equals(expected)).toBe(true)
  })
})

describe('what ends the connection', () => {
  const TOO_LARGE = 'Frame or message is too large'
  const NO_BINARY = 'Binary frames are not supported'
  const MALFORMED = 'The client sent frames that RFC 6455 does not allow'
  const x = (length: number) => 'x'.repeat(length)
  const cases: [name: string, frames: Buffer[], code: number, reason: string][] = [
    ['a frame of 32 KB and a byte', [frame(TEXT, x(32_769))], 1009, TOO_LARGE],
    ['a message of 128 KB in one frame', [frame(TEXT, x(131_072))], 1009, TOO_LARGE],
    [
      'a message of 128 KB and a byte',
      [...[0, 1, 2, 3].map((i) => frame(i === 0 ? TEXT : 0, x(32_768), { fin: false })), frame(0, 'x')],
      1009,
      TOO_LARGE,
    ],
    ['a piece of 32 KB and a byte', [frame(TEXT, 'x', { fin: false }), frame(0, x(32_769))], 1009, TOO_LARGE],
    ['binary', [frame(BINARY, 'x')], 1003, NO_BINARY],
    ['binary, empty', [frame(BINARY, '')], 1003, NO_BINARY],
    ['binary, larger than a frame may be', [frame(BINARY, x(40_000))], 1003, NO_BINARY],
    ['binary, larger than a message may be', [frame(BINARY, x(140_000))], 1003, NO_BINARY],
    ['binary, its first piece', [frame(BINARY, 'x', { fin: false })], 1003, NO_BINARY],
    ['text that is no UTF-8', [frame(TEXT, Buffer.of(0x61, 0xff))], 1007, MALFORMED],
    ['text that ends within a character', [frame(TEXT, Buffer.of(0xe2, 0x82))], 1007, MALFORMED],
    ['half a surrogate pair', [frame(TEXT, Buffer.of(0xed, 0xa0, 0x80))], 1007, MALFORMED],
    ['not masked', [frame(TEXT, 'x', { masked: false })], 1002, MALFORMED],
    ['an opcode that is none', [frame(3, 'x')], 1002, MALFORMED],
    ['a continuation of nothing', [frame(0, 'x')], 1002, MALFORMED],
    ['a new message within another', [frame(TEXT, 'x', { fin: false }), frame(TEXT, 'x')], 1002, MALFORMED],
    ['reserved bits: no compression was agreed on', [frame(TEXT | 0x40, 'x')], 1002, MALFORMED],
    ['a ping that is too long', [frame(PING, x(126))], 1002, MALFORMED],
    ['a ping in pieces', [frame(PING, 'x', { fin: false })], 1002, MALFORMED],
    ['a close frame with half a code', [frame(CLOSE, 'x')], 1002, MALFORMED],
    ['a close frame with a code that is none', [frame(CLOSE, Buffer.of(3, 0xed))], 1002, MALFORMED],
  ]

  test.each(cases)('%s', async (_name, frames, code, reason) => {
    const { raw, webSockets, seen } = await echo()
    const client = await raw()
    client.send(handshakeText())
    await client.until('\r\n\r\n')
    const head = client.received.length
    client.send(Buffer.concat(frames))
    while (client.received.length < head + 4) await client.more()
    const closing = Buffer.from(client.received.slice(head), 'latin1')
    expect([closing[0], closing.readUInt16BE(2)]).toEqual([0x80 | CLOSE, code])
    client.send(frame(CLOSE, closing.subarray(2, 4)))
    await client.closed
    await webSockets.close()
    expect(seen).toEqual({ ends: [[code, reason]], bodies: [] })
  })

  test.each([
    ['a frame that is too long', frame(TEXT, x(40_000)), 1009],
    ['a binary frame', frame(BINARY, 'x'), 1003],
  ])('messages of the same chunk before %s count, and none behind it', async (_name, wrong, code) => {
    const { raw, webSockets, seen } = await echo()
    const client = await raw()
    client.send(handshakeText())
    await client.until('\r\n\r\n')
    client.send(Buffer.concat([frame(TEXT, 'a'), frame(TEXT, 'b'), wrong, frame(TEXT, 'c')]))
    client.send(frame(CLOSE, ''))
    await client.closed
    await webSockets.close()
    expect(seen.bodies).toEqual(['a', 'b'])
    expect(seen.ends).toEqual([[code, expect.any(String) as string]])
  })

  test('frames that come along with the handshake', async () => {
    const { raw, seen } = await echo()
    const client = await raw()
    client.send(Buffer.concat([Buffer.from(handshakeText()), frame(TEXT, 'early'), frame(TEXT, 'bird').subarray(0, 3)]))
    await client.until('early')
    client.send(frame(TEXT, 'bird').subarray(3))
    await client.until('bird')
    client.send(frame(TEXT, x(32_768)))
    await client.until('x'.repeat(32_768))
    expect(seen.bodies).toHaveLength(3)
  })
})

describe('pings', () => {
  test('are answered, with what they hold', async () => {
    const { connect } = await echo()
    const client = await connect()
    const pong = once(client.socket, 'pong')
    client.socket.ping('abc')
    expect(await pong).toEqual([Buffer.from('abc')])
  })

  test('do not count as activity, as messages do (1.5)', async () => {
    const ids: string[] = []
    const functions = new FakeFunctions(({ payload }) => {
      ids.push((JSON.parse(payload) as { requestContext: { connectionId: string } }).requestContext.connectionId)
      return returned('{"statusCode":200,"body":"x"}')
    })
    const route = { integration: FUNCTION, isTwoWay: true }
    // The clock alone is not the machine's: nothing waits for it.
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
    onTestFinished(() => void vi.useRealTimers())
    const { connect, http } = await testWebSocketApi({ $connect: route, $default: route }, { backends: { functions } })
    const client = await connect()
    const lastActiveAt = async () => {
      const { body } = await http('GET', `/prod/@connections/${encodeURIComponent(ids[0] ?? '')}`)
      return Date.parse((JSON.parse(body) as { lastActiveAt: string }).lastActiveAt)
    }
    vi.setSystemTime(1_800_000_060_000)
    const pong = once(client.socket, 'pong')
    client.socket.ping()
    await pong
    expect(await lastActiveAt()).toBe(1_800_000_000_000)
    await client.ask('message')
    expect(await lastActiveAt()).toBe(1_800_000_060_000)
  })

  test('a client that pings and never reads is let go before it fills memory', async () => {
    const { raw, webSockets, seen } = await echo()
    const client = await raw()
    client.send(handshakeText())
    await client.until('\r\n\r\n')
    client.socket.pause()
    const pings = Buffer.concat(Array.from({ length: 500 }, () => frame(PING, 'x'.repeat(125))))
    onTestFinished(() => void client.socket.destroy())
    let sent = 0
    // Two hundred megabytes are more than any socket's buffers: either the gateway stops reading, or it ends it.
    const blocked = await new Promise<boolean>((resolve) => {
      client.socket.on('error', () => resolve(true))
      client.socket.on('close', () => resolve(true))
      const more = () => {
        while (sent < 200_000_000) {
          sent += pings.length
          if (!client.socket.write(pings)) {
            client.socket.once('drain', more)
            return
          }
        }
        resolve(false)
      }
      more()
    })
    expect(blocked).toBe(true)
    client.socket.destroy()
    await webSockets.close()
    expect(seen.ends).toHaveLength(1)
  })
})
