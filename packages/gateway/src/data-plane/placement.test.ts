import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Placement, placeRequest } from './placement.ts'

const ID = 'a1b2c3d4e5'

function api(target: string, stage?: string, apiId = ID): Placement {
  return { kind: 'execute-api', apiId, target, stage }
}

describe('host form', () => {
  test.each([
    ['region and AWS suffix', `${ID}.execute-api.eu-west-1.amazonaws.com`],
    ['no region', `${ID}.execute-api.localhost`],
    ['port', `${ID}.execute-api.localhost:4566`],
    ['upper case', `${ID.toUpperCase()}.EXECUTE-API.LocalHost`],
    ['final dot', `${ID}.execute-api.localhost.`],
  ])('%s', (_name, host) => {
    expect(placeRequest(host, '/prod/pets?x=1')).toEqual(api('/prod/pets?x=1'))
  })

  test.each([
    ['wins over /_postern', '/_postern/health'],
    ['wins over the path form', '/_aws/execute-api/zzzzzzzzzz/prod/'],
    ['keeps the target of OPTIONS *', '*'],
  ])('%s', (_name, target) => {
    expect(placeRequest(`${ID}.execute-api.localhost`, target)).toEqual(api(target))
  })

  test.each([
    undefined,
    '',
    'localhost:4566',
    '127.0.0.1',
    '[::1]:4566',
    '.execute-api.localhost',
    'a-b.execute-api.localhost',
    'a_b.execute-api.localhost',
    `${'a'.repeat(33)}.execute-api.localhost`,
    `${ID}.execute-api`,
    `${ID}.execute-api.`,
    `${ID}.execute-api.:4566`,
    `${ID}.execute-api:4566`,
    `${ID}.execute-apis.localhost`,
    `${ID}.execute_api.localhost`,
    `www.${ID}.execute-api.localhost`,
  ])('%s is another host', (host) => {
    expect(placeRequest(host, '/v2/apis')).toEqual({ kind: 'service' })
  })
})

describe('path form', () => {
  test.each<[target: string, placement: Placement]>([
    [`/_aws/execute-api/${ID}/prod/pets/7?x=1`, api('/pets/7?x=1', 'prod')],
    [`/_aws/execute-api/${ID}/prod`, api('/', 'prod')],
    [`/_aws/execute-api/${ID}/prod/`, api('/', 'prod')],
    [`/_aws/execute-api/${ID}/prod?a=/b/c`, api('/?a=/b/c', 'prod')],
    [`/_aws/execute-api/${ID}/$default/pets`, api('/pets', '$default')],
    [`/_aws/execute-api/${ID}/%24default/pets`, api('/pets', '$default')],
    [`/_aws/execute-api/${ID}/prod//x/`, api('//x/', 'prod')],
    [`/_aws/execute-api/${ID}/prod/_postern/health`, api('/_postern/health', 'prod')],
    // The stage is always named: without one, no stage has the empty name.
    [`/_aws/execute-api/${ID}`, api('/', '')],
    [`/_aws/execute-api/${ID}/`, api('/', '')],
    [`/_aws/execute-api/${ID}?x=/prod/`, api('/?x=/prod/', '')],
    [`/_aws/execute-api/`, api('/', '', '')],
    [`/_aws/execute-api//prod/x`, api('/x', 'prod', '')],
  ])('%s', (target, placement) => {
    expect(placeRequest('localhost:4566', target)).toEqual(placement)
  })
})

describe('other paths', () => {
  test.each<[target: string, placement: Placement]>([
    ['/_postern', { kind: 'postern', path: '/_postern' }],
    ['/_postern/', { kind: 'postern', path: '/_postern/' }],
    ['/_postern/health?x=1', { kind: 'postern', path: '/_postern/health' }],
    ['/_postern?x', { kind: 'postern', path: '/_postern' }],
    ['/_posterns', { kind: 'service' }],
    ['/_aws/execute-api', { kind: 'service' }],
    ['/v2/apis', { kind: 'service' }],
    ['/', { kind: 'service' }],
    ['*', { kind: 'service' }],
    ['', { kind: 'service' }],
  ])('%s', (target, placement) => {
    expect(placeRequest(undefined, target)).toEqual(placement)
  })
})

test('a path form leaves a target that begins with a slash and ends as the request did', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (rest) => {
      const target = `/_aws/execute-api/${ID}${rest}`
      const placed = placeRequest(undefined, target)
      const left = placed.kind === 'execute-api' ? placed.target : ''
      expect(left).toMatch(/^\//)
      expect([left, left.slice(1)].some((end) => target.endsWith(end))).toBe(true)
    }),
  )
})
