import { expect, test } from 'vitest'
import { testRequest } from '../data-plane/test-request.ts'
import { upstreamHeaders } from './request-headers.ts'

const OWN = ['Forwarded', 'for=127.0.0.1;host=a.example;proto=http', 'Via', 'HTTP/1.1 AmazonAPIGateway']

function headersOf(...headers: string[]): string[] {
  return upstreamHeaders(testRequest('GET', '/', { headers: ['Host', 'a.example', ...headers] }), 'b:81', undefined)
}

test.each<[name: string, sent: string[], passed: string[]]>([
  ['nothing but Host', [], []],
  [
    'order, case and repetition stay',
    ['X-b', '1', 'accept', '*/*', 'X-B', '2'],
    ['X-b', '1', 'accept', '*/*', 'X-B', '2'],
  ],
  ['a length stays', ['Content-Length', '3'], ['Content-Length', '3']],
  ['credentials stay', ['Authorization', 'Bearer x', 'Cookie', 'a=b'], ['Authorization', 'Bearer x', 'Cookie', 'a=b']],
  ['X-Forwarded-* is neither made nor changed', ['X-Forwarded-For', '1.2.3.4'], ['X-Forwarded-For', '1.2.3.4']],
  [
    'hop-by-hop',
    [
      'Connection',
      'keep-alive',
      'Keep-Alive',
      'x',
      'TE',
      'trailers',
      'Trailer',
      'x',
      'Transfer-Encoding',
      'chunked',
      'Upgrade',
      'h2c',
      'Proxy-Authorization',
      'x',
    ],
    [],
  ],
  ['Expect was met by the listener', ['Expect', '100-continue'], []],
  [
    'what Connection names, before and after it',
    ['X-A', '1', 'Connection', 'x-a, X-B', 'x-b', '2', 'X-C', '3'],
    ['X-C', '3'],
  ],
  ['two Connection lines', ['Connection', 'x-a', 'Connection', 'x-b', 'X-A', '1', 'X-B', '1'], []],
  [
    'Connection takes neither Host nor a length',
    ['Connection', 'host, content-length', 'Content-Length', '3'],
    ['Content-Length', '3'],
  ],
  ['Via is added to', ['Via', '1.1 cache'], ['Via', '1.1 cache']],
])('%s', (_name, sent, passed) => {
  expect(headersOf(...sent)).toEqual(['Host', 'b:81', ...passed, ...OWN])
})

test.each([
  [['Forwarded', 'for=1.2.3.4'], 'for=1.2.3.4, for=127.0.0.1;host=a.example;proto=http'],
  [['forwarded', 'for=1', 'FORWARDED', 'for=2'], 'for=1, for=2, for=127.0.0.1;host=a.example;proto=http'],
  [['Forwarded', 'for=1', 'Connection', 'forwarded'], 'for=127.0.0.1;host=a.example;proto=http'],
])('Forwarded continues what came: %j', (sent, forwarded) => {
  expect(headersOf(...sent)).toEqual(['Host', 'b:81', 'Forwarded', forwarded, 'Via', 'HTTP/1.1 AmazonAPIGateway'])
})
