import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a directory and those above it, where there are none; answers the topmost one that it made. The `recursive` of
 * mkdirSync never ends where a directory that is there takes no others and says ENOENT, as /proc does (Node 24): here each
 * is tried once. Throws errors of node:fs: EEXIST or ENOTDIR where something else is in the way.
 */
export function makeDirectory(directory: string, mode: number): string | undefined {
  const path = resolve(directory)
  const missing = [path]
  for (let above = dirname(path); !isThere(above) && above !== dirname(above); above = dirname(above)) {
    missing.unshift(above)
  }
  let made: string | undefined
  for (const one of missing) {
    try {
      mkdirSync(one, { mode })
      made ??= one
    } catch (error) {
      // It was there, or another process was quicker. Some systems have other words for that than EEXIST.
      if (statSync(one, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
    }
  }
  return made
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
