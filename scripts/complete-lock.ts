/**
 * Adds to package-lock.json the optional platform packages that its packages name and the registry at hand lacks: npm
 * leaves them out of the lock when it cannot see them, and `npm ci` then refuses the lock. Run after `npm install`
 * wherever `npm ci` says `Missing: … from lock file`. The entries carry no integrity hash; npm skips those of other
 * systems.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Entry {
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const systems = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
])
const processors = new Set([
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
])

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> }

for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (place in lock.packages || `${path}/${place}` in lock.packages) continue
    const words = name.split(/[/-]/)
    const os = words.filter((word) => systems.has(word))
    const cpu = words.filter((word) => processors.has(word))
    const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
    const limits = Object.entries({ os, cpu, libc }).filter(([, values]) => values.length > 0)
    const dev = entry.dev === true ? { dev: true } : {}
    Object.assign(lock.packages, { [place]: { version, ...dev, optional: true, ...Object.fromEntries(limits) } })
    console.log(`added ${name}@${version}`)
  }
}
const packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`)
