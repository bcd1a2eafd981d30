import { expect, test } from 'vitest'
import { testRequest } from '../data-plane/test-request.ts'
import { forwardedElement } from './forwarded.ts'

test.each<[remoteAddress: string, secure: boolean, host: string, gateway: string | undefined, expected: string]>([
  ['198.51.100.9', true, 'b.example', '192.0.2.1', 'by=192.0.2.1;for=198.51.100.9;host=b.example;proto=https'],
  ['127.0.0.1', false, 'b.example:4566', undefined, 'for=127.0.0.1;host="b.example:4566";proto=http'],
  ['::1', false, '[::1]:80', '::1', 'by="[::1]";for="[::1]";host="[::1]:80";proto=http'],
  ['::ffff:10.0.0.1', false, 'x', undefined, 'for=10.0.0.1;host=x;proto=http'],
  // Hosts that would add parameters or elements of their own.
  ['10.0.0.1', false, 'x;for=1.2.3.4', undefined, 'for=10.0.0.1;proto=http'],
  ['10.0.0.1', false, 'x",for=1.2.3.4', undefined, 'for=10.0.0.1;proto=http'],
  ['10.0.0.1', false, 'x\r\ny', undefined, 'for=10.0.0.1;proto=http'],
  ['10.0.0.1', false, '', undefined, 'for=10.0.0.1;proto=http'],
])('%s, secure %s, host %s, gateway %s', (remoteAddress, secure, host, gateway, expected) => {
  expect(forwardedElement(testRequest('GET', '/', { remoteAddress, secure }), host, gateway)).toBe(expected)
})
