import { constants } from 'node:fs'
import { chmod, mkdir, mkdtemp, open, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileContent } from './file-content.ts'
import { type PackageFile, readPackageDirectory } from './package-directory.ts'
import { unsoundPackage } from './package-error.ts'
import { removeTree } from './remove-tree.ts'

/** Files that are written at the same time: most of the time goes into waiting for the disk. */
const WRITERS = 4

/** Never through a link, never over a file: the tree is new, so either would be somebody else's. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/**
 * Unpacks a function's package into `directory`, which must not be there; its parent must. It appears complete or not
 * at all, and read-only, as Lambda's `/var/task` is. All can read what is in it; executable is what the zip says so of,
 * which a zip from a system without such modes (Windows) says of nothing, as on Lambda; set-id bits are dropped.
 * Checks the package again while it reads. Resolves to the bytes of all files. Throws PackageError, or the file
 * system's error.
 */
export async function unpackPackage(zip: Uint8Array, directory: string): Promise<number> {
  const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  const { files, directories } = await readPackageDirectory(buffer)
  // Its mode is 0700: until it is complete, no other user of the machine can reach into it.
  const building = await mkdtemp(join(dirname(directory), `.${basename(directory)}-`))
  try {
    for (const path of directories) await inPackage(path, () => mkdir(join(building, path), 0o700))
    const queue = each(files)
    const writers = Array.from({ length: WRITERS }, () => writeAll(buffer, queue, building))
    // All have ended before anything is cleared away.
    await Promise.allSettled(writers)
    await Promise.all(writers)
    for (const path of directories) await chmod(join(building, path), 0o555)
    await chmod(building, 0o555)
    await rename(building, directory)
    return files.reduce((sum, file) => sum + file.size, 0)
  } catch (error) {
    // What went wrong first is what matters; a cache sweeps its root when it begins.
    await removeTree(building).catch(() => undefined)
    throw error
  }
}

/** Several share a queue: what one takes, no other does. The first failure ends it for all, as a loop that is left does. */
async function writeAll(zip: Buffer, queue: Generator<PackageFile>, building: string): Promise<void> {
  for (const file of queue) await inPackage(file.path, () => write(zip, file, join(building, file.path)))
}

/** An array's own iterator cannot be ended. */
function* each(files: readonly PackageFile[]): Generator<PackageFile> {
  yield* files
}

async function write(zip: Buffer, file: PackageFile, place: string): Promise<void> {
  const handle = await open(place, NEW_FILE, 0o600)
  try {
    for await (const chunk of fileContent(zip, file)) {
      // A write may take less than all.
      for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten
    }
    // Not at opening: the process's umask would take its share.
    await handle.chmod(file.executable ? 0o555 : 0o444)
  } finally {
    await handle.close()
  }
}

/** A package may hold names that only other file systems tell apart: `Index.js` and `index.js` on macOS. */
async function inPackage<Result>(path: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code === 'EEXIST') throw unsoundPackage("this machine's file system takes it for another one", path)
    if (error.code === 'EILSEQ' || error.code === 'ENAMETOOLONG') {
      throw unsoundPackage("this machine's file system cannot keep its name", path)
    }
    throw error
  }
}
