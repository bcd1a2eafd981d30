import { describe, expect, test } from 'vitest'
import { CallContext } from '../data-plane/call-context.ts'
import { ChunkSource, testRequest } from '../data-plane/test-request.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { reply } from './reply.ts'

function replied(answer: Partial<HttpResponse>, method = 'GET') {
  const context = new CallContext('a1b2c3d4e5', testRequest(method, '/'))
  const { status, headers, body } = reply({ status: 200, headers: [], body: 'x', ...answer }, context)
  expect(headers.slice(-2)).toEqual(['Apigw-Requestid', context.requestId])
  return { status, headers: headers.slice(0, -2), body }
}

describe('headers', () => {
  test.each<[name: string, sent: string[], passed: string[]]>([
    [
      'order, case and repetition stay',
      ['set-cookie', 'a', 'X', '1', 'Set-Cookie', 'b'],
      ['set-cookie', 'a', 'X', '1', 'Set-Cookie', 'b'],
    ],
    [
      'codings and lengths stay',
      ['Content-Encoding', 'gzip', 'Content-Length', '1'],
      ['Content-Encoding', 'gzip', 'Content-Length', '1'],
    ],
    [
      'hop-by-hop',
      [
        'Connection',
        'close',
        'Keep-Alive',
        'x',
        'Transfer-Encoding',
        'chunked',
        'Trailer',
        'x',
        'Upgrade',
        'h2',
        'Proxy-Authenticate',
        'x',
      ],
      [],
    ],
    [
      'named by Connection',
      ['X-A', '1', 'Connection', 'X-A, x-b', 'Connection', 'x-c', 'X-B', '2', 'X-C', '3', 'X-D', '4'],
      ['X-D', '4'],
    ],
    ['a request id of the backend’s own gives way', ['apigw-requestid', 'theirs'], []],
    ['names that may not be written', ['Bad Name', '1', 'X\r\nSet-Cookie', '2', '', '3', 'Good', '4'], ['Good', '4']],
    [
      'values that would split the answer',
      ['X-A', 'a\r\nSet-Cookie: b', 'X-B', 'a\nb', 'X-C', 'a\0b', 'X-D', 'fine'],
      ['X-D', 'fine'],
    ],
  ])('%s', (_name, sent, passed) => {
    expect(replied({ headers: sent }).headers).toEqual(passed)
  })
})

describe('bodies', () => {
  test.each<[string, HttpResponse['body']]>([
    ['text', 'x'],
    ['bytes', Buffer.from('x')],
    ['source', new ChunkSource(['x'])],
  ])('%s passes untouched', (_name, body) => {
    expect(replied({ body }).body).toBe(body)
  })

  test('the answer to HEAD keeps its length and loses a body that the backend was asked for with another method', () => {
    const source = new ChunkSource(['12345'], 5)
    const { headers, body } = replied({ headers: ['Content-Length', '5'], body: source }, 'HEAD')
    expect([headers, body]).toEqual([['Content-Length', '5'], undefined])
    // A small one is read to its end, which keeps the backend's connection.
    expect([source.written, source.cancelled]).toEqual([1, undefined])
  })

  test.each([70_000, undefined])('a body of %s bytes that nobody wants is cancelled', (length) => {
    const source = new ChunkSource(['1'], length)
    expect(replied({ body: source }, 'HEAD').body).toBeUndefined()
    expect(source.cancelled).toBeInstanceOf(Error)
  })

  test.each([
    [200, []],
    [204, []],
    [304, ['Content-Length', '5']],
  ])('status %i without a body has the length lines %j', (status, expected) => {
    expect(replied({ status, headers: ['Content-Length', '5'], body: undefined }).headers).toEqual(expected)
  })
})
