import { setImmediate } from 'node:timers/promises'
import { crc32, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib'
import type { PackageFile } from './package-directory.ts'
import { PackageError, unsoundPackage } from './package-error.ts'

/** Up to here a file is inflated at once: a stream for each of thousands of small files takes far longer. */
const SMALL = 131_072
/** Of stored bytes that are summed up at once, and of inflated ones that are held. */
const CHUNK = 262_144

/**
 * The bytes of a file, in pieces: never more than the directory says, and all of them checked (size, CRC) by the time
 * that the last one was taken. Lets other work of the process go on. Throws PackageError.
 */
export async function* fileContent(zip: Buffer, file: PackageFile): AsyncGenerator<Buffer, void> {
  let size = 0
  let sum = 0
  for await (const chunk of chunksOf(zip.subarray(file.dataStart, file.dataStart + file.dataSize), file)) {
    size += chunk.length
    if (size > file.size) throw unsoundPackage(`more than the ${file.size} bytes that the zip says`, file.path)
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (size !== file.size) throw unsoundPackage(`${size} bytes where the zip says ${file.size}`, file.path)
  if (sum !== file.crc32) throw unsoundPackage('its checksum is wrong', file.path)
}

async function* chunksOf(data: Buffer, file: PackageFile): AsyncGenerator<Buffer, void> {
  if (!file.compressed) yield* stored(data)
  else if (file.size <= SMALL && data.length <= SMALL) yield inflatedAtOnce(data, file)
  else yield* inflated(data, file)
}

async function* stored(data: Buffer): AsyncGenerator<Buffer, void> {
  for (let start = 0; start < data.length; start += CHUNK) {
    if (start > 0) await setImmediate()
    yield data.subarray(start, start + CHUNK)
  }
}

function inflatedAtOnce(data: Buffer, file: PackageFile): Buffer {
  try {
    // One byte more than there should be shows that there is more.
    const maxOutputLength = file.size + 1
    const options = { info: true, maxOutputLength, chunkSize: Math.max(64, maxOutputLength) }
    // @types/node does not know `info`.
    const { buffer, engine } = inflateRawSync(data, options) as unknown as { buffer: Buffer; engine: InflateRaw }
    refuseRest(engine.bytesWritten, data, file)
    return buffer
  } catch (error) {
    throw problemOf(error, file)
  }
}

async function* inflated(data: Buffer, file: PackageFile): AsyncGenerator<Buffer, void> {
  const stream = createInflateRaw({ chunkSize: CHUNK })
  try {
    stream.end(data)
    // A stream of bytes gives Buffers.
    for await (const chunk of stream) yield chunk as Buffer
    refuseRest(stream.bytesWritten, data, file)
  } catch (error) {
    throw problemOf(error, file)
  } finally {
    stream.destroy()
  }
}

/** Bytes after the end of the compressed data are not ours to guess at. */
function refuseRest(used: number, data: Buffer, file: PackageFile): void {
  if (used !== data.length) throw unsoundPackage(`its data ends ${data.length - used} bytes early`, file.path)
}

function problemOf(error: unknown, file: PackageFile): Error {
  if (error instanceof PackageError) return error
  if (!(error instanceof Error) || !('code' in error)) return new Error('inflating failed', { cause: error })
  if (error.code === 'ERR_BUFFER_TOO_LARGE') {
    return unsoundPackage(`more than the ${file.size} bytes that the zip says`, file.path)
  }
  // Z_DATA_ERROR, Z_BUF_ERROR (cut off) and the like.
  return unsoundPackage(`its data cannot be inflated: ${error.message}`, file.path)
}
