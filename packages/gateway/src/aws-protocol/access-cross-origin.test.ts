import { expect, test } from 'vitest'
import { createCrossOriginAccess } from './access-cross-origin.ts'

const access = createCrossOriginAccess(['https://console.example.com'])
const page = ['Origin', 'https://console.example.com']
const asks = ['Access-Control-Request-Method', 'PATCH', 'Access-Control-Request-Headers', 'authorization,x-amz-date']

test('answers the preflight of an allowed page', () => {
  expect(access.preflight('OPTIONS', [...page, ...asks])).toEqual({
    status: 204,
    headers: [
      'access-control-allow-origin',
      'https://console.example.com',
      'access-control-allow-methods',
      'GET,POST,PUT,PATCH,DELETE',
      'access-control-allow-headers',
      'authorization,x-amz-date',
      'access-control-max-age',
      '600',
      'vary',
      'origin',
    ],
    body: undefined,
  })
})

test.each([
  ['of another page', 'OPTIONS', ['origin', 'https://evil.example', ...asks]],
  ['of no page', 'OPTIONS', asks],
  ['that is none', 'OPTIONS', page],
  ['by another method', 'POST', [...page, ...asks]],
])('answers no preflight %s', (_what, method, headers) => {
  expect(access.preflight(method, headers)).toBeUndefined()
})

test('does not repeat header names that are none', () => {
  const headers = [...page, 'access-control-request-method', 'GET', 'access-control-request-headers', 'a: b']
  expect(access.preflight('OPTIONS', headers)?.headers).not.toContain('access-control-allow-headers')
})

test('opens answers to the allowed page alone', () => {
  const answer = { status: 200, headers: ['content-type', 'application/json'], body: '{}' }
  expect(access.opened(answer, page)).toEqual({
    ...answer,
    headers: [
      ...answer.headers,
      'access-control-allow-origin',
      'https://console.example.com',
      'access-control-expose-headers',
      'x-amzn-ErrorType,x-amzn-RequestId',
      'vary',
      'origin',
    ],
  })
  expect(access.opened(answer, ['origin', 'https://evil.example'])).toBe(answer)
  expect(access.opened(answer, [])).toBe(answer)
})
