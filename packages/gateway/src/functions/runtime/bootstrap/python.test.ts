import { expect } from 'vitest'
import { findProgram, testWith } from '../../../../../../test/support/find-program.ts'
import { startWorker } from './worker-under-test.ts'

const python = { command: 'python3', source: 'python.py' } as const
const test = testWith('python3', findProgram('python3') !== undefined)

test('answers', async () => {
  await using worker = await startWorker(python, { files: { 'index.py': 'def handler(e, c):\n  return {"e": e}\n' } })
  expect(await worker.invoke({ a: 'ü€😀' })).toMatchObject({ kind: 'response' })
  expect(await worker.invoke(2)).toMatchObject({ kind: 'response', body: '{"e": 2}' })
})
