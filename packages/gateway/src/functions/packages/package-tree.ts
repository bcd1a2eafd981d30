import { unsoundPackage } from './package-error.ts'
import { packageLimits } from './package-limits.ts'

/** The paths of a package as they are found: no two files of one path, and nothing inside a file. Throws PackageError. */
export class PackageTree {
  readonly #kinds = new Map<string, 'file' | 'directory'>()

  /** Parents before what they hold, whether an entry or only a path names them. Without the package itself. */
  directories(): readonly string[] {
    return [...this.#kinds].flatMap(([path, kind]) => (kind === 'directory' ? [path] : [])).sort()
  }

  addFile(path: string): void {
    const there = this.#kinds.get(path)
    if (there !== undefined) {
      throw unsoundPackage(there === 'file' ? 'its path is there twice' : 'its path is also a directory', path)
    }
    this.#addParents(path)
    this.#add(path, 'file')
  }

  /** A directory may be named more than once. */
  addDirectory(path: string): void {
    if (path === '') return
    const there = this.#kinds.get(path)
    if (there === 'file') throw unsoundPackage('its path is also a file', path)
    if (there === 'directory') return
    this.#addParents(path)
    this.#add(path, 'directory')
  }

  #addParents(path: string): void {
    // Upwards until one is known: whose parents are known then, too.
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, end)
      const there = this.#kinds.get(parent)
      if (there === 'directory') return
      if (there === 'file') throw unsoundPackage('its path leads through a file', path)
      this.#add(parent, 'directory')
    }
  }

  #add(path: string, kind: 'file' | 'directory'): void {
    this.#kinds.set(path, kind)
    if (this.#kinds.size > packageLimits.nodes) {
      throw unsoundPackage(`more than ${packageLimits.nodes} files and directories`)
    }
  }
}
