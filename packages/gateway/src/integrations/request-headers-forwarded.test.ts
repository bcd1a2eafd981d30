import { expect, test } from 'vitest'
import { testRequest } from '../data-plane/test-request.ts'
import { headerOf } from '../transport/http-message.ts'
import { upstreamHeaders } from './request-headers.ts'

test.each([
  ['for=first', 'for=first, '],
  ['for="[2001:db8::1]";host="a\\"b"', 'for="[2001:db8::1]";host="a\\"b", '],
  ['for="unterminated', ''],
  ['for="escaped end\\"', ''],
])('a client’s Forwarded %j', (value, kept) => {
  const request = testRequest('GET', '/', { headers: ['Host', 'a', 'Forwarded', value] })
  expect(headerOf(upstreamHeaders(request, 'b', undefined), 'forwarded')).toBe(
    `${kept}for=${request.remoteAddress};host=a;proto=http`,
  )
})
