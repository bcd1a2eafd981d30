import { closeSync, existsSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeDirectory } from '../files/make-directory.ts'
import { StoreDamaged } from './store.ts'

/** For the kernel to finish with a process that was killed a moment ago. */
const LOCK_PATIENCE_MS = 300

/**
 * Makes the directory where there is none, and takes it for this process alone; answers the way to let it go.
 *
 * The lock is SQLite's own on an empty database beside the data, held by a transaction that never ends: the kernel
 * releases it when the process dies, however it dies, on every system that SQLite runs on. It is not on the data
 * itself, so that `sqlite3 postern.db .backup` works while the server runs. Whoever deletes the lock file of a running
 * server gets past it; then SqliteStore's owner mark keeps the older process from writing.
 * Throws errors of node:fs and node:sqlite; SQLITE_BUSY where another process has the directory.
 */
export function claimDataDirectory(directory: string): () => void {
  const made = makeDirectory(directory, 0o700)
  if (made !== undefined) syncDirectory(dirname(made))
  const file = join(directory, 'postern.lock')
  // For this user alone, since who can read it can lock it. Only where there is none: POSIX drops a process's lock on a
  // file as soon as the process closes any descriptor of it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  const lock = new DatabaseSync(file, { timeout: LOCK_PATIENCE_MS })
  try {
    // Nothing is written, so there is nothing to roll back: no journal beside it.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error
  }
  return () => lock.close()
}

/**
 * Is there a database in the directory yet? Throws StoreDamaged where there was one that is gone: SQLite would take an
 * empty file for a new database, and serve nothing.
 */
export function hasDatabase(directory: string, file: string): boolean {
  const names = new Set(readdirSync(directory))
  if (!names.has(file)) {
    if (names.has(`${file}-wal`)) throw new StoreDamaged(`${file}-wal is there, but ${file} is missing`)
    return false
  }
  const entry = statSync(join(directory, file))
  if (!entry.isFile()) throw new StoreDamaged(`${file} is not a file`)
  if (entry.size === 0) throw new StoreDamaged(`${file} is empty`)
  return true
}

/** Makes the names in a directory durable (fsync(2): syncing a file does not sync its name). */
export function syncDirectory(directory: string): void {
  // Windows cannot open a directory, and needs no such call.
  if (process.platform === 'win32') return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
