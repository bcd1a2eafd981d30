import type { DatabaseSync } from 'node:sqlite'
import type { Hash, Revision } from './store.ts'

export interface RefRow {
  readonly name: string
  readonly revision: Revision
  readonly bytes: Uint8Array
  readonly checksum: Uint8Array
}

export type Statements = ReturnType<typeof prepareStatements>

/** What SqliteStore asks of its database (its tables stand in sqlite-database.ts), prepared once. */
export function prepareStatements(database: DatabaseSync) {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const readObject = database.prepare('SELECT bytes FROM objects WHERE hash = ?')
  const writeObject = database.prepare('INSERT INTO objects (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING')
  // Both selects are answered by the index of hashes, which holds row numbers too: no object's bytes are read.
  const removeObjects = database.prepare(
    `DELETE FROM objects WHERE rowid IN
      (SELECT rowid FROM objects WHERE hash NOT IN (SELECT unhex(value) FROM json_each(?)))`,
  )
  const readRef = database.prepare('SELECT name, revision, bytes, checksum FROM refs WHERE name = ?')
  const refsFrom = database.prepare(
    'SELECT name, revision, bytes, checksum FROM refs WHERE name >= ? ORDER BY name LIMIT ?',
  )
  const refsAfter = database.prepare(
    'SELECT name, revision, bytes, checksum FROM refs WHERE name > ? ORDER BY name LIMIT ?',
  )
  const writeRef = database.prepare(
    `INSERT INTO refs (name, revision, bytes, checksum) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET revision = excluded.revision, bytes = excluded.bytes, checksum = excluded.checksum`,
  )
  const removeRef = database.prepare('DELETE FROM refs WHERE name = ?')
  const own = database.prepare('UPDATE state SET owner = ?')
  const nextRevision = database.prepare(
    'UPDATE state SET last_revision = last_revision + 1 WHERE owner = ? RETURNING last_revision',
  )
  return {
    begin: () => void begin.run(),
    commit: () => void commit.run(),
    readObject: (hash: Hash) => (readObject.get(keyOf(hash)) as { bytes: Uint8Array } | undefined)?.bytes,
    writeObject: (hash: Hash, bytes: Uint8Array) => void writeObject.run(keyOf(hash), bytes),
    removeObjectsExcept: (kept: Iterable<Hash>) => Number(removeObjects.run(JSON.stringify([...kept])).changes),
    readRef: (name: string) => readRef.get(name) as RefRow | undefined,
    refsFrom: (name: string, limit: number) => refsFrom.all(name, limit) as unknown as RefRow[],
    refsAfter: (name: string, limit: number) => refsAfter.all(name, limit) as unknown as RefRow[],
    writeRef: (row: RefRow) => void writeRef.run(row.name, row.revision, row.bytes, row.checksum),
    removeRef: (name: string) => void removeRef.run(name),
    /**
     * Puts `owner` over the mark of whoever had the database before. Without a sync of the disk, which costs a good part
     * of the start: the mark need not outlive a power cut, and the first move of a ref syncs it too.
     */
    own: (owner: string) => {
      database.exec('PRAGMA synchronous = NORMAL')
      own.run(owner)
      database.exec('PRAGMA synchronous = FULL')
    },
    /** The number of a move; undefined where `owner` no longer owns the database. */
    nextRevision: (owner: string) =>
      (nextRevision.get(owner) as { last_revision: Revision } | undefined)?.last_revision,
  }
}

function keyOf(hash: Hash): Uint8Array {
  return Buffer.from(hash, 'hex')
}
