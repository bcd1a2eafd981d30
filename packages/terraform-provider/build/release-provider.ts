import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { zipSync } from 'fflate'
import { bundle, ownVersion } from './bundle-provider.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

/** As the registry names systems. Each gets the same file: Node is what differs, and it is on the machine. */
const TARGETS = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64']

const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/
/** The first day that a zip can name, in whatever time zone: equal sources make equal bytes. */
const NO_DATE = new Date(1980, 0, 1)
/** APPNOTE.TXT 4.4.2: made on Unix, where the upper half of the attributes is a mode. */
const UNIX = 3

/**
 * Writes what a Terraform registry publishes of a version, but for the signature: a zip for each system, the manifest
 * that says which protocol it speaks, and the checksums of all.
 */
export async function releaseProvider(directory: string, version = ownVersion): Promise<void> {
  if (!VERSION.test(version)) throw new Error(`${version} is not a version: 5.100.0 is one`)
  const stem = `terraform-provider-aws_${version}`
  const zip = await packageOf(version)
  const files = new Map<string, Uint8Array>(TARGETS.map((target) => [`${stem}_${target}.zip`, zip]))
  files.set(`${stem}_manifest.json`, readFileSync(join(import.meta.dirname, 'terraform-registry-manifest.json')))
  // As sha256sum writes them, and reads them with -c.
  const sums = [...files].map(([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`)
  files.set(`${stem}_SHA256SUMS`, Buffer.from(sums.join('')))
  mkdirSync(directory, { recursive: true })
  for (const [name, content] of files) writeFileSync(join(directory, name), content)
}

async function packageOf(version: string): Promise<Uint8Array> {
  const { name, code, sources } = await bundle(version)
  const licence = readFileSync(join(import.meta.dirname, '../../../LICENSE'))
  const notices = Buffer.from(thirdPartyNotices(sources))
  const entry = (content: Uint8Array, mode: number) =>
    [content, { attrs: ((0o100000 | mode) << 16) >>> 0, os: UNIX, mtime: NO_DATE }] as const
  return zipSync(
    { LICENSE: [...entry(licence, 0o644)], 'NOTICES.txt': [...entry(notices, 0o644)], [name]: [...entry(code, 0o755)] },
    { level: 9 },
  )
}

// As a program: `node build/release-provider.ts [directory] [--version X.Y.Z]`.
if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({ options: { version: { type: 'string' } }, allowPositionals: true })
  const directory = positionals[0] ?? join(import.meta.dirname, '../dist')
  await releaseProvider(directory, values.version)
  process.stdout.write(`${directory}\n`)
}
