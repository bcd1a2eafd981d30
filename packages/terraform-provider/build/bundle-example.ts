import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Bundles the provider of example/ into one file of a directory, and answers the directory. */
export async function bundleExample(directory: string): Promise<string> {
  const outfile = join(directory, 'terraform-provider-notes.mjs')
  const entry = join(import.meta.dirname, '../example/main.ts')
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' })
  chmodSync(outfile, 0o755)
  return directory
}

// As a program: `node build/bundle-example.ts DIRECTORY`.
if (process.argv[1] === import.meta.filename) await bundleExample(process.argv[2] ?? '.')
