import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from './open-sqlite-store.ts'
import { describeStore } from './store-contract.ts'

describeStore('SqliteStore', true, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-store-'))
  return {
    open: () => openSqliteStore(directory),
    dispose: () => rm(directory, { recursive: true }),
  }
})
