import { expect, test } from 'vitest'
import { answerNotReady, answerPostern, type ServerPhase } from './postern-endpoints.ts'

test.each<[string, string, ServerPhase, number, object]>([
  ['GET', '/_postern/health', 'starting', 200, { status: 'ok' }],
  ['GET', '/_postern/health', 'draining', 200, { status: 'ok' }],
  ['HEAD', '/_postern/health', 'ready', 200, { status: 'ok' }],
  ['GET', '/_postern/ready', 'starting', 503, { status: 'starting' }],
  ['GET', '/_postern/ready', 'ready', 200, { status: 'ready' }],
  ['GET', '/_postern/ready', 'draining', 503, { status: 'draining' }],
  ['POST', '/_postern/ready', 'ready', 405, { message: 'Method Not Allowed' }],
  ['GET', '/_postern/', 'ready', 404, { message: 'Not Found' }],
  ['GET', '/_postern/healthy', 'ready', 404, { message: 'Not Found' }],
])('%s %s while %s is %i', (method, path, phase, status, body) => {
  const response = answerPostern(path, { method }, phase)
  expect(response.status).toBe(status)
  expect(JSON.parse(response.body as string)).toEqual(body)
  expect(response.headers).toContain('no-store')
})

test('anything else has to wait until the server is ready', () => {
  const response = answerNotReady('starting')
  expect([response.status, response.body]).toEqual([503, '{"message":"Postern is starting"}'])
  expect(response.headers).toContain('Retry-After')
})
