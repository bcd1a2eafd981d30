import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'

const SOURCES = join(import.meta.dirname, 'java')
const JARS = [
  { jar: 'velocity.jar', from: 'velocity' },
  { jar: 'commons-lang.jar', from: 'libcommons-lang-java' },
  { jar: 'commons-collections3.jar', from: 'libcommons-collections3-java' },
]

/** Apache Velocity 1.7, ready to run. */
export interface JavaVelocity {
  /** The program and the words before the name of a main class. */
  readonly command: readonly [string, ...string[]]
  /** Holds nothing but classes: Velocity looks for templates where it runs. */
  readonly directory: string
}

let found: JavaVelocity | string | undefined

/**
 * Compiles the Java of this directory against Debian's packages, into a temporary directory that goes with the process.
 * Answers the name of what is not on this machine, where something is missing.
 */
export function findOracle(): JavaVelocity | string {
  found ??= compile()
  return found
}

function compile(): JavaVelocity | string {
  for (const program of ['java', 'javac']) {
    if (run(program, ['-version']) === undefined) return program
  }
  const jars: string[] = []
  for (const { jar, from } of JARS) {
    const path = findJar(jar, from)
    if (path === undefined) return `${jar} (Debian: apt-get install ${from})`
    jars.push(path)
  }
  const directory = mkdtempSync(join(tmpdir(), 'velocity-oracle-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.java'))
  const paths = sources.map((name) => join(SOURCES, name))
  execFileSync('javac', ['-nowarn', '-encoding', 'UTF-8', '-d', directory, '-cp', jars.join(delimiter), ...paths])
  return { command: ['java', '-cp', [directory, ...jars].join(delimiter)], directory }
}

function findJar(jar: string, from: string): string | undefined {
  const files = run('dpkg', ['-L', from])?.split('\n') ?? []
  return [...files, join('/usr/share/java', jar)].find((path) => basename(path) === jar && existsSync(path))
}

/** What a program writes; undefined where there is none, or it fails. */
function run(program: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}
