import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { latePackages } from './late-packages.ts'

const root = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/**
 * Bundles the provider into one file of a directory, and answers its path. It must be called `….mjs`: Terraform finds
 * it all the same, and Node takes a file without that ending for what the user's own package.json says.
 */
export async function bundleProvider(directory: string): Promise<string> {
  const outfile = join(directory, `terraform-provider-aws_v${version}.mjs`)
  await build({
    entryPoints: [join(root, 'src/main.ts')],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    plugins: [latePackages],
    // The SDK has CommonJS modules that require Node's own.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
  })
  chmodSync(outfile, 0o755)
  return outfile
}

// As a program: `node build/bundle-provider.ts [directory]`.
if (process.argv[1] === import.meta.filename) {
  process.stdout.write(`${await bundleProvider(process.argv[2] ?? join(root, 'dist'))}\n`)
}
