import { describe, expect } from 'vitest'
import { findProgram, testWith } from '../../../../../../test/support/find-program.ts'
import { startNode, startPython, type WorkerOptions } from './worker-under-test.ts'

/** What both bootstraps do on the wire: RFC 9112, and the Lambda developer guide's "Using the Lambda runtime API". */
const programs = [
  {
    name: 'Node',
    startWorker: startNode,
    files: { 'index.js': 'let n = 0; exports.handler = async (event) => ({ n: ++n, event })' },
    test: testWith('node', true),
  },
  {
    name: 'Python',
    startWorker: startPython,
    files: {
      'index.py':
        'import json\nn = 0\ndef handler(event, context):\n  global n\n  n += 1\n  return {"n": n, "event": event}\n',
    },
    test: testWith('python3', findProgram('python3') !== undefined),
  },
] as const

const head = (fields: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: raw\r\n${fields}\r\n`
const bytes = (text: string): Buffer[] => [...Buffer.from(text)].map((byte) => Buffer.from([byte]))

describe.each(programs)('The Runtime API client of $name', ({ startWorker, files, test }) => {
  const start = (options: Partial<WorkerOptions> = {}) => startWorker({ files, ...options })
  const parsed = (outcome: { body: string }): unknown => JSON.parse(outcome.body)

  test('keeps one connection and its state, and asks for the next event with each report', async () => {
    await using worker = await start()
    for (const n of [1, 2, 3]) expect(parsed(await worker.invoke({ n }))).toEqual({ n, event: { n } })
    await worker.api.askedForNext()
    expect(worker.api.connections()).toBe(1)
    const next = 'GET /2018-06-01/runtime/invocation/next'
    const posts = worker.api.calls.filter((call) => call.startsWith('POST'))
    expect(posts).toHaveLength(3)
    expect(posts[0]).toMatch(/^POST \/2018-06-01\/runtime\/invocation\/request-\d+\/response$/)
    expect(worker.api.calls).toEqual([next, ...posts.flatMap((post) => [post, next])])
  })

  test.each([
    ['nothing but ASCII', 'plain'],
    ['characters of two to four bytes', 'ü € 😀 \u2028'],
    ['escapes', '\u0000 " \\ \u007f \n'],
    ['a lone surrogate', '\ud83d'],
  ])('passes %s', async (_name, value) => {
    await using worker = await start()
    expect(parsed(await worker.invoke({ value }))).toEqual({ n: 1, event: { value } })
  })

  test.each([
    ['in one piece', undefined],
    ['in chunks', { chunks: 60_000 }],
  ])('passes 6 MB of text %s, and the next event behind it', async (_name, framing) => {
    await using worker = await start()
    const event = { text: 'ü€😀x'.repeat(600_000) }
    const outcome = await worker.invoke(event, framing && { framing })
    expect(outcome.kind).toBe('response')
    expect(parsed(outcome)).toEqual({ n: 1, event })
    expect(parsed(await worker.invoke('after'))).toEqual({ n: 2, event: 'after' })
  })

  test('reads small chunks that end within a character', async () => {
    await using worker = await start()
    const event = { text: 'ü€😀' }
    expect(parsed(await worker.invoke(event, { framing: { chunks: 1 } }))).toEqual({ n: 1, event })
  })

  test.each([
    ['byte by byte', bytes(`${head('Content-Length: 8\r\n')}{"a":10}`)],
    ['a chunk byte by byte', bytes(`${head('Transfer-Encoding: chunked\r\n')}3\r\n{"a\r\n5\r\n":10}\r\n0\r\n\r\n`)],
    ['chunk extensions', [`${head('Transfer-Encoding: chunked\r\n')}8;x=y\r\n{"a":10}\r\n0\r\n\r\n`]],
    ['trailers', [`${head('Transfer-Encoding: Chunked\r\n')}8\r\n{"a":10}\r\n0\r\nChecksum: 1\r\n\r\n`]],
    ['HTTP/1.0 and no reason', [`${head('Content-Length: 8\r\n').replace('1.1 200 OK', '1.0 200')}{"a":10}`]],
    ['a long header', [`${head(`X: ${'x'.repeat(60_000)}\r\nContent-Length: 8\r\n`)}{"a":10}`]],
  ])('reads an answer with %s', async (_name, raw) => {
    await using worker = await start()
    expect(parsed(await worker.invoke(undefined, { requestId: 'raw', payload: '', framing: { raw } }))).toEqual({
      n: 1,
      event: { a: 10 },
    })
  })

  test.each([
    ['no length', `${head('')}{"a":1}`],
    ['two lengths', `${head('Content-Length: 7\r\nContent-Length: 7\r\n')}{"a":1}`],
    ['a negative length', `${head('Content-Length: -7\r\n')}{"a":1}`],
    ['a huge length', `${head('Content-Length: 99999999\r\n')}{"a":1}`],
    ['a length and chunks', `${head('Content-Length: 7\r\nTransfer-Encoding: chunked\r\n')}0\r\n\r\n`],
    ['another coding', `${head('Transfer-Encoding: gzip, chunked\r\n')}0\r\n\r\n`],
    ['a chunk without size', `${head('Transfer-Encoding: chunked\r\n')}x\r\n\r\n`],
    ['a chunk that is too large', `${head('Transfer-Encoding: chunked\r\n')}fffffff\r\n\r\n`],
    ['a chunk longer than its size', `${head('Transfer-Encoding: chunked\r\n')}2\r\n{"a":1}\r\n0\r\n\r\n`],
    ['an endless chunk size', `${head('Transfer-Encoding: chunked\r\n')}1;${'x'.repeat(2000)}`],
    ['an endless head', `${head('').slice(0, -2)}X: ${'x'.repeat(70_000)}`],
    ['a folded header', `${head('X: 1\r\n 2\r\nContent-Length: 7\r\n')}{"a":1}`],
    ['a header without name', `${head(': 1\r\nContent-Length: 7\r\n')}{"a":1}`],
    ['a header without colon', `${head('Nothing\r\nContent-Length: 7\r\n')}{"a":1}`],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['a status in place of an event', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'],
    ['no request id', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'],
  ])('ends with 1 and says why at an answer with %s', async (_name, raw) => {
    await using worker = await start()
    const outcome = await worker.invoke(undefined, { requestId: 'raw', payload: '', framing: { raw: [raw] } })
    expect(outcome).toMatchObject({ kind: 'exit', code: 1 })
    expect(worker.stderr()).not.toBe('')
  })

  test.each([
    ['refused', 413],
    ['accepted without a word', 200],
  ])('goes on when its report is %s', async (_name, status) => {
    await using worker = await start()
    worker.api.answerReportsWith(status)
    expect(parsed(await worker.invoke('large'))).toEqual({ n: 1, event: 'large' })
    expect(parsed(await worker.invoke('next'))).toEqual({ n: 2, event: 'next' })
  })

  test('ends with 0 when the connection ends while it waits', async () => {
    await using worker = await start()
    await worker.api.askedForNext()
    await worker.api.close()
    expect(await worker.exited).toBe(0)
    expect(worker.stderr()).toBe('')
  })

  test('ends when nothing listens', async () => {
    await using worker = await start({ environment: { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:1' } })
    expect(await worker.exited).toBe(1)
    expect(worker.stderr()).toMatch(/ECONNREFUSED|Connection refused/)
  })
})
