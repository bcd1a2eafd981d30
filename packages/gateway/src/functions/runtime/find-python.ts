import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

interface Python {
  /** Absolute: the interpreter itself, not a version manager's shim, which would need Postern's environment. */
  readonly program: string
  /** Such as `3.12.1`. */
  readonly version: string
}

/** Finds the interpreter of a runtime such as `python3.12`: that program, else `python3`; undefined if there is none. */
export type FindPython = (runtime: string) => Promise<Python | undefined>

const QUESTION = 'import sys; print(sys.executable); print(".".join(map(str, sys.version_info[:3])))'

/** Looks on Postern's PATH, and remembers what it found. What was not there is looked for again. */
export function pythonFinder(path = process.env['PATH'] ?? ''): FindPython {
  const known = new Map<string, Python>()
  return async (runtime) => {
    const before = known.get(runtime)
    if (before !== undefined) return before
    const found = (await find(runtime, path)) ?? (await find('python3', path))
    if (found !== undefined) known.set(runtime, found)
    return found
  }
}

async function find(name: string, path: string): Promise<Python | undefined> {
  for (const directory of path.split(delimiter)) {
    const program = join(directory, name)
    if (directory === '' || !(await isExecutable(program))) continue
    const answer = await ask(program)
    if (answer !== undefined) return answer
  }
  return undefined
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A shim may be there for a version that is not: only an answer counts. */
function ask(program: string): Promise<Python | undefined> {
  return new Promise((resolve) => {
    execFile(program, ['-I', '-c', QUESTION], { timeout: 10_000, maxBuffer: 65_536 }, (error, output) => {
      const [executable = '', version = ''] = output.split('\n')
      resolve(error === null && executable.startsWith('/') ? { program: executable, version } : undefined)
    })
  })
}
