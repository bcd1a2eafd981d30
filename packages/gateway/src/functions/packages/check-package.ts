import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { fileContent } from './file-content.ts'
import { readPackageDirectory } from './package-directory.ts'
import { emptyPackage, zippedTooLarge } from './package-error.ts'
import { packageLimits } from './package-limits.ts'

/** What Lambda tells of a package, and what it takes on disk. */
export interface PackageFacts {
  /** Bytes of the zip. */
  readonly codeSize: number
  /** SHA-256 of the zip, in base64: Lambda's `CodeSha256`. */
  readonly codeSha256: string
  readonly unzippedBytes: number
  /** Entries of the zip. */
  readonly entries: number
}

/** Hashed in one go: some milliseconds. */
const HASH_STEP = 4_194_304

/**
 * Reads a package from end to end, so that what passes can be unpacked: limits, paths, kinds, contents. Nothing is
 * written, and of what is inflated only a piece is held. `operation` names Lambda's operation in the text about a
 * package that is too large. Throws PackageError.
 */
export async function checkPackage(
  zip: Uint8Array,
  operation: 'CreateFunction' | 'UpdateFunctionCode' = 'CreateFunction',
): Promise<PackageFacts> {
  if (zip.length === 0) throw emptyPackage()
  if (zip.length > packageLimits.zippedBytes) throw zippedTooLarge(operation)
  const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  const { files, entries } = await readPackageDirectory(buffer)
  let unzippedBytes = 0
  for (const file of files) {
    for await (const chunk of fileContent(buffer, file)) unzippedBytes += chunk.length
    // Small files take no turn of their own.
    await setImmediate()
  }
  return { codeSize: zip.length, codeSha256: await sha256(buffer), unzippedBytes, entries }
}

async function sha256(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256')
  for (let start = 0; start < bytes.length; start += HASH_STEP) {
    hash.update(bytes.subarray(start, start + HASH_STEP))
    await setImmediate()
  }
  return hash.digest('base64')
}
