import { expect, test } from 'vitest'
import { CallContext } from './call-context.ts'
import { testRequest } from './test-request.ts'

test.each<[host: string | undefined, isPathForm: boolean, expected: string, domainName: string]>([
  ['k3x9ab.execute-api.localhost:4566', false, 'k3x9ab.execute-api.localhost:4566', 'k3x9ab.execute-api.localhost'],
  ['api.example.com', false, 'api.example.com', 'api.example.com'],
  ['127.0.0.1:4566', true, 'k3x9ab.execute-api.localhost:4566', 'k3x9ab.execute-api.localhost'],
  ['[::1]:4566', true, 'k3x9ab.execute-api.localhost:4566', 'k3x9ab.execute-api.localhost'],
  ['[::1]', true, 'k3x9ab.execute-api.localhost', 'k3x9ab.execute-api.localhost'],
  ['localhost:4566', true, 'k3x9ab.execute-api.localhost:4566', 'k3x9ab.execute-api.localhost'],
  ['gw.example.com', true, 'k3x9ab.execute-api.gw.example.com', 'k3x9ab.execute-api.gw.example.com'],
  [undefined, false, 'k3x9ab.execute-api.localhost', 'k3x9ab.execute-api.localhost'],
])('host %s, path form %s: %s', (host, isPathForm, expected, domainName) => {
  const request = testRequest('GET', '/', { headers: host === undefined ? [] : ['HOST', host] })
  const context = new CallContext('k3x9ab', request, isPathForm)
  expect([context.host, context.domainName]).toEqual([expected, domainName])
})
