import { describe, expect, test } from 'vitest'
import { closings } from './close-codes.ts'
import { testConnection } from './test-connection.ts'

describe('how a connection ended (11.3)', () => {
  test.each<[string, number, string, number, string]>([
    ['a close frame without a code', 1005, '', 1005, 'Client-side close frame status not set'],
    ['a code alone', 1001, '', 1001, ''],
    ['a code and a text', 4000, 'bye', 4000, 'bye'],
    ['the connection was lost', 1006, '', 1006, 'Connection closed abnormally'],
  ])('by the client: %s', (_name, code, reason, told, text) => {
    const { connection, ends } = testConnection()
    connection.closed(code, reason)
    connection.closed(1006, '')
    expect(ends).toEqual([{ code: told, reason: text }])
  })

  test.each([
    ['DELETE', closings.deleted, 1000, 'Connection Closed Normally', 'Connection Closed Normally'],
    ['idle or old', closings.goingAway, 1001, 'Going away', 'Going away'],
    ['binary', closings.binary, 1003, '', 'Binary frames are not supported'],
    ['too large', closings.tooLarge, 1009, '', 'Frame or message is too large'],
    ['does not read', closings.slowReader, 1008, '', 'The client does not take its frames'],
  ] as const)('by the gateway: %s', (_name, closing, code, frame, text) => {
    const { connection, ends, session } = testConnection()
    connection.close(closing)
    // Only the first counts.
    connection.close(closings.tooLarge)
    connection.binary()
    // Whatever the client answers, or if it does not.
    connection.closed(1006, '')
    expect(session.done.filter((what) => what.startsWith('close'))).toEqual([`close ${code} ${frame}`])
    expect(ends).toEqual([{ code, reason: text }])
  })

  test.each([1002, 1007, 1008])('malformed frames: %i', (code) => {
    const { connection, ends } = testConnection()
    connection.malformed(code)
    connection.closed(1006, '')
    expect(ends).toMatchObject([{ code }])
  })
})

test('a connection that either side has begun to close is not there', () => {
  const byGateway = testConnection()
  expect(byGateway.connection.isOpen).toBe(true)
  byGateway.connection.close(closings.deleted)
  expect(byGateway.connection.isOpen).toBe(false)
  const byClient = testConnection()
  byClient.session.isOpen = false
  expect(byClient.connection.isOpen).toBe(false)
})

describe('a client that does not read', () => {
  test('is told apart from one that does, and an answer to it ends it', () => {
    const { connection, session } = testConnection()
    session.bufferedBytes = 1_048_576
    expect(connection.send('last')).toBe(true)
    session.bufferedBytes = 1_048_577
    const { lastActiveAt } = connection
    expect(connection.send('refused')).toBe(false)
    expect(connection.lastActiveAt).toBe(lastActiveAt)
    connection.answer('refused')
    expect(session.done).toEqual(['send last', 'close 1008 ', 'resume'])
  })
})

describe('messages under way', () => {
  function counting() {
    const waiting: (() => void)[] = []
    let most = 0
    const texts: string[] = []
    const all = testConnection({}, async (_connection, text) => {
      texts.push(text)
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      most = Math.max(most, waiting.length)
      await promise
    })
    return { ...all, waiting, texts, most: () => most }
  }

  test('at most 64; the client waits, and what was read already is kept in order', async () => {
    const { connection, session, waiting, texts, most } = counting()
    for (let i = 0; i < 63; i++) connection.text(`${i}`)
    expect(session.done).toEqual([])
    for (let i = 63; i < 200; i++) connection.text(`${i}`)
    expect(new Set(session.done)).toEqual(new Set(['pause']))
    expect(waiting).toHaveLength(64)
    while (texts.length < 200) {
      waiting.shift()?.()
      await new Promise(setImmediate)
    }
    expect(session.done).not.toContain('resume')
    waiting.shift()?.()
    await new Promise(setImmediate)
    expect(session.done.at(-1)).toBe('resume')
    expect(texts).toEqual(Array.from({ length: 200 }, (_, i) => `${i}`))
    expect(most()).toBe(64)
  })

  test('no message is taken once the gateway closes, and its client’s close frame is read', () => {
    const { connection, session, texts } = counting()
    for (let i = 0; i < 64; i++) connection.text(`${i}`)
    connection.close(closings.deleted)
    expect(session.done.slice(-2)).toEqual(['close 1000 Connection Closed Normally', 'resume'])
    connection.text('late')
    expect(texts).toHaveLength(64)
  })

  test.each([
    ['deleted', closings.deleted, 64],
    ['a server that stops', closings.goingAway, 64],
    // What was sent before such a frame counts.
    ['a binary frame', closings.binary, 70],
  ] as const)('those that wait, after %s', async (_what, closing, handled) => {
    const { connection, waiting, texts } = counting()
    for (let i = 0; i < 70; i++) connection.text(`${i}`)
    connection.close(closing)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      next()
      await new Promise(setImmediate)
    }
    expect(texts).toHaveLength(handled)
  })

  test('messages that are answered at once take no turn', () => {
    const texts: string[] = []
    const { connection, session } = testConnection({}, (_connection, text) => void texts.push(text))
    for (let i = 0; i < 200; i++) connection.text(`${i}`)
    expect([texts.length, session.done]).toEqual([200, []])
  })
})
