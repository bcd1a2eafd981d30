import { describe, expect, test } from 'vitest'
import type { HttpRequest, HttpResponse } from './http-message.ts'
import { CountingSource, collect, HoldingSink, ManualSource, standstill } from './test-bodies.ts'
import { isTlsSpoken, testListener } from './test-listener.ts'

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const last = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

/** The answer to `last`, so that a test can wait for the end of the connection. */
function withLast(handler: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>) {
  return (request: HttpRequest): HttpResponse | Promise<HttpResponse> =>
    request.target === '/last' ? { status: 299, headers: [], body: undefined } : handler(request)
}

/** All that the connection brings for these bytes, without the lines that node:http adds. */
async function converse(
  handler: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>,
  bytes: string,
): Promise<string> {
  const { connect } = await testListener(withLast(handler))
  const client = await connect()
  client.send(bytes + last)
  await client.closed
  return client.received
    .replace(/HTTP\/1\.1 299 unknown\r\n.*$/s, '')
    .replace(/Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n/g, '')
    .replaceAll('Connection: keep-alive\r\n', '')
}

test('the request is handed on as it came', async () => {
  let seen: HttpRequest | undefined
  await converse((request) => {
    seen = request
    return { status: 200, headers: [], body: undefined }
  }, 'PATCH /a%2Fb//../c?x=1&x=%20+2&=&y HTTP/1.1\r\nHOST: A:80\r\nx-One: 1\r\nX-Two:  two \r\nX-one: \xe9\r\nEmpty:\r\n\r\n')
  expect(seen).toMatchObject({
    method: 'PATCH',
    target: '/a%2Fb//../c?x=1&x=%20+2&=&y',
    headers: ['HOST', 'A:80', 'x-One', '1', 'X-Two', 'two', 'X-one', '\xe9', 'Empty', ''],
    body: undefined,
    remoteAddress: '127.0.0.1',
    secure: isTlsSpoken(),
  })
})

describe('an answer at hand', () => {
  const whole = (headers: string[], body: HttpResponse['body'], status = 200): HttpResponse => ({
    status,
    headers,
    body,
  })
  test.each<[what: string, answer: HttpResponse, onTheWire: string]>([
    ['text', whole(['X-A', 'b'], 'hi'), '200 OK\r\nX-A: b\r\nContent-Length: 2\r\n\r\nhi'],
    ['text beyond ASCII', whole([], 'é'), '200 OK\r\nContent-Length: 2\r\n\r\n\xc3\xa9'],
    ['bytes', whole([], Buffer.of(0, 255, 13, 10)), '200 OK\r\nContent-Length: 4\r\n\r\n\x00\xff\r\n'],
    [
      'bytes in the middle of others',
      whole([], Buffer.from('abcdef').subarray(2, 4)),
      '200 OK\r\nContent-Length: 2\r\n\r\ncd',
    ],
    ['a Uint8Array', whole([], new Uint8Array([97, 98])), '200 OK\r\nContent-Length: 2\r\n\r\nab'],
    ['nothing', whole([], undefined), '200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['empty text', whole([], ''), '200 OK\r\nContent-Length: 0\r\n\r\n'],
    [
      'its length given',
      whole(['content-length', '2', 'B', 'c'], 'hi'),
      '200 OK\r\ncontent-length: 2\r\nB: c\r\n\r\nhi',
    ],
    ['a wrong length given', whole(['content-length', '9'], 'hi'), '200 OK\r\nContent-Length: 2\r\n\r\nhi'],
    [
      'two lengths given',
      whole(['Content-Length', '2', 'Content-Length', '2'], 'hi'),
      '200 OK\r\nContent-Length: 2\r\n\r\nhi',
    ],
    [
      'headers of another connection',
      whole(['Connection', 'X-A', 'Keep-Alive', 'timeout=5', 'Transfer-Encoding', 'chunked', 'X-B', 'c'], 'hi'),
      '200 OK\r\nX-B: c\r\nContent-Length: 2\r\n\r\nhi',
    ],
    [
      'repeated headers, in their order and case',
      whole(['set-cookie', 'a', 'X-B', 'c', 'Set-Cookie', 'b'], 'hi'),
      '200 OK\r\nset-cookie: a\r\nX-B: c\r\nSet-Cookie: b\r\nContent-Length: 2\r\n\r\nhi',
    ],
    [
      'bytes beyond ASCII in a value, beside text',
      whole(['X-A', '\xe9'], 'é'),
      '200 OK\r\nX-A: \xe9\r\nContent-Length: 2\r\n\r\n\xc3\xa9',
    ],
    [
      'Content-Disposition beyond ASCII after the length',
      whole(['Content-Length', '2', 'Content-Disposition', 'attachment; filename="\xe9"'], 'hi'),
      '200 OK\r\nContent-Disposition: attachment; filename="\xe9"\r\nContent-Length: 2\r\n\r\nhi',
    ],
    ['a status without a name', whole([], 'hi', 599), '599 unknown\r\nContent-Length: 2\r\n\r\nhi'],
    ['204 with a body', whole(['Content-Length', '2'], 'hi', 204), '204 No Content\r\n\r\n'],
    [
      '304 with a length',
      whole(['Content-Length', '9', 'ETag', 'x'], undefined, 304),
      '304 Not Modified\r\nContent-Length: 9\r\nETag: x\r\n\r\n',
    ],
  ])('%s', async (_what, answer, onTheWire) => {
    expect(await converse(() => answer, get)).toBe(`HTTP/1.1 ${onTheWire}`)
  })

  test.each([4096, 4097, 262_144, 262_145, 3_000_000])('%d bytes', async (size) => {
    const body = Buffer.alloc(size, 'postern ')
    const answer = await converse(() => ({ status: 200, headers: [], body }), get)
    expect(answer).toBe(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n${body.toString('latin1')}`)
  })

  test.each<[what: string, headers: string[], body: HttpResponse['body'], onTheWire: string]>([
    ['its length is that of GET, if given', ['Content-Length', '9'], undefined, 'Content-Length: 9\r\n'],
    ['no length is made up', ['X-A', 'b'], undefined, 'X-A: b\r\n'],
    ['a body is not sent', ['X-A', 'b'], 'hi', 'X-A: b\r\n'],
  ])('HEAD: %s', async (_what, headers, body, onTheWire) => {
    const answer = await converse(() => ({ status: 200, headers, body }), get.replace('GET', 'HEAD'))
    expect(answer).toBe(`HTTP/1.1 200 OK\r\n${onTheWire}\r\n`)
  })

  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('%s %d: a body that is still arriving is not read', async (method, status) => {
    const body = new CountingSource(1000)
    await converse(() => ({ status, headers: [], body }), get.replace('GET', method))
    expect((await body.cancelled).message).toBe('The answer has no content')
    expect(body.produced).toBe(0)
  })
})

describe('an answer that is still arriving', () => {
  test('with its length', async () => {
    const body = new CountingSource(100_000)
    const answer = await converse(() => ({ status: 200, headers: ['X-A', 'b'], body }), get)
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\nX-A: b\r\nContent-Length: 100000\r\n\r\n/)
    expect(answer.length - answer.indexOf('\r\n\r\n') - 4).toBe(100_000)
  })

  test('without: in chunks', async () => {
    const body = new ManualSource()
    const answered = converse(() => ({ status: 200, headers: [], body }), get)
    const sink = await body.started
    sink.write(Buffer.from('abc'))
    sink.write(Buffer.from('defg'))
    sink.end()
    const answer = await answered
    expect(answer).toBe('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n')
  })

  test('without, to a client of HTTP/1.0: up to the end of the connection', async () => {
    const { connect } = await testListener(() => ({ status: 200, headers: [], body: new CountingSource(3, undefined) }))
    const client = await connect()
    client.send('GET / HTTP/1.0\r\n\r\n')
    await client.closed
    expect(client.received).toMatch(/\r\nConnection: close\r\n\r\n\0\0\0$/)
  })

  test('the head does not wait for the body', async () => {
    const { connect } = await testListener(() => ({ status: 200, headers: [], body: new ManualSource() }))
    const client = await connect()
    client.send(get)
    await client.until('\r\n\r\n')
    expect(client.received).toMatch(/chunked\r\n\r\n$/)
  })

  test('back-pressure: a client that stops reading stops the source, and gets all when it goes on', async () => {
    const body = new CountingSource(100_000_000)
    const { connect } = await testListener(() => ({ status: 200, headers: [], body }))
    const client = await connect()
    client.send(get)
    await client.until('\r\n\r\n')
    client.socket.pause()
    // Not more than the kernel's buffers of both ends hold.
    expect(await standstill(() => body.produced)).toBeLessThan(30_000_000)
    let bytes = client.received.length - client.received.indexOf('\r\n\r\n') - 4
    client.socket.removeAllListeners('data')
    const done = new Promise<void>((resolve) => {
      client.socket.on('data', (chunk) => {
        bytes += chunk.length
        if (bytes >= 100_000_000) resolve()
      })
    })
    client.socket.resume()
    await done
    expect(bytes).toBe(100_000_000)
  })

  test.each<[what: string, length: number | undefined, given: string[]]>([
    ['fails', undefined, []],
    ['fails, of a known length', 100, []],
    ['is shorter than announced', undefined, ['Content-Length', '100']],
  ])('a body that %s breaks the connection off', async (what, length, headers) => {
    const body = new ManualSource(length)
    const { connect } = await testListener(() => ({ status: 200, headers, body }))
    const client = await connect()
    client.send(get)
    const sink = await body.started
    sink.write(Buffer.from('abc'))
    await client.until('abc')
    if (what.startsWith('fails')) sink.fail(new Error('broken'))
    else sink.end()
    await client.closed
    expect(client.received).toMatch(/abc(\r\n)?$/)
  })

  test('a body that is longer than announced: what is too much is not sent, and the connection breaks off', async () => {
    const body = new ManualSource()
    const { connect } = await testListener(() => ({ status: 200, headers: ['Content-Length', '3'], body }))
    const client = await connect()
    client.send(get)
    const sink = await body.started
    sink.write(Buffer.from('abc'))
    await client.until('abc')
    sink.write(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))
    await client.closed
    expect(client.statuses).toEqual([200])
    expect((await body.cancelled).message).toContain('longer')
  })
})

describe('a request body', () => {
  const upload = (length: number | string): string => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`
  const ok: HttpResponse = { status: 200, headers: [], body: 'ok' }

  test.each([
    ['with its length', `${upload(3)}abc`, 3],
    [
      'in chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\nX: y\r\n\r\n',
      undefined,
    ],
  ])('%s', async (_what, bytes, length) => {
    let announced: number | undefined
    const answer = await converse(async ({ body }) => {
      announced = body?.length
      return { ...ok, body: await collect(body) }
    }, bytes)
    expect(announced).toBe(length)
    expect(answer).toBe('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc')
  })

  test('of no bytes is none', async () => {
    const bodies: unknown[] = []
    await converse((request) => {
      bodies.push(request.body)
      return ok
    }, upload(0))
    expect(bodies).toEqual([undefined])
  })

  test('that comes with the head is there at once', async () => {
    const chunks: string[] = []
    await converse(
      ({ body }) => {
        body?.start({
          write: (chunk) => chunks.push(Buffer.from(chunk).toString()) > 0,
          end: () => chunks.push('end'),
          fail: () => chunks.push('fail'),
        })
        expect(chunks).toEqual(['abc', 'end'])
        return ok
      },
      `${upload(3)}abc`,
    )
    expect(chunks).toEqual(['abc', 'end'])
  })

  test('back-pressure: a handler that stops reading stops the client, and gets all when it goes on', async () => {
    const total = 100_000_000
    const started = Promise.withResolvers<HoldingSink>()
    const { connect } = await testListener(async ({ body }) => {
      const sink = new HoldingSink(body as NonNullable<typeof body>)
      started.resolve(sink)
      return { ...ok, body: `${await sink.ended}` }
    })
    const client = await connect()
    client.send(upload(total))
    client.send(Buffer.alloc(total))
    const sink = await started.promise
    await standstill(() => client.socket.bytesWritten - client.socket.writableLength)
    expect(client.socket.writableLength).toBeGreaterThan(0)
    expect(sink.received).toBeLessThan(1_000_000)
    sink.release()
    await client.until(`${total}`)
  })

  test.each<[what: string, length: number, sentFirst: string, sentLater: string]>([
    ['not arrived', 1000, '', 'x'.repeat(1000)],
    ['arrived in part', 1000, 'x'.repeat(400), 'x'.repeat(600)],
    ['arrived', 1000, 'x'.repeat(1000), ''],
  ])('that nobody reads, little and %s: the next request is found behind it', async (_what, length, first, later) => {
    const { connect, dispatched } = await testListener(withLast(() => ok))
    const client = await connect()
    client.send(upload(length) + first)
    await client.until('ok')
    client.send(later + last)
    await client.closed
    expect(client.statuses).toEqual([200, 299])
    expect(dispatched).toEqual(['POST /', 'GET /last'])
  })

  test('that the handler gave up, with little left: the same', async () => {
    const { connect, dispatched } = await testListener(
      withLast(({ body }) => {
        body?.start({ write: () => false, end: () => undefined, fail: () => undefined })
        body?.cancel(new Error('enough'))
        return ok
      }),
    )
    const client = await connect()
    client.send(upload(1000))
    client.send('x'.repeat(500))
    await client.until('ok')
    client.send('x'.repeat(500) + last)
    await client.closed
    expect(client.statuses).toEqual([200, 299])
    expect(dispatched).toEqual(['POST /', 'GET /last'])
  })

  test('that the handler holds back, with little left: the same', async () => {
    const { connect, dispatched } = await testListener(
      withLast(({ body }) => {
        body?.start({ write: () => false, end: () => undefined, fail: () => undefined })
        return new Promise((resolve) => setImmediate(resolve, ok))
      }),
    )
    const client = await connect()
    client.send(upload(1000))
    client.send('x'.repeat(500))
    await client.until('ok')
    client.send('x'.repeat(500) + last)
    await client.closed
    expect(client.statuses).toEqual([200, 299])
    expect(dispatched).toEqual(['POST /', 'GET /last'])
  })

  test.each([
    ['much', upload(20_000_000)],
    ['of unknown length', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ])('that nobody reads, %s: the answer says that the connection ends, and arrives', async (what, head) => {
    const { connect, dispatched } = await testListener(() => ({ ...ok, status: 413 }))
    const client = await connect()
    client.send(head)
    const piece = what === 'much' ? Buffer.alloc(5_000_000) : Buffer.from(`4c4b40\r\n${'x'.repeat(5_000_000)}\r\n`)
    for (let count = 0; count < 3; count++) client.send(piece)
    client.send(last)
    await client.closed
    expect(client.statuses).toEqual([413])
    expect(client.received).toMatch(/\r\nConnection: close\r\n/)
    expect(client.received.endsWith('ok')).toBe(true)
    // A reset would have thrown away what the client had not read yet.
    expect(client.failure).toBeUndefined()
    expect(dispatched).toEqual(['POST /'])
  })

  test('that the handler still holds when it has answered: the connection ends, and nothing hidden is served', async () => {
    const { connect, dispatched } = await testListener(({ body }) => {
      body?.start({ write: () => false, end: () => undefined, fail: () => undefined })
      return { ...ok, status: 413 }
    })
    const client = await connect()
    client.send(upload(20_000_000))
    for (let count = 0; count < 3; count++) client.send(Buffer.alloc(5_000_000))
    client.send(last)
    await client.closed
    expect(client.statuses).toEqual([413])
    expect(dispatched).toEqual(['POST /'])
  })

  test('can be answered while it still comes', async () => {
    const { connect } = await testListener(withLast(({ body }) => ({ status: 200, headers: [], body })))
    const client = await connect()
    client.send(upload(9))
    client.send('abc')
    await client.until('abc')
    client.send('def')
    await client.until('abcdef')
    client.send(`ghi${last}`)
    await client.closed
    expect(client.received).toContain('abcdefghi')
    expect(client.statuses).toEqual([200, 299])
  })

  test('that the client was not invited to send: 100 Continue when it is read, not before', async () => {
    const go = Promise.withResolvers<void>()
    const { connect, dispatched } = await testListener(async ({ body }) => {
      await go.promise
      return { ...ok, body: await collect(body) }
    })
    const client = await connect()
    client.send('POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n')
    while (dispatched.length === 0) await new Promise(setImmediate)
    await standstill(() => client.received.length)
    expect(client.received).toBe('')
    go.resolve()
    await client.until('\r\n\r\n')
    expect(client.received).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    client.send('abc')
    await client.until('abc')
    expect(client.statuses).toEqual([100, 200])
  })

  test('that is never read: a final answer without 100 Continue, and the connection ends', async () => {
    const { connect, dispatched } = await testListener(() => ({ ...ok, status: 403 }))
    const client = await connect()
    client.send('POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n')
    await client.until('ok')
    client.send(last)
    await client.closed
    expect(client.statuses).toEqual([403])
    expect(client.received).toMatch(/\r\nConnection: close\r\n/)
    expect(dispatched).toEqual(['POST /'])
  })
})
