import { chmodSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { hasDatabase, syncDirectory } from './data-directory.ts'
import { newerFormat } from './start-up-problem.ts'
import { StoreDamaged } from './store.ts'

const FILE = 'postern.db'

/** `Pstn`: what tells Postern's databases from others (https://sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x50_73_74_6e

/** Another process may read (a backup), which never blocks a writer in WAL mode; a checkpoint by it may, for a moment. */
const BUSY_TIMEOUT_MS = 2000

/** Enough for the pages that changes touch; the kernel caches the rest. */
const CACHE_KIB = 8192

/** The entry at index n leads from format n to n + 1. Formats that were released never change: add an entry. */
const migrations: readonly string[] = [
  `CREATE TABLE objects (hash BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE refs (
    name TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, bytes BLOB NOT NULL, checksum BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), last_revision INTEGER NOT NULL, owner TEXT NOT NULL) STRICT;
  INSERT INTO state VALUES (1, 0, '');`,
]

/**
 * Opens the database of a claimed data directory in the present format, making it where there is none. Throws
 * StoreUnusable for a newer format, StoreDamaged for a file that SQLite finds faulty, and errors of node:sqlite.
 */
export function openDatabase(directory: string): DatabaseSync {
  const file = join(directory, FILE)
  if (!hasDatabase(directory, FILE)) createDatabase(directory, file)
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    const format = Number(pragma(database, 'user_version'))
    if (pragma(database, 'application_id') !== APPLICATION_ID) throw new StoreDamaged(`${FILE} is not Postern's`)
    if (format > migrations.length) throw newerFormat(directory, format, migrations.length)
    if (format < 1) throw new StoreDamaged(`${FILE} has no format number`)
    // FULL: a commit returns when the write-ahead log is on the disk, and not only in the kernel's hands.
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -${CACHE_KIB}`)
    const verdict = pragma(database, 'quick_check(1)')
    if (verdict !== 'ok') throw new StoreDamaged(String(verdict))
    migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Under another name until it is whole, so that a crash leaves either no database or one that opens. */
function createDatabase(directory: string, file: string): void {
  const draft = `${file}.new`
  for (const leftover of [draft, `${draft}-journal`]) rmSync(leftover, { force: true })
  const database = new DatabaseSync(draft)
  try {
    chmodSync(draft, 0o600)
    database.exec(`PRAGMA synchronous = FULL; PRAGMA application_id = ${APPLICATION_ID}`)
    migrate(database)
  } finally {
    database.close()
  }
  renameSync(draft, file)
  syncDirectory(directory)
}

function migrate(database: DatabaseSync): void {
  const format = Number(pragma(database, 'user_version'))
  for (const [index, migration] of migrations.entries()) {
    // The format's number moves with the tables, in one transaction.
    if (index >= format) database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}

function pragma(database: DatabaseSync, text: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${text}`).get() ?? {})[0]
}
