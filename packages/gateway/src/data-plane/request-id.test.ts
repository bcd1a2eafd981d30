import { expect, test } from 'vitest'
import { newRequestId } from './request-id.ts'

test('ids have the shape of AWS and do not repeat, across batches', () => {
  const ids = Array.from({ length: 2_000 }, newRequestId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) {
    expect(id).toMatch(/^[A-Za-z0-9_-]{15}=$/)
    expect(Buffer.from(id, 'base64url')).toHaveLength(11)
  }
})
