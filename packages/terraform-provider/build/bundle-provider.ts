import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { splitGraph } from './module-graph.ts'
import { packLateModules } from './pack-late-modules.ts'
import { refusalOfOldNode } from './refusal-of-old-node.ts'

const root = join(import.meta.dirname, '..')
const workspace = join(root, '../..')

/** The provider's own version. */
export const { version: ownVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}

const ENTRY = 'packages/terraform-provider/src/main.ts'
/** What may be read by each start. All else that is not ours is imported late. */
const STARTS_WITH = [
  'packages/terraform-provider/src/',
  // Grammars without dependencies, 15 kB: what a start would save, each check would pay.
  'packages/expressions/src/',
  'node_modules/@msgpack/msgpack/',
]

export interface Bundle {
  /** Such as `terraform-provider-aws_v0.1.0.mjs`. */
  readonly name: string
  readonly code: Uint8Array
  /** The paths of the files that it was made of. */
  readonly sources: readonly string[]
}

/**
 * The provider in one file. It must be called `….mjs`: Terraform finds it all the same, and Node takes a file without
 * that ending for what the user's own package.json says.
 */
export async function bundle(version: string): Promise<Bundle> {
  const options: BuildOptions = {
    absWorkingDir: workspace,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    // ES modules before CommonJS: what nothing uses falls away, and the SDK is evaluated in half the time.
    mainFields: ['module', 'main'],
    target: 'node20',
    legalComments: 'none',
  }
  const whole = await build({ ...options, entryPoints: [ENTRY], format: 'esm', metafile: true, write: false })
  const sources = Object.keys(whole.metafile.inputs)
  const graph = splitGraph(whole.metafile.inputs, ENTRY)
  for (const file of graph.start) {
    if (STARTS_WITH.some((place) => file.startsWith(place))) continue
    throw new Error(`${file} would be read by each start of the provider: import it, or what imports it, late`)
  }
  const { outputFiles } = await build({
    ...options,
    entryPoints: [ENTRY],
    format: 'esm',
    // What Node 14 can read, so that it gets as far as the refusal.
    target: 'node14.18',
    plugins: [packLateModules(graph, workspace, options)],
    banner: {
      // Packages in CommonJS require Node's own modules.
      js: `import { createRequire as requireOfBundle } from 'node:module'; const require = requireOfBundle(import.meta.url);${refusalOfOldNode(20)}`,
    },
    write: false,
  })
  return {
    name: `terraform-provider-aws_v${version}.mjs`,
    code: outputFiles[0]?.contents ?? new Uint8Array(),
    sources: sources.map((source) => join(workspace, source)),
  }
}

/** Writes the bundle into a directory, and answers its path. */
export async function bundleProvider(directory: string, version = ownVersion): Promise<string> {
  const { name, code } = await bundle(version)
  mkdirSync(directory, { recursive: true })
  const file = join(directory, name)
  writeFileSync(file, code, { mode: 0o755 })
  return file
}

// As a program: `node build/bundle-provider.ts [directory]`.
if (process.argv[1] === import.meta.filename) {
  process.stdout.write(`${await bundleProvider(process.argv[2] ?? join(root, 'dist'))}\n`)
}
