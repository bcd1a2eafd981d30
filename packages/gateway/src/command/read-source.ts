import { createReadStream } from 'node:fs'
import { ConfigurationError } from '../configuration/read-settings.ts'
import { STANDARD_INPUT } from './render-arguments.ts'

/** As much as API Gateway takes of any body. */
export const MOST_SOURCE_BYTES = 10_485_760

/** A file's path, as places in it are told: `order.vm:2:9`. */
export function sourceName(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : path
}

/** How messages call a file. */
export function sourceTitle(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : `file ${path}`
}

/**
 * The text of a file, or of standard input for `-`; a byte order mark is left out. Throws a ConfigurationError where it
 * cannot be read, is no UTF-8, or has more than MOST_SOURCE_BYTES.
 */
export async function readSource(path: string): Promise<string> {
  const bytes = await readBytes(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unusable(path, 'is not UTF-8 text')
  }
}

async function readBytes(path: string): Promise<Buffer> {
  // Counted while it is read: pipes and devices have no size.
  const stream = path === STANDARD_INPUT ? process.stdin : createReadStream(path)
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MOST_SOURCE_BYTES) break
      chunks.push(chunk)
    }
  } catch (error) {
    throw unusable(path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
  if (size > MOST_SOURCE_BYTES) throw unusable(path, `larger than ${MOST_SOURCE_BYTES} bytes`)
  return Buffer.concat(chunks)
}

function unusable(path: string, what: string): ConfigurationError {
  return new ConfigurationError([`${sourceTitle(path)}: ${what}`])
}
