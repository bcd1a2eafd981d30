import { expect, test } from 'vitest'
import { proxyFor, readProxies } from './proxy.ts'

const settings = { http: 'http://plain:3128', https: 'secure:3129', none: '' }

test.each([
  ['https:', 'apigateway.us-east-1.amazonaws.com', 443, '', 'http://secure:3129'],
  ['http:', 'postern.test', 80, '', 'http://plain:3128'],
  ['http:', 'localhost', 4566, '', undefined],
  ['http:', '127.1.2.3', 4566, '', undefined],
  ['http:', '[::1]', 4566, '', undefined],
  ['http:', 'postern.test', 80, '*', undefined],
  ['http:', 'postern.test', 80, 'other.test, postern.test', undefined],
  ['http:', 'a.Postern.test', 80, 'postern.TEST', undefined],
  ['http:', 'notpostern.test', 80, 'postern.test', 'http://plain:3128'],
  ['http:', 'postern.test', 80, '.postern.test', 'http://plain:3128'],
  ['http:', 'a.postern.test', 80, '.postern.test', undefined],
  ['http:', 'a.postern.test', 80, '*.postern.test', undefined],
  ['http:', 'postern.test', 80, 'postern.test:81', 'http://plain:3128'],
  ['http:', 'postern.test', 81, 'postern.test:81', undefined],
  ['http:', '10.1.2.3', 80, '10.0.0.0/8', undefined],
  ['http:', '11.1.2.3', 80, '10.0.0.0/8', 'http://plain:3128'],
  ['http:', '10.1.2.3', 80, '10.1.2.3', undefined],
  ['http:', '[fd00::1]', 80, 'fd00::/8', undefined],
  ['http:', '10.1.2.3', 80, '10.0.0.0/99', 'http://plain:3128'],
])('%s %s:%i, direct %j: %s', (protocol, host, port, none, expected) => {
  expect(proxyFor({ ...settings, none }, protocol, host, port)).toBe(expected)
})

test('without proxies, all is direct', () => {
  expect(proxyFor({ http: undefined, https: undefined, none: '' }, 'https:', 'example.org', 443)).toBeUndefined()
})

test.each([
  [{}, {}, { http: undefined, https: undefined, none: '' }],
  [{ http_proxy: 'a' }, {}, { http: 'a', https: 'a', none: '' }],
  [{ http_proxy: 'a' }, { HTTPS_PROXY: 'b' }, { http: 'a', https: 'b', none: '' }],
  [
    { https_proxy: 'a', no_proxy: 'x' },
    { HTTPS_PROXY: 'b', no_proxy: 'y' },
    { http: undefined, https: 'a', none: 'x' },
  ],
  [{}, { http_proxy: 'c', https_proxy: 'd', NO_PROXY: 'e' }, { http: 'c', https: 'd', none: 'e' }],
  // The environment's http_proxy is for HTTP alone.
  [{}, { HTTP_PROXY: 'c' }, { http: 'c', https: undefined, none: '' }],
])('%j with the environment %j', (config, environment, expected) => {
  expect(readProxies(config, environment)).toEqual(expected)
})
