import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from './open-sqlite-store.ts'
import { openDatabase } from './sqlite-database.ts'
import { SqliteStore } from './sqlite-store.ts'
import { describeStore } from './store-contract.ts'

const makeDirectory = () => mkdtemp(join(tmpdir(), 'postern-store-'))

describeStore('SqliteStore', true, async () => {
  const directory = await makeDirectory()
  return {
    open: () => openSqliteStore(directory),
    dispose: () => rm(directory, { recursive: true }),
  }
})

test('a full disk fails a change as a whole, and those after it succeed once there is room', async () => {
  const directory = await makeDirectory()
  const database = openDatabase(directory)
  const store = new SqliteStore(database, () => undefined)
  const first = await store.moveRef('r', undefined, Buffer.from('one'))
  const told: string[] = []
  store.watchRefs('', (change) => void told.push(change.name))

  // As many pages as there are: SQLite answers as it does on a full disk.
  database.exec('PRAGMA max_page_count = 1')
  const waiting = await store.writeObject(Buffer.alloc(100_000, 1))
  await expect(store.moveRef('r', first, Buffer.from('two'))).rejects.toThrow('database or disk is full')
  await expect(store.moveRef('s', undefined, Buffer.from('new'))).rejects.toThrow('database or disk is full')
  // Past what may wait in memory, an object is refused; those that wait stay, for whoever holds their hashes.
  await expect(store.writeObject(Buffer.alloc(5_000_000, 2))).rejects.toThrow('database or disk is full')
  expect((await store.readObject(waiting)).length).toBe(100_000)
  expect((await store.readRef('r'))?.revision).toBe(first)
  expect(await store.readRef('s')).toBeUndefined()
  expect(told).toEqual([])

  database.exec('PRAGMA max_page_count = 1000000')
  await store.moveRef('r', first, Buffer.from('two'))
  expect(told).toEqual(['r'])
  await store.close()
  const again = new SqliteStore(openDatabase(directory), () => undefined)
  expect((await again.readObject(waiting)).length).toBe(100_000)
  await again.close()
  await rm(directory, { recursive: true })
})
