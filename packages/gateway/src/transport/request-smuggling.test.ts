import { describe, expect, test } from 'vitest'
import type { HttpRequest, HttpResponse } from './http-message.ts'
import { testListener } from './test-listener.ts'

/** What an attacker hides behind the message: it must never be taken for a request of its own. */
const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'
const head = 'POST / HTTP/1.1\r\nHost: a\r\n'
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`

/** Reads all of the body before it answers, as the gateway's upload to a backend does. */
function answerAfterBody({ body }: HttpRequest): Promise<HttpResponse> | HttpResponse {
  if (body === undefined) return { status: 200, headers: [], body: undefined }
  return new Promise((resolve, reject) => {
    let text = ''
    body.start({
      write(chunk) {
        text += Buffer.from(chunk).toString('latin1')
        return true
      },
      end: () => resolve({ status: 200, headers: [], body: text }),
      fail: reject,
    })
  })
}

/** [what, the bytes, the answer's status if it is not 400] */
type Row = readonly [what: string, bytes: string, status?: number]

/** Refused before anybody sees a request. */
const badHeads: Row[] = [
  // Content-Length: RFC 9112 section 6.3.
  ['two different Content-Length', `${head}Content-Length: 3\r\nContent-Length: 40\r\n\r\nabc`],
  ['two equal Content-Length', `${head}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`],
  ['two Content-Length in other case', `${head}Content-Length: 3\r\ncontent-length: 0\r\n\r\n`],
  ['a list of Content-Length', `${head}Content-Length: 3, 3\r\n\r\nabc`],
  ['Content-Length with a sign', `${head}Content-Length: +3\r\n\r\nabc`],
  ['negative Content-Length', `${head}Content-Length: -3\r\n\r\nabc`],
  ['hexadecimal Content-Length', `${head}Content-Length: 0x3\r\n\r\nabc`],
  ['Content-Length with a gap', `${head}Content-Length: 3 3\r\n\r\nabc`],
  ['empty Content-Length', `${head}Content-Length:\r\n\r\n`],
  ['Content-Length after a vertical tab', `${head}Content-Length: \x0b3\r\n\r\nabc`],
  ['Content-Length beyond 64 bits', `${head}Content-Length: 99999999999999999999999\r\n\r\nabc`],
  ['Content-Length beyond what a double holds', `${head}Content-Length: 9007199254740993\r\n\r\nabc`],
  // Transfer-Encoding: RFC 9112 section 6.1.
  ['Transfer-Encoding, then Content-Length', `${head}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`],
  ['Content-Length, then Transfer-Encoding', `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['Transfer-Encoding in HTTP/1.0', 'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['gzip, chunked', `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
  ['chunked, chunked', `${head}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`],
  ['chunked, identity', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
  ['identity', `${head}Transfer-Encoding: identity\r\n\r\n`],
  ['gzip', `${head}Transfer-Encoding: gzip\r\n\r\n`],
  ['xchunked', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
  ['chunkedx', `${head}Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n`],
  ['"chunked"', `${head}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n`],
  ['chunked;a=b', `${head}Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n`],
  [', chunked', `${head}Transfer-Encoding: , chunked\r\n\r\n0\r\n\r\n`],
  ['empty Transfer-Encoding', `${head}Transfer-Encoding:\r\n\r\n0\r\n\r\n`],
  ['Transfer-Encoding twice', `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['chunked, then identity', `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`],
  ['Transfer-Encoding after a space', `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
  ['Transfer-Encoding after a vertical tab', `${head}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`],
  ['folded Transfer-Encoding', `${head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
  // Host: RFC 9112 section 3.2.
  ['two Host', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['two equal Host', 'GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n'],
  ['two Host in HTTP/1.0', 'GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['no Host', 'GET / HTTP/1.1\r\nAccept: */*\r\n\r\n'],
  ['empty Host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n'],
  ['a list of Hosts', 'GET / HTTP/1.1\r\nHost: a, b\r\n\r\n'],
  ['Host with a path', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n'],
  ['Host with a user', 'GET / HTTP/1.1\r\nHost: a@b\r\n\r\n'],
  // Line ends and white space: RFC 9112 sections 2.2 and 5.
  ['bare LF everywhere', 'GET / HTTP/1.1\nHost: a\n\n'],
  ['bare LF after the request line', 'GET / HTTP/1.1\nHost: a\r\n\r\n'],
  ['bare LF after a header', 'GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n'],
  ['bare LF after the last header', 'GET / HTTP/1.1\r\nHost: a\n\r\n'],
  ['bare LF as the empty line', 'GET / HTTP/1.1\r\nHost: a\r\n\n'],
  ['bare CR in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n'],
  ['bare CR as a line end', 'GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n'],
  ['CR CR LF', 'GET / HTTP/1.1\r\nHost: a\r\r\nX: b\r\n\r\n'],
  ['obs-fold with a space', 'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n'],
  ['obs-fold with a tab', 'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n'],
  ['obs-fold after an empty value', 'GET / HTTP/1.1\r\nHost: a\r\nX:\r\n c\r\n\r\n'],
  ['a space before the first header', 'GET / HTTP/1.1\r\n Host: a\r\n\r\n'],
  ['a space before the colon', 'GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n'],
  ['a tab before the colon', 'GET / HTTP/1.1\r\nHost: a\r\nX\t: b\r\n\r\n'],
  ['a header without a colon', 'GET / HTTP/1.1\r\nHost: a\r\nfoo\r\n\r\n'],
  ['a header without a name', 'GET / HTTP/1.1\r\nHost: a\r\n: v\r\n\r\n'],
  ['NUL in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n'],
  ['a control character in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\x01b\r\n\r\n'],
  ['DEL in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\x7fb\r\n\r\n'],
  ['NUL in a name', 'GET / HTTP/1.1\r\nHost: a\r\nX\0: v\r\n\r\n'],
  ['a name beyond ASCII', 'GET / HTTP/1.1\r\nHost: a\r\nX\xe9: v\r\n\r\n'],
  ['brackets in a name', 'GET / HTTP/1.1\r\nHost: a\r\nf(o)o: b\r\n\r\n'],
  // The request line: RFC 9112 section 3.
  ['a method in lower case', 'get / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an unknown method', 'FOO / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n'],
  ['a space before the method', ' GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['absolute form for another host', 'GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['absolute form for another port', 'GET http://a:81/x HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['absolute form with a user', 'GET http://u@a/x HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['absolute form of another scheme', 'GET ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['authority form', 'GET a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n'],
  ['a target without a slash', 'GET foo HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['asterisk form of GET', 'GET * HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a space in the target', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a tab in the target', 'GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['NUL in the target', 'GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a byte beyond ASCII in the target', 'GET /a\xe9b HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a fragment', 'GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a space after the version', 'GET / HTTP/1.1 \r\nHost: a\r\n\r\n'],
  ['HTTP/0.9, with a version', 'GET / HTTP/0.9\r\nHost: a\r\n\r\n'],
  ['HTTP/0.9, without one', 'GET /\r\n\r\n'],
  ['HTTP/1.2', 'GET / HTTP/1.2\r\nHost: a\r\n\r\n'],
  ['HTTP/2.0', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n'],
  ['HTTP/1.10', 'GET / HTTP/1.10\r\nHost: a\r\n\r\n'],
  ['a version in lower case', 'GET / http/1.1\r\nHost: a\r\n\r\n'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['an unknown expectation', `${head}Expect: payment\r\nContent-Length: 3\r\n\r\nabc`, 417],
]

/** Sound heads; the body breaks the framing. RFC 9112 section 7.1. */
const badBodies: Row[] = [
  ['a chunk size that overflows', `${chunked}10000000000000003\r\nabc\r\n0\r\n\r\n`],
  ['a chunk size with 0x', `${chunked}0x3\r\nabc\r\n0\r\n\r\n`],
  ['a chunk size with a sign', `${chunked}+3\r\nabc\r\n0\r\n\r\n`],
  ['a negative chunk size', `${chunked}-3\r\nabc\r\n0\r\n\r\n`],
  ['a chunk size with an underscore', `${chunked}3_0\r\nabc\r\n0\r\n\r\n`],
  ['an empty chunk size', `${chunked}\r\nabc\r\n0\r\n\r\n`],
  ['a space before the chunk size', `${chunked} 3\r\nabc\r\n0\r\n\r\n`],
  ['a space after the chunk size', `${chunked}3 \r\nabc\r\n0\r\n\r\n`],
  ['bare LF after the chunk size', `${chunked}3\nabc\r\n0\r\n\r\n`],
  ['bare LF in a chunk extension', `${chunked}3;a\nabc\r\n0\r\n\r\n`],
  ['bare CR in a chunk extension', `${chunked}3;a\rb\r\nabc\r\n0\r\n\r\n`],
  ['NUL in a chunk extension', `${chunked}3;a\0b\r\nabc\r\n0\r\n\r\n`],
  ['an endless chunk extension', `${chunked}3;${'a'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`],
  ['bare LF after the chunk data', `${chunked}3\r\nabc\n0\r\n\r\n`],
  ['chunk data longer than its size', `${chunked}3\r\nabcd\r\n0\r\n\r\n`],
  ['bare LF after the last chunk', `${chunked}0\n\n`],
  ['bare LF as the last line', `${chunked}0\r\n\n`],
  ['Content-Length as a trailer', `${chunked}3\r\nabc\r\n0\r\nContent-Length: 50\r\n\r\n`],
  ['Transfer-Encoding as a trailer', `${chunked}3\r\nabc\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n`],
  ['bare LF after a trailer', `${chunked}3\r\nabc\r\n0\r\nX: y\n\r\n`],
  ['a folded trailer', `${chunked}3\r\nabc\r\n0\r\nX: y\r\n z\r\n\r\n`],
  ['trailers beyond the bound', `${chunked}3\r\nabc\r\n0\r\nX: ${'y'.repeat(12_000)}\r\n\r\n`, 431],
]

function cases(rows: Row[]): { what: string; bytes: string; status: number }[] {
  return rows.map(([what, bytes, status = 400]) => ({ what, bytes, status }))
}

function expectRefusal(received: string, statuses: number[], status: number): void {
  const messages: Record<number, string> = {
    400: 'Bad Request',
    417: 'Expectation Failed',
    431: 'Request Header Fields Too Large',
  }
  expect(statuses).toEqual([status])
  expect(received).toMatch(/\r\nContent-Type: application\/json\r\n/)
  expect(received).toMatch(/\r\nConnection: close\r\n/)
  expect(received.endsWith(`\r\n\r\n{"message":"${messages[status]}"}`)).toBe(true)
}

describe('a malformed message is refused, and its connection closed, before anything hidden in it is served', () => {
  test.each(cases(badHeads))('$what', async ({ bytes, status }) => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    client.send(bytes + smuggled)
    await client.closed
    expectRefusal(client.received, client.statuses, status)
    expect(dispatched).toEqual([])
  })

  // The handler may see the request before its body turns out to be broken; what it would answer is not sent.
  test.each(cases(badBodies))('$what', async ({ bytes, status }) => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    client.send(bytes + smuggled)
    await client.closed
    expectRefusal(client.received, client.statuses, status)
    expect(dispatched.filter((line) => line !== 'POST /')).toEqual([])
  })
})

describe('the same where each byte comes alone', () => {
  test.each(cases(badHeads))('$what', async ({ bytes, status }) => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    await client.sendByteByByte(bytes + smuggled)
    await client.closed
    expectRefusal(client.received, client.statuses, status)
    expect(dispatched).toEqual([])
  })

  test.each(cases(badBodies))('$what', async ({ bytes, status }) => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    const at = bytes.indexOf('\r\n\r\n') + 4
    client.send(bytes.slice(0, at))
    client.send(bytes.slice(at, -1))
    await client.sendByteByByte(bytes.slice(-1) + smuggled)
    await client.closed
    expectRefusal(client.received, client.statuses, status)
    expect(dispatched.filter((line) => line !== 'POST /')).toEqual([])
  })
})

describe('after a sound request on the same connection', () => {
  test.each(cases([...badHeads, ...badBodies]))('$what', async ({ bytes, status }) => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    client.send(`GET /sound HTTP/1.1\r\nHost: a\r\n\r\n${bytes}${smuggled}`)
    await client.closed
    expect(client.statuses).toEqual([200, status])
    expect(dispatched.filter((line) => line !== 'POST /')).toEqual(['GET /sound'])
  })

  test('bytes after a request with Connection: close are no request', async () => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    client.send(`GET /sound HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n${smuggled}`)
    await client.closed
    expect(client.statuses).toEqual([200])
    expect(dispatched).toEqual(['GET /sound'])
  })

  test('bytes after a request in HTTP/1.0 are no request', async () => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    client.send(`GET /sound HTTP/1.0\r\n\r\n${smuggled}`)
    await client.closed
    expect(client.statuses).toEqual([200])
    expect(dispatched).toEqual(['GET /sound'])
  })
})

// After a request that asks for an upgrade and does not get it, node:http loses what its parser had left of the
// segment: it would take up reading in the middle of a message, where an attacker has put a request.
describe('a request that asks for an upgrade is the last of its connection', () => {
  const asking = 'GET /asking HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'
  const withBody = asking.replace('GET', 'POST').replace('\r\n\r\n', '\r\nContent-Length: 3\r\n\r\nabc')
  const carrier = `POST /carrier HTTP/1.1\r\nHost: a\r\nContent-Length: ${smuggled.length}\r\n\r\n`

  test.each([
    ['GET /asking', asking],
    ['POST /asking', withBody],
  ])('%s', async (line, bytes) => {
    const wait = Promise.withResolvers<void>()
    const { connect, dispatched } = await testListener(async () => {
      await wait.promise
      return { status: 200, headers: [], body: 'ok' }
    })
    const client = await connect()
    // In one segment, then the body of the carrier by itself.
    client.send(bytes + carrier)
    while (dispatched.length === 0) await new Promise(setImmediate)
    await client.sendByteByByte(smuggled)
    wait.resolve()
    await client.closed
    expect(client.statuses).toEqual([200])
    expect(client.received).toContain('\r\nConnection: close\r\n')
    expect(dispatched).toEqual([line])
  })
})

// node:http reports no parse error of such a request: only time ends it.
test('a broken chunk of a request that asks for an upgrade is refused as too slow', async () => {
  const { connect, dispatched } = await testListener(answerAfterBody, { requestTimeout: 80, headTimeout: 80 })
  const client = await connect()
  const asking = `${head}Connection: upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked\r\n\r\n`
  client.send(`${asking}0x3\r\nabc\r\n0\r\n\r\n${smuggled}`)
  await client.closed
  expect(client.statuses).toEqual([408])
  expect(dispatched).toEqual(['POST /'])
})

describe('what is unusual but sound is served, and so is what follows it', () => {
  test.each<[what: string, bytes: string, dispatched: string, body: string]>([
    ['white space around a Content-Length', `${head}Content-Length: \t3 \r\n\r\nabc`, 'POST /', 'abc'],
    ['a Content-Length with zeros', `${head}Content-Length: 0003\r\n\r\nabc`, 'POST /', 'abc'],
    ['CHUNKED', `${head}Transfer-Encoding: CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, 'POST /', 'abc'],
    ['chunk extensions', `${chunked}3;a=b;c="d"\r\nabc\r\n0\r\n\r\n`, 'POST /', 'abc'],
    ['a chunk size with zeros', `${chunked}0000000000000000000003\r\nabc\r\n0\r\n\r\n`, 'POST /', 'abc'],
    ['trailers, which are dropped', `${chunked}3\r\nabc\r\n0\r\nX: y\r\nHost: q\r\n\r\n`, 'POST /', 'abc'],
    ['GET with a body', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc', 'GET /', 'abc'],
    ['a tab in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n', 'GET /', ''],
    ['bytes beyond ASCII in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: \x80\xff\r\n\r\n', 'GET /', ''],
    ['empty lines before the request', '\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /', ''],
    ['absolute form', 'GET http://A:80/x?y=1 HTTP/1.1\r\nHost: a:80\r\n\r\n', 'GET /x?y=1', ''],
    ['absolute form without a path', 'GET http://a?y=1 HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /?y=1', ''],
    ['asterisk form of OPTIONS', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 'OPTIONS *', ''],
    ['an IPv6 host', 'GET / HTTP/1.1\r\nHost: [::1]:4566\r\n\r\n', 'GET /', ''],
    ['characters that a URL would encode', 'GET /a"<>\\^`{|} HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /a"<>\\^`{|}', ''],
  ])('%s', async (_what, bytes, line, body) => {
    const { connect, dispatched } = await testListener(answerAfterBody)
    const client = await connect()
    client.send(`${bytes}GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    await client.closed
    expect(client.statuses).toEqual([200, 200])
    expect(client.received).toContain(`Content-Length: ${body.length}\r\n`)
    expect(dispatched).toEqual([line, 'GET /next'])
  })
})
