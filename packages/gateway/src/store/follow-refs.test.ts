import { expect, test } from 'vitest'
import { followRefs } from './follow-refs.ts'
import { MemoryStore } from './memory-store.ts'

test('tells of what is there and of what changes, until it is ended', async () => {
  const store = new MemoryStore()
  const told: string[] = []
  const write = (name: string, revision?: number, text?: string) =>
    store.moveRef(name, revision, text === undefined ? undefined : Buffer.from(text))
  const a = await write('things/a', undefined, 'old')
  await write('things/b', undefined, 'old')
  await write('thingses/c', undefined, 'of others')

  const following = followRefs(store, 'things/', (id, bytes) => {
    told.push(`${id} ${bytes === undefined ? 'removed' : Buffer.from(bytes).toString()}`)
  })
  // While the list is read: the list must not take it back.
  const newer = await write('things/a', a, 'new')
  const end = await following
  expect(told.toSorted()).toEqual(['a new', 'b old'])

  await write('things/a', newer)
  expect(told.at(-1)).toBe('a removed')
  end()
  await write('things/d', undefined, 'unseen')
  expect(told).toHaveLength(3)
})
