import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file unless it is there: whole and durable, or not at all. Where two processes write it at once, the first one
 * wins, and the other's text is dropped: read it back. Throws errors of node:fs.
 */
export function writeFirst(file: string, text: string, mode: number): void {
  const draft = `${file}.${randomUUID()}.tmp`
  try {
    writeDurably(draft, text, mode)
    // A second name, and not rename(2), which would replace what another process wrote meanwhile.
    linkSync(draft, file)
    syncDirectory(dirname(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function writeDurably(file: string, text: string, mode: number): void {
  const descriptor = openSync(file, 'wx', mode)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** fsync(2): syncing a file does not sync its name. Windows cannot open a directory, and needs no such call. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
