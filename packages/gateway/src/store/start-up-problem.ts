import { StoreDamaged, StoreUnusable } from './store.ts'

/** Primary result codes of SQLite (https://sqlite.org/rescode.html) that are not about the contents of its files. */
const BUSY = 5
const NOMEM = 7
const READONLY = 8
const IOERR = 10
const FULL = 13
const CANTOPEN = 14

/**
 * What to tell the user of a data directory that cannot be opened: one line that says what to do (docs/operations.md
 * has a section for each). Answers the error itself where it is of another kind, such as a mistake of ours.
 */
export function startUpProblem(directory: string, error: unknown): unknown {
  if (error instanceof StoreDamaged) return damaged(directory, error.message)
  if (!(error instanceof Error) || error instanceof StoreUnusable) return error
  if ('errcode' in error && typeof error.errcode === 'number') return sqliteProblem(directory, error, error.errcode)
  return 'code' in error && typeof error.code === 'string' && 'syscall' in error
    ? fileProblem(directory, error.code, error.syscall)
    : error
}

function inUse(directory: string): StoreUnusable {
  return new StoreUnusable(
    `data directory ${directory} is in use by another process: stop that process, or choose another --data-dir`,
  )
}

export function newerFormat(directory: string, found: number, known: number): StoreUnusable {
  return new StoreUnusable(
    `data directory ${directory} was written by a newer Postern (format ${found}, this one knows up to ${known}): ` +
      'start that version, or choose another --data-dir',
  )
}

function damaged(directory: string, found: string): StoreUnusable {
  return new StoreUnusable(
    `data directory ${directory} is damaged (${found.replaceAll(/\s+/g, ' ')}): put it aside and restore a backup of it, ` +
      'or choose another --data-dir',
  )
}

function notWritable(directory: string, reason: string): StoreUnusable {
  return new StoreUnusable(
    `data directory ${directory} cannot be written (${reason}): let this user write it and the files in it, ` +
      'or choose another --data-dir',
  )
}

function sqliteProblem(directory: string, error: Error, errcode: number): Error {
  // The low byte of an extended result code is the primary one.
  switch (errcode & 0xff) {
    case BUSY:
      return inUse(directory)
    case READONLY:
    case CANTOPEN:
      return notWritable(directory, error.message)
    case FULL:
      return diskFull(directory)
    case IOERR:
      return new StoreUnusable(
        `data directory ${directory} cannot be read or written (${error.message}): check the disk`,
      )
    case NOMEM:
      return error
    // Besides CORRUPT and NOTADB: what was asked at the start never fails on tables as Postern makes them, so that a
    // table that is not there, say, is damage, too.
    default:
      return damaged(directory, error.message)
  }
}

function fileProblem(directory: string, code: string, syscall: unknown): StoreUnusable {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return new StoreUnusable(`data directory ${directory} is not a directory: choose another --data-dir`)
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(directory)
    default:
      return syscall === 'mkdir'
        ? new StoreUnusable(`data directory ${directory} cannot be made (${code}): choose another --data-dir`)
        : notWritable(directory, code)
  }
}

function diskFull(directory: string): StoreUnusable {
  return new StoreUnusable(`data directory ${directory} cannot be written: the disk is full: make room on it`)
}
