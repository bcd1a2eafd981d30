import { expect, test } from 'vitest'
import { apiEndpoints } from './api-endpoint.ts'

test.each<[string | undefined, 'HTTP' | 'WEBSOCKET', string]>([
  [undefined, 'HTTP', 'http://abc.execute-api.localhost:4567'],
  [undefined, 'WEBSOCKET', 'ws://abc.execute-api.localhost:4567'],
  ['https://gateway.example.com', 'HTTP', 'https://abc.execute-api.gateway.example.com'],
  ['https://gateway.example.com:8443', 'WEBSOCKET', 'wss://abc.execute-api.gateway.example.com:8443'],
  ['http://gateway.example.com', 'HTTP', 'http://abc.execute-api.gateway.example.com'],
])('%s %s: %s', (publicUrl, protocolType, endpoint) => {
  expect(apiEndpoints({ publicUrl }, 4567)('abc', protocolType)).toBe(endpoint)
})
