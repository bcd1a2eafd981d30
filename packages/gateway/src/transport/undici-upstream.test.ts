import { describe, expect, test } from 'vitest'
import type { BodySource } from './http-message.ts'
import { CountingSource, collect, HoldingSink, standstill } from './test-bodies.ts'
import { httpUpstream, rawUpstream, requestTo, streamingUpstream, testClient } from './test-upstream.ts'
import type { UpstreamRequest } from './upstream.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

/** A source that hands its pieces out at once, or each in a turn of its own. */
function pieces(texts: string[], length: number | undefined, late: boolean): BodySource {
  return {
    length,
    start(sink) {
      const give = async (): Promise<void> => {
        for (const text of texts) {
          if (late) await new Promise(setImmediate)
          sink.write(Buffer.from(text))
        }
        sink.end()
      }
      if (late) void give()
      else {
        for (const text of texts) sink.write(Buffer.from(text))
        sink.end()
      }
    },
    resume: () => undefined,
    cancel: () => undefined,
  }
}

describe('what the upstream gets', () => {
  test.each<[what: string, request: Partial<UpstreamRequest>, onTheWire: string]>([
    [
      'GET',
      { target: '/a%2Fb//?x=1&x' },
      'GET /a%2Fb//?x=1&x HTTP/1.1\r\nhost: pets.example\r\nconnection: keep-alive\r\n\r\n',
    ],
    [
      'headers in their order and case, and byte for byte',
      { headers: ['Host', 'h:1', 'x-B', '1', 'X-A', 'é', 'x-b', '2'] },
      'GET / HTTP/1.1\r\nhost: h:1\r\nconnection: keep-alive\r\nx-B: 1\r\nX-A: é\r\nx-b: 2\r\n\r\n',
    ],
    [
      'no headers of another connection',
      {
        headers: [
          'Host',
          'h',
          'Connection',
          'close',
          'Keep-Alive',
          'a',
          'Transfer-Encoding',
          'chunked',
          'Upgrade',
          'b',
          'Expect',
          '100-continue',
          'Content-Length',
          '9',
          'A',
          'b',
        ],
      },
      'GET / HTTP/1.1\r\nhost: h\r\nconnection: keep-alive\r\nA: b\r\n\r\n',
    ],
    [
      'POST without a body',
      { method: 'POST' },
      'POST / HTTP/1.1\r\nhost: pets.example\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n',
    ],
    [
      'text',
      { method: 'POST', body: 'hé' },
      'POST / HTTP/1.1\r\nhost: pets.example\r\nconnection: keep-alive\r\ncontent-length: 3\r\n\r\nh\xc3\xa9',
    ],
    [
      'bytes',
      { method: 'PUT', body: Buffer.from('abcdef').subarray(1, 3), headers: ['Host', 'h', 'Content-Length', '7'] },
      'PUT / HTTP/1.1\r\nhost: h\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nbc',
    ],
    [
      'a source that has all at hand',
      { method: 'POST', body: pieces(['ab', 'cd'], undefined, false) },
      'POST / HTTP/1.1\r\nhost: pets.example\r\nconnection: keep-alive\r\ncontent-length: 4\r\n\r\nabcd',
    ],
    [
      'a source that turns out to be empty',
      { method: 'POST', body: pieces([], undefined, true) },
      'POST / HTTP/1.1\r\nhost: pets.example\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n',
    ],
    [
      'a source of known length',
      { method: 'POST', body: pieces(['ab', 'cd'], 4, true), headers: ['Host', 'h', 'Content-Length', '4', 'A', 'b'] },
      'POST / HTTP/1.1\r\nhost: h\r\nconnection: keep-alive\r\nA: b\r\ncontent-length: 4\r\n\r\nabcd',
    ],
    [
      'a source of unknown length',
      { method: 'DELETE', body: pieces(['ab', 'cde'], undefined, true) },
      'DELETE / HTTP/1.1\r\nhost: pets.example\r\nconnection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n',
    ],
  ])('%s', async (_what, request, onTheWire) => {
    let seen = ''
    const expected = Buffer.from(onTheWire, 'latin1').toString('latin1')
    const { origin } = await rawUpstream((socket, text) => {
      seen = text
      if (text.length >= expected.length) socket.write(ok)
    })
    const answer = await testClient().call(requestTo(origin, request))
    expect(answer.status).toBe(200)
    expect(seen).toBe(expected)
  })
})

describe('what the caller gets', () => {
  test.each<[what: string, onTheWire: string, headers: string[], body: string, status: number]>([
    ['a body with its length', ok, ['Content-Length', '2'], 'ok', 200],
    [
      'headers as they came',
      'HTTP/1.1 200 OK\r\nset-cookie: a\r\nX-Y: \xe9\r\nSet-Cookie: b\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b',
      ['set-cookie', 'a', 'X-Y', '\xe9', 'Set-Cookie', 'b', 'Content-Encoding', 'gzip', 'Content-Length', '2'],
      '\x1f\x8b',
      200,
    ],
    [
      'a redirect',
      'HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n',
      ['Location', '/x', 'Content-Length', '0'],
      '',
      302,
    ],
    [
      'chunks, without their trailers',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n3\r\ncde\r\n0\r\nX-T: v\r\n\r\n',
      ['Transfer-Encoding', 'chunked'],
      'abcde',
      200,
    ],
    [
      'interim answers are not it',
      `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${ok}`,
      ['Content-Length', '2'],
      'ok',
      200,
    ],
    ['an unknown status', 'HTTP/1.1 599 Odd\r\nContent-Length: 0\r\n\r\n', ['Content-Length', '0'], '', 599],
  ])('%s', async (_what, onTheWire, headers, body, status) => {
    const { origin } = await rawUpstream((socket) => socket.write(Buffer.from(onTheWire, 'latin1')))
    const answer = await testClient().call(requestTo(origin))
    expect(answer).toMatchObject({ status, headers })
    // It all came in one segment: no stream is made of it.
    expect(answer.body instanceof Uint8Array || answer.body === undefined).toBe(true)
    expect((await collect(answer.body)).toString('latin1')).toBe(body)
  })

  test('interim answers by themselves are not it, either', async () => {
    const { origin } = await rawUpstream((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n')
      void standstill(() => 0).then(() => socket.write(ok))
    })
    const { status, headers } = await testClient().call(requestTo(origin))
    expect({ status, headers }).toEqual({ status: 200, headers: ['Content-Length', '2'] })
  })

  test('a body up to the end of the connection', async () => {
    const { origin } = await rawUpstream((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nabc'))
    const { body } = await testClient().call(requestTo(origin))
    expect((await collect(body)).toString()).toBe('abc')
  })

  test('the head as soon as it is there, the body as it comes', async () => {
    const { origin, connections } = await rawUpstream((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n'),
    )
    const answer = await testClient().call(requestTo(origin))
    expect(answer.body).toMatchObject({ length: 6 })
    const chunks: string[] = []
    const source = answer.body as BodySource
    const first = Promise.withResolvers<void>()
    const ended = new Promise<void>((resolve, reject) => {
      source.start({
        write: (chunk) => {
          chunks.push(Buffer.from(chunk).toString())
          first.resolve()
          return true
        },
        end: resolve,
        fail: reject,
      })
    })
    connections[0]?.write('abc')
    await first.promise
    connections[0]?.write('def')
    await ended
    expect(chunks).toEqual(['abc', 'def'])
  })

  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
    ['HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n'],
  ])('%s: no content in %j', async (method, onTheWire) => {
    const { origin } = await rawUpstream((socket) => socket.write(onTheWire))
    const answer = await testClient().call(requestTo(origin, { method }))
    expect(answer.body).toBeUndefined()
    expect(answer.headers).toEqual(
      onTheWire
        .split('\r\n')
        .slice(1, -2)
        .flatMap((line) => line.split(': ')),
    )
  })

  test('bytes behind an answer are no answer to the next call', async () => {
    const evil = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'
    let calls = 0
    const { origin } = await rawUpstream((socket) => {
      calls++
      socket.write(calls === 1 ? ok + evil : ok)
    })
    const client = testClient({ connections: 1 })
    for (let index = 0; index < 3; index++) {
      const { body } = await client.call(requestTo(origin))
      expect((await collect(body)).toString()).toBe('ok')
    }
  })

  test('connections are kept and shared', async () => {
    const { origin, connections } = await httpUpstream((_request, response) => response.end('ok'))
    const client = testClient({ connections: 2 })
    for (let index = 0; index < 5; index++) {
      await Promise.all([1, 2, 3, 4].map(() => client.call(requestTo(origin)).then(({ body }) => collect(body))))
    }
    expect(connections).toHaveLength(2)
  })
})

describe('large bodies', () => {
  const total = 50_000_000

  test('back-pressure of the answer: a reader that holds back stops the upstream', async () => {
    const { origin, sent } = await streamingUpstream(total)
    const { body } = await testClient().call(requestTo(origin))
    const sink = new HoldingSink(body as BodySource)
    expect(await standstill(sent)).toBeLessThan(total / 2)
    expect(sink.received).toBeLessThan(1_000_000)
    sink.release()
    expect(await sink.ended).toBe(total)
  })

  test('nobody has begun to read: the same', async () => {
    const { origin, sent } = await streamingUpstream(total)
    const { body } = await testClient().call(requestTo(origin))
    expect(await standstill(sent)).toBeLessThan(total / 2)
    expect(await collect(body)).toHaveLength(total)
  })

  test('back-pressure of the request: an upstream that does not read stops the source', async () => {
    const go = Promise.withResolvers<void>()
    const { origin } = await httpUpstream((request, response) => {
      let received = 0
      void go.promise.then(() => request.on('data', (chunk: Buffer) => (received += chunk.length)))
      request.on('end', () => response.end(`${received}`))
    })
    const body = new CountingSource(total)
    const answered = testClient().call(requestTo(origin, { method: 'POST', body }))
    expect(await standstill(() => body.produced)).toBeLessThan(total / 2)
    go.resolve()
    expect((await collect((await answered).body)).toString()).toBe(`${total}`)
  })

  test.each([
    ['of known length', total],
    ['of unknown length', undefined],
  ])('both ways at once, %s: byte for byte', async (_what, length) => {
    const { origin } = await httpUpstream((request, response) => request.pipe(response))
    const body = new CountingSource(total, length)
    const answer = await testClient().call(requestTo(origin, { method: 'POST', body }))
    const echoed = await collect(answer.body)
    const expected = await collect(new CountingSource(total))
    expect(echoed.equals(expected)).toBe(true)
  })

  test('an answer before the end of the request: it arrives, and the source is given up', async () => {
    const { origin } = await rawUpstream((socket, text) => {
      if (text.length < 1_000_000) socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig')
      socket.pause()
    })
    const body = new CountingSource(total)
    const answer = await testClient().call(requestTo(origin, { method: 'POST', body }))
    expect(answer.status).toBe(413)
    expect((await collect(answer.body)).toString()).toBe('big')
    expect((await body.cancelled).message).toContain('without the rest')
    expect(body.produced).toBeLessThan(total)
  })
})
