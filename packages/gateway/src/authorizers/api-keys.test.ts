import { expect, test } from 'vitest'
import { ApiKeys } from './api-keys.ts'

const keys = new ApiKeys([
  { id: 'anywhere', value: 'value-of-anywhere-key' },
  { id: 'staged', value: 'value-of-staged-key-00', stages: ['a1b2c3d4e5/prod', 'other/dev'] },
  { id: 'disabled', value: 'value-of-disabled-key', enabled: false },
])

test.each<[value: string, place: [apiId: string, stage: string], id: string | undefined]>([
  ['value-of-anywhere-key', ['a1b2c3d4e5', 'prod'], 'anywhere'],
  ['value-of-staged-key-00', ['a1b2c3d4e5', 'prod'], 'staged'],
  ['value-of-staged-key-00', ['other', 'dev'], 'staged'],
  ['value-of-staged-key-00', ['a1b2c3d4e5', 'dev'], undefined],
  ['value-of-disabled-key', ['a1b2c3d4e5', 'prod'], undefined],
  ['VALUE-OF-ANYWHERE-KEY', ['a1b2c3d4e5', 'prod'], undefined],
  ['anywhere', ['a1b2c3d4e5', 'prod'], undefined],
  ['', ['a1b2c3d4e5', 'prod'], undefined],
])('%s at %j: %s', (value, [apiId, stage], id) => {
  expect(keys.find(value, apiId, stage)?.id).toBe(id)
})
