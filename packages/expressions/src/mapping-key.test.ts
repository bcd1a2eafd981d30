import { describe, expect, test } from 'vitest'
import { parseMappingKey } from './mapping-key.ts'

/** Guide: http-api-parameter-mapping. */
test.each<['request' | 'response', string, string, string, string]>([
  ['request', 'append:header.X-A', 'append', 'header', 'X-A'],
  ['request', 'overwrite:header.a.b', 'overwrite', 'header', 'a.b'],
  ['request', 'remove:header.Host', 'remove', 'header', 'Host'],
  ['request', 'append:querystring.a b', 'append', 'querystring', 'a b'],
  ['request', 'overwrite:querystring.é', 'overwrite', 'querystring', 'é'],
  ['request', 'remove:querystring.a', 'remove', 'querystring', 'a'],
  ['request', 'overwrite:path', 'overwrite', 'path', ''],
  ['response', 'append:header.a', 'append', 'header', 'a'],
  ['response', 'overwrite:header.Content-Type', 'overwrite', 'header', 'Content-Type'],
  ['response', 'remove:header.server', 'remove', 'header', 'server'],
  ['response', 'overwrite:statuscode', 'overwrite', 'statuscode', ''],
])('of a %s: %s', (side, key, action, location, name) => {
  expect(parseMappingKey(key, side)).toEqual({ action, location, name })
})

test.each<['request' | 'response', string]>([
  ['request', ''],
  ['request', 'header.a'],
  ['request', 'append:'],
  ['request', 'append:header'],
  ['request', 'append:header.'],
  ['request', 'Append:header.a'],
  ['request', 'append:Header.a'],
  ['request', ' append:header.a'],
  ['request', 'append:body.a'],
  ['request', 'append:path'],
  ['request', 'remove:path'],
  ['request', 'overwrite:path.a'],
  ['request', 'overwrite:statuscode'],
  ['response', 'overwrite:path'],
  ['response', 'append:querystring.a'],
  ['response', 'append:statuscode'],
  ['response', 'remove:statuscode'],
])('of a %s, %j is none', (side, key) => {
  expect(parseMappingKey(key, side)).toEqual({ problem: `Invalid mapping key: ${key}` })
})

describe('header names', () => {
  test.each(['a b', 'a:b', 'é', 'a"', 'a/b', '(a)'])('%s is none', (name) => {
    expect(parseMappingKey(`append:header.${name}`, 'request')).toEqual({ problem: `Invalid header name: ${name}` })
  })

  test('do not span lines', () => {
    expect(parseMappingKey('append:header.a\nb', 'request')).toHaveProperty('problem')
  })

  test.each([
    'Access-Control-Allow-Origin',
    'apigw-requestid',
    'Authorization',
    'Connection',
    'Content-Encoding',
    'Content-Length',
    'Content-Location',
    'Forwarded',
    'Keep-Alive',
    'Origin',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'TE',
    'Trailers',
    'Transfer-Encoding',
    'Upgrade',
    'x-amz-date',
    'X-Amzn-Trace-Id',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'Via',
  ])('%s is reserved', (name) => {
    for (const side of ['request', 'response'] as const) {
      expect(parseMappingKey(`remove:header.${name}`, side)).toEqual({
        problem: `Operations on header ${name} are restricted`,
      })
    }
    // Only headers are.
    expect(parseMappingKey(`append:querystring.${name}`, 'request')).toHaveProperty('name', name)
  })

  test.each(['Host', 'Content-Type', 'x-amzon', 'access', 'constructor', '__proto__'])('%s is not reserved', (name) => {
    expect(parseMappingKey(`remove:header.${name}`, 'request')).toEqual({ action: 'remove', location: 'header', name })
  })
})
