import { expect, test } from 'vitest'
import { startWorker } from './worker-under-test.ts'

const node = { command: process.execPath, source: 'node.ts' } as const

test('answers', async () => {
  await using worker = await startWorker(node, { files: { 'index.js': 'exports.handler = async (e) => ({ e })' } })
  expect(await worker.invoke({ a: 'ü€😀' })).toMatchObject({ kind: 'response', body: '{"e":{"a":"ü€😀"}}' })
  expect(await worker.invoke(2)).toMatchObject({ kind: 'response', body: '{"e":2}' })
})
