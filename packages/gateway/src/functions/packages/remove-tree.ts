import { chmod, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes a directory with everything in it, read-only directories too: an unpacked package is one. Follows no links.
 * What is not there is no error.
 */
export async function removeTree(directory: string): Promise<void> {
  await makeWritable(directory)
  await rm(directory, { recursive: true, force: true })
}

async function makeWritable(directory: string): Promise<void> {
  try {
    await chmod(directory, 0o700)
    for (const child of await readdir(directory, { withFileTypes: true })) {
      if (child.isDirectory()) await makeWritable(join(directory, child.name))
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
