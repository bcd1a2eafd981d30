import { unsoundPackage } from './package-error.ts'
import { packageLimits } from './package-limits.ts'

/**
 * An entry's name as a path inside the package: names joined with `/`, none of them `.`, `..` or empty. The empty path
 * is the package itself. Throws PackageError for a name that leads elsewhere, or that file systems cannot keep.
 */
export function entryPath(name: string): string {
  const problem = problemOf(name)
  if (problem !== undefined) throw unsoundPackage(problem, name)
  const names = name.split('/').filter((part) => part !== '' && part !== '.')
  if (names.length > packageLimits.depth) throw unsoundPackage(`more than ${packageLimits.depth} levels`, name)
  if (names.some((part) => Buffer.byteLength(part) > packageLimits.nameBytes)) {
    throw unsoundPackage(`a name of more than ${packageLimits.nameBytes} bytes`, name)
  }
  return names.join('/')
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'it has no name'
  if (Buffer.byteLength(name) > packageLimits.pathBytes) return `a path of more than ${packageLimits.pathBytes} bytes`
  if (name.includes('\0')) return 'a NUL in its name'
  // Makers on Windows that write `\` break the format (APPNOTE 4.4.17.1), and on Linux it is part of a name.
  if (name.includes('\\')) return 'a backslash in its name'
  if (name.startsWith('/')) return 'an absolute path'
  if (/^[A-Za-z]:/.test(name)) return 'a path with a drive letter'
  if (name.split('/').includes('..')) return 'a path with ..'
  return undefined
}
