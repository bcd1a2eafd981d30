import { expect, test } from 'vitest'
import { UNKNOWN, type Value } from '../conversion/value.ts'
import { applyChange } from '../framework/apply.ts'
import { apiMapping } from './api-mapping.ts'
import { TestGateway } from './test-gateway.ts'

const state = { api_id: 'a1', api_mapping_key: 'v1', domain_name: 'a.example', id: 'm1', stage: 'one' }
const PATCH = 'PATCH /v2/domainnames/a.example/apimappings/m1'
const GET = 'GET /v2/domainnames/a.example/apimappings/m1'

test.each([
  ['a stage', { stage: 'two' }, { stage: 'two' }],
  ['a key that goes', { api_mapping_key: null }, { apiMappingKey: '' }],
  ['another API', { api_id: 'a2' }, { apiId: 'a2' }],
])('the id of the API goes along with %s', async (_, changed, expected) => {
  const planned = { ...state, ...changed }
  const found = { apiId: planned.api_id, apiMappingKey: planned.api_mapping_key ?? '', stage: planned.stage }
  await using gateway = await TestGateway.start({ [PATCH]: {}, [GET]: found })
  const outcome = await applyChange(apiMapping, state, planned, await gateway.client())
  expect(outcome).toEqual({ state: planned, diagnostics: [] })
  expect(gateway.calls).toEqual([[PATCH, { apiId: 'a1', ...expected }], [GET]])
})

test.each<[Value, string?]>([
  [null],
  [UNKNOWN],
  ['v1/pets'],
  ['/v1', "API mapping key should not start with a '/' or have consecutive '/'s."],
  ['v1//pets', "API mapping key should not start with a '/' or have consecutive '/'s."],
  ['v1/', "API mapping key should not end with a '/'."],
  ['k'.repeat(301), 'The key has 301 characters. Allowed: 300.'],
])('the key %s', async (key, ...details) => {
  const found = await apiMapping.check({ ...state, api_mapping_key: key })
  expect(found.map(({ detail }) => detail)).toEqual(details)
})
