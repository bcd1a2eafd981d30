import { expect, test } from 'vitest'
import { foreignEndpoints } from './foreign-endpoints.ts'

test.each([
  ['http://localhost:4566', false],
  ['http://127.0.0.1:4566/', false],
  ['http://[::1]:4566', false],
  ['http://postern.localhost:4566', false],
  ['http://10.0.0.7:4566', false],
  ['http://10.0.0.8:4566', true],
  ['http://localhost:5000', true],
  ['http://localhost', true],
  ['https://localhost:4566', false],
  ['https://localhost', true],
  ['https://lambda.eu-west-1.amazonaws.com', true],
])('%s is another server: %s', (endpoint, isForeign) => {
  const endpoints = { lambda: endpoint, sts: endpoint, s3: endpoint }
  const kept = isForeign ? endpoint : undefined
  expect(foreignEndpoints(endpoints, { host: '10.0.0.7', port: 4566 })).toEqual({ lambda: kept, sts: kept, s3: kept })
})

test('what is not configured stays so', () => {
  const none = { lambda: undefined, sts: undefined, s3: undefined }
  expect(foreignEndpoints(none, { host: '127.0.0.1', port: 4566 })).toEqual(none)
})
