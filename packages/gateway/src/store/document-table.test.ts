import { expect, test } from 'vitest'
import { DocumentRepository } from './document-repository.ts'
import { DocumentTable } from './document-table.ts'
import { MemoryStore } from './memory-store.ts'

interface Named {
  readonly name: string
}
const missing = () => new Error('there is none')

test('holds what is stored, and follows every writer', async () => {
  const store = new MemoryStore()
  const writer = new DocumentRepository<Named>(store, 'things/')
  await writer.create('a', { name: 'first' })
  await new DocumentRepository<Named>(store, 'thingses/').create('x', { name: 'of others' })
  const table = await DocumentTable.open<Named>(store, 'things/')
  expect([...table.values()]).toEqual([{ name: 'first' }])
  await writer.create('b', { name: 'second' })
  expect(table.get('b')).toEqual({ name: 'second' })
  await table.change('a', () => ({ name: 'changed' }), missing)
  expect(table.get('a')).toEqual({ name: 'changed' })
  expect(await writer.get('a')).toEqual({ name: 'changed' })
  await writer.change('a', () => undefined, missing)
  expect(table.get('a')).toBeUndefined()
  await table.create('c', { name: 'third' })
  expect(table.size).toBe(2)
  table.close()
  await writer.create('d', { name: 'unseen' })
  expect(table.get('d')).toBeUndefined()
})

test('misses nothing that moves while it is read', async () => {
  const store = new MemoryStore()
  const writer = new DocumentRepository<Named>(store, 'things/')
  for (const id of ['a', 'b', 'c']) await writer.create(id, { name: 'old' })
  const opening = DocumentTable.open<Named>(store, 'things/')
  const changes = [
    writer.change('a', () => ({ name: 'new' }), missing),
    writer.change('b', () => undefined, missing),
    writer.create('d', { name: 'new' }),
  ]
  const table = await opening
  await Promise.all(changes)
  expect([table.get('a'), table.get('b'), table.get('c'), table.get('d')]).toEqual([
    { name: 'new' },
    undefined,
    { name: 'old' },
    { name: 'new' },
  ])
})
