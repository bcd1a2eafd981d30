import { zipOf as zipOfEntries } from '../../packages/gateway/src/functions/packages/test-zip.ts'

/** Name to content, with a mode where it is not `rw-r--r--`. */
export type Files = Readonly<Record<string, string | { readonly content: string; readonly mode: number }>>

/** A function package of these files. */
export function zipOf(files: Files): Buffer {
  return zipOfEntries(
    Object.entries(files).map(([name, file]) => {
      const { content, mode } = typeof file === 'string' ? { content: file, mode: 0o644 } : file
      // 0o100000: a regular file (APPNOTE.TXT 4.4.15, stat(2)).
      return { name, content, mode: 0o100000 | mode }
    }),
  )
}
